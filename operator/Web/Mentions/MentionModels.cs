using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using TelegramParser.Operator.Web.Posts;
using TelegramParser.Storage.Monitoring;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Mentions;

/// <summary>A page of a user's mentions.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="Mentions">The mentions, newest first.</param>
/// <param name="NextCursor">Value of `cursor` for the next page; null when this is the last.</param>
public sealed record MentionPage(long UserId, IReadOnlyList<MentionItem> Mentions, string? NextCursor);

/// <summary>A message of a group that a monitor has found.</summary>
public record MentionItem
{
    /// <summary>Number of the stored mention.</summary>
    public required long Id { get; init; }

    /// <summary>The user for whom the group is watched.</summary>
    public required long UserId { get; init; }

    /// <summary>Name of the GroupMonitor that found it.</summary>
    public required string Monitor { get; init; }

    /// <summary>The group's chat id.</summary>
    public required long ChatId { get; init; }

    /// <summary>The group's title.</summary>
    public required string GroupTitle { get; init; }

    /// <summary>The group's username, without @.</summary>
    public required string? GroupUsername { get; init; }

    /// <summary>The message's id in the group, as in its permalink.</summary>
    public required long MessageId { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The forum topic that it is in.</summary>
    public required long? TopicId { get; init; }

    /// <summary>That topic's name, when it is known.</summary>
    public required string? Topic { get; init; }

    /// <summary>Who wrote it.</summary>
    public required JsonElement? Sender { get; init; }

    /// <summary>Text or caption.</summary>
    public required string Text { get; init; }

    /// <summary>Bold, links, mentions and the like, with offsets into the text in UTF-16 code units.</summary>
    public required JsonElement? Entities { get; init; }

    /// <summary>What it replies to.</summary>
    public required JsonElement? ReplyTo { get; init; }

    /// <summary>Address of the message on t.me.</summary>
    public required string? Permalink { get; init; }

    /// <summary>Why it was found.</summary>
    public required IReadOnlyList<MentionTrigger> Triggers { get; init; }

    /// <summary>When it was found.</summary>
    public required DateTimeOffset FoundAt { get; init; }

    internal static MentionItem Of(MentionRow row) => new()
    {
        Id = row.Id,
        UserId = row.UserId,
        Monitor = row.Monitor,
        ChatId = row.ChatId,
        GroupTitle = row.GroupTitle,
        GroupUsername = row.GroupUsername,
        MessageId = row.Mention.MessageId,
        Date = row.Mention.Date,
        TopicId = row.Mention.TopicId,
        Topic = row.Mention.Topic,
        Sender = PostItem.Json(row.Mention.SenderJson),
        Text = row.Mention.Text,
        Entities = PostItem.Json(row.Mention.EntitiesJson),
        ReplyTo = PostItem.Json(row.Mention.ReplyToJson),
        Permalink = row.Mention.Permalink,
        Triggers = MentionTrigger.Read(row.Mention.TriggersJson),
        FoundAt = row.FoundAt,
    };
}

/// <summary>A mention with the messages around it.</summary>
public sealed record MentionDetail : MentionItem
{
    [SetsRequiredMembers]
    internal MentionDetail(MentionDetails mention)
        : base(Of(mention.Row))
    {
        Before = [.. mention.Row.Mention.Before.Select(NearbyMessage.Of)];
        After = [.. mention.After.Select(NearbyMessage.Of)];
        AfterAwaited = mention.Row.Mention.AfterWanted;
    }

    /// <summary>Messages before it, oldest first.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<NearbyMessage> Before { get; }

    /// <summary>Messages after it that have come so far, oldest first.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<NearbyMessage> After { get; }

    /// <summary>How many more messages after it will be added when they are written.</summary>
    [JsonPropertyOrder(1)]
    public int AfterAwaited { get; }
}

/// <summary>A message near a mention.</summary>
/// <param name="MessageId">The message's id in the group.</param>
/// <param name="Date">When it was written.</param>
/// <param name="Sender">Who wrote it.</param>
/// <param name="Text">Text or caption; empty when there is none.</param>
public sealed record NearbyMessage(long MessageId, DateTimeOffset Date, JsonElement? Sender, string Text)
{
    internal static NearbyMessage Of(ContextRecord row) => new(row.MessageId, row.Date, PostItem.Json(row.SenderJson), row.Text);
}

/// <summary>Why a message was found.</summary>
/// <param name="Kind">`mention`, `reply`, `keyword` or `pattern`.</param>
/// <param name="Value">The name, keyword or pattern that was found; null for a reply.</param>
public sealed record MentionTrigger(string Kind, string? Value = null)
{
    internal static IReadOnlyList<MentionTrigger> Read(string json) =>
        JsonSerializer.Deserialize(json, MentionTriggerJson.Default.IReadOnlyListMentionTrigger) ?? [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<MentionTrigger>))]
internal sealed partial class MentionTriggerJson : JsonSerializerContext;
