using Npgsql;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>A stored post. The <c>…Json</c> members hold JSON text.</summary>
public sealed record PostRow
{
    /// <summary>Number of the row.</summary>
    public required long Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required long UserId { get; init; }

    /// <summary>The channel's chat id.</summary>
    public required long ChatId { get; init; }

    /// <summary>The channel's title.</summary>
    public required string ChannelTitle { get; init; }

    /// <summary>The channel's username, without @.</summary>
    public string? ChannelUsername { get; init; }

    /// <summary>When the row was made.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>When the row was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the server said that the post is deleted.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>The post itself; its links only where a single post is read.</summary>
    public required PostRecord Post { get; init; }

    internal static readonly Fragment Columns = new(
        """
        posts.id, posts.user_id, posts.chat_id, channels.title AS channel_title, channels.username AS channel_username,
        posts.stored_at, posts.updated_at, posts.deleted_at, posts.message_id, posts.date, posts.edit_date, posts.kind,
        posts.text, posts.entities, posts.media_kind, posts.media, posts.album_id, posts.reply_to, posts.forward,
        posts.author_signature, posts.sender, posts.views, posts.forwards, posts.replies, posts.reactions, posts.poll,
        posts.permalink
        """);

    internal static PostRow Read(NpgsqlDataReader row) => new()
    {
        Id = row.Get<long>("id"),
        UserId = row.Get<long>("user_id"),
        ChatId = row.Get<long>("chat_id"),
        ChannelTitle = row.Get<string>("channel_title"),
        ChannelUsername = row.Get<string?>("channel_username"),
        StoredAt = row.Get<DateTimeOffset>("stored_at"),
        UpdatedAt = row.Get<DateTimeOffset>("updated_at"),
        DeletedAt = row.Get<DateTimeOffset?>("deleted_at"),
        Post = new PostRecord
        {
            MessageId = row.Get<long>("message_id"),
            Date = row.Get<DateTimeOffset>("date"),
            EditDate = row.Get<DateTimeOffset?>("edit_date"),
            Kind = row.Get<string>("kind"),
            Text = row.Get<string>("text"),
            EntitiesJson = row.Get<string?>("entities"),
            MediaKind = row.Get<string?>("media_kind"),
            MediaJson = row.Get<string?>("media"),
            AlbumId = row.Get<long?>("album_id"),
            ReplyToJson = row.Get<string?>("reply_to"),
            ForwardJson = row.Get<string?>("forward"),
            AuthorSignature = row.Get<string?>("author_signature"),
            SenderJson = row.Get<string?>("sender"),
            Views = row.Get<int?>("views"),
            Forwards = row.Get<int?>("forwards"),
            Replies = row.Get<int?>("replies"),
            ReactionsJson = row.Get<string?>("reactions"),
            PollJson = row.Get<string?>("poll"),
            Permalink = row.Get<string?>("permalink"),
        },
    };
}

/// <summary>What a post said before an edit.</summary>
/// <param name="Version">1 for the oldest.</param>
/// <param name="Text">Its text.</param>
/// <param name="EntitiesJson">Entities of the text, an array.</param>
/// <param name="MediaKind">Kind of media.</param>
/// <param name="MediaJson">What was known of the media, an object.</param>
/// <param name="EditDate">When this version was written; null for the first.</param>
/// <param name="RecordedAt">When it was replaced.</param>
public sealed record PostVersionRow(
    int Version,
    string Text,
    string? EntitiesJson,
    string? MediaKind,
    string? MediaJson,
    DateTimeOffset? EditDate,
    DateTimeOffset RecordedAt)
{
    internal static PostVersionRow Read(NpgsqlDataReader row) => new(
        row.Get<int>("version"),
        row.Get<string>("text"),
        row.Get<string?>("entities"),
        row.Get<string?>("media_kind"),
        row.Get<string?>("media"),
        row.Get<DateTimeOffset?>("edit_date"),
        row.Get<DateTimeOffset>("recorded_at"));
}

/// <summary>One post with its history.</summary>
/// <param name="Row">The post, with its links.</param>
/// <param name="Versions">What it said before, oldest first.</param>
public sealed record PostDetails(PostRow Row, IReadOnlyList<PostVersionRow> Versions);
