using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using TelegramParser.Operator.Web.Enrichment;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Posts;

/// <summary>A page of a user's posts.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="Posts">The posts, newest first.</param>
/// <param name="NextCursor">Value of `cursor` for the next page; null when this is the last.</param>
public sealed record PostPage(long UserId, IReadOnlyList<PostItem> Posts, string? NextCursor);

/// <summary>A post of a channel.</summary>
public record PostItem
{
    /// <summary>Number of the stored post.</summary>
    public required long Id { get; init; }

    /// <summary>The user for whom it was read.</summary>
    public required long UserId { get; init; }

    /// <summary>The channel's chat id.</summary>
    public required long ChatId { get; init; }

    /// <summary>The channel's title.</summary>
    public required string ChannelTitle { get; init; }

    /// <summary>The channel's username, without @.</summary>
    public required string? ChannelUsername { get; init; }

    /// <summary>The message's id in the channel, as in its permalink.</summary>
    public required long MessageId { get; init; }

    /// <summary>When it was posted.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>When it was last edited.</summary>
    public required DateTimeOffset? EditDate { get; init; }

    /// <summary>When Telegram said that it is deleted; the post stays readable here.</summary>
    public required DateTimeOffset? DeletedAt { get; init; }

    /// <summary>`message`, or `service` (a pin, a new title, …).</summary>
    public required string Kind { get; init; }

    /// <summary>Text or caption; empty when there is none.</summary>
    public required string Text { get; init; }

    /// <summary>Bold, links, mentions and the like, with offsets into the text in UTF-16 code units.</summary>
    public required JsonElement? Entities { get; init; }

    /// <summary>Kind of media, such as `photo`.</summary>
    public required string? MediaKind { get; init; }

    /// <summary>What is known of the media; files are not downloaded.</summary>
    public required JsonElement? Media { get; init; }

    /// <summary>The same in all posts of an album. Text, since it exceeds what JavaScript's numbers hold.</summary>
    public required string? AlbumId { get; init; }

    /// <summary>What it replies to.</summary>
    public required JsonElement? ReplyTo { get; init; }

    /// <summary>Where it was forwarded from.</summary>
    public required JsonElement? Forward { get; init; }

    /// <summary>Signature of the author, where the channel signs its posts.</summary>
    public required string? AuthorSignature { get; init; }

    /// <summary>Who sent it.</summary>
    public required JsonElement? Sender { get; init; }

    /// <summary>Views.</summary>
    public required int? Views { get; init; }

    /// <summary>Forwards.</summary>
    public required int? Forwards { get; init; }

    /// <summary>Replies or comments.</summary>
    public required int? Replies { get; init; }

    /// <summary>Reactions with their counts.</summary>
    public required JsonElement? Reactions { get; init; }

    /// <summary>Votes of a poll, by option, and whether it is closed; `media` has its question and options.</summary>
    public required JsonElement? Poll { get; init; }

    /// <summary>Address of the post on t.me.</summary>
    public required string? Permalink { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>When what is stored was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The pages that it links to, in short; null when it has no links.</summary>
    public required PostEnrichment? Enrichment { get; init; }

    internal static PostItem Of(PostRow row, LinkSummary? links) => new()
    {
        Id = row.Id,
        UserId = row.UserId,
        ChatId = row.ChatId,
        ChannelTitle = row.ChannelTitle,
        ChannelUsername = row.ChannelUsername,
        MessageId = row.Post.MessageId,
        Date = row.Post.Date,
        EditDate = row.Post.EditDate,
        DeletedAt = row.DeletedAt,
        Kind = row.Post.Kind,
        Text = row.Post.Text,
        Entities = Json(row.Post.EntitiesJson),
        MediaKind = row.Post.MediaKind,
        Media = Json(row.Post.MediaJson),
        AlbumId = row.Post.AlbumId?.ToString(CultureInfo.InvariantCulture),
        ReplyTo = Json(row.Post.ReplyToJson),
        Forward = Json(row.Post.ForwardJson),
        AuthorSignature = row.Post.AuthorSignature,
        Sender = Json(row.Post.SenderJson),
        Views = row.Post.Views,
        Forwards = row.Post.Forwards,
        Replies = row.Post.Replies,
        Reactions = Json(row.Post.ReactionsJson),
        Poll = Json(row.Post.PollJson),
        Permalink = row.Post.Permalink,
        StoredAt = row.StoredAt,
        UpdatedAt = row.UpdatedAt,
        Enrichment = PostEnrichment.Of(links),
    };

    internal static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);
}

/// <summary>A post with its links and what it said before its edits.</summary>
public sealed record PostDetail : PostItem
{
    [SetsRequiredMembers]
    internal PostDetail(PostDetails post, LinkSummary? links)
        : base(Of(post.Row, links))
    {
        Links = [.. post.Row.Post.Links.Select(link => new PostLink(link.Url, link.Kind))];
        Versions =
        [
            .. post.Versions.Select(version => new PostVersion(
                version.Version, version.Text, Json(version.EntitiesJson), version.MediaKind, Json(version.MediaJson),
                version.EditDate, version.RecordedAt)),
        ];
    }

    /// <summary>Links of the post, in their order.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<PostLink> Links { get; }

    /// <summary>What the post said before each of its edits, oldest first.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<PostVersion> Versions { get; }
}

/// <summary>A link in a post.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Kind">Where it stands: `url` in the text, `text_link` behind words, `preview`, …</param>
public sealed record PostLink(string Url, string Kind);

/// <summary>What a post said before an edit.</summary>
/// <param name="Version">1 for the oldest.</param>
/// <param name="Text">Its text.</param>
/// <param name="Entities">Entities of the text.</param>
/// <param name="MediaKind">Kind of media.</param>
/// <param name="Media">What was known of the media.</param>
/// <param name="EditDate">When this version was written; null for the first.</param>
/// <param name="RecordedAt">When the next version replaced it.</param>
public sealed record PostVersion(
    int Version,
    string Text,
    JsonElement? Entities,
    string? MediaKind,
    JsonElement? Media,
    DateTimeOffset? EditDate,
    DateTimeOffset RecordedAt);
