using System.Text.Json.Serialization;

namespace TelegramParser.Worker.Telegram.Mapping;

/// <summary>
/// The JSON that a post is stored with: names as in Telegram's Bot API (https://core.telegram.org/bots/api#messageentity)
/// where it has one, message ids as the server counts them, times as Unix seconds, absent instead of empty.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<EntityJson>))]
[JsonSerializable(typeof(IReadOnlyList<ReactionJson>))]
[JsonSerializable(typeof(MediaJson))]
[JsonSerializable(typeof(PollJson))]
[JsonSerializable(typeof(SenderJson))]
[JsonSerializable(typeof(OriginJson))]
[JsonSerializable(typeof(ReplyJson))]
internal sealed partial class PostJson : JsonSerializerContext;

/// <summary>An entity; offset and length in UTF-16 code units.</summary>
internal sealed record EntityJson(string Type, int Offset, int Length)
{
    public string? Url { get; init; }
    public long? UserId { get; init; }
    public string? Language { get; init; }
    public string? CustomEmojiId { get; init; }
    public long? UnixTime { get; init; }
}

/// <summary>A reaction and how often it was given.</summary>
internal sealed record ReactionJson(string Type, int Count)
{
    public string? Emoji { get; init; }
    public string? CustomEmojiId { get; init; }
}

/// <summary>How a poll stands: what changes without an edit. Votes are by option, absent while Telegram does not tell them.</summary>
internal sealed record PollJson(int Voters, bool Closed)
{
    public IReadOnlyList<int>? Votes { get; init; }
    public IReadOnlyList<int>? CorrectOptions { get; init; }
    public string? Explanation { get; init; }
}

/// <summary>Who sent something: a <c>user</c> or a <c>chat</c>.</summary>
internal sealed record SenderJson(string Type)
{
    public long? UserId { get; init; }
    public long? ChatId { get; init; }
}

/// <summary>Who first sent something: a <c>user</c>, a <c>hidden_user</c>, a <c>chat</c> or a <c>channel</c>.</summary>
internal sealed record OriginJson(string Type)
{
    public long? UserId { get; init; }
    public string? UserName { get; init; }
    public long? ChatId { get; init; }
    public long? MessageId { get; init; }
    public string? AuthorSignature { get; init; }
    public long? Date { get; init; }
    public long? SourceChatId { get; init; }
    public long? SourceMessageId { get; init; }
}

/// <summary>What a post replies to: a <c>message</c> or a <c>story</c>.</summary>
internal sealed record ReplyJson(string Type)
{
    public long? ChatId { get; init; }
    public long? MessageId { get; init; }
    public long? StoryId { get; init; }
    public string? Quote { get; init; }
    public OriginJson? Origin { get; init; }
}

/// <summary>
/// What is known of media; the fields that its kind has. Nothing in it counts anything, as a new version of a post is kept
/// whenever it changes.
/// </summary>
internal sealed record MediaJson
{
    public string? FileName { get; init; }
    public string? MimeType { get; init; }
    public long? Size { get; init; }
    public int? Width { get; init; }
    public int? Height { get; init; }
    public int? Duration { get; init; }
    public bool? Spoiler { get; init; }
    public string? Title { get; init; }
    public string? Performer { get; init; }
    public string? Emoji { get; init; }
    public string? Format { get; init; }
    public int? Value { get; init; }
    public string? Question { get; init; }
    public IReadOnlyList<string>? Options { get; init; }
    public string? PollType { get; init; }
    public bool? Anonymous { get; init; }
    public bool? MultipleAnswers { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public string? Address { get; init; }
    public string? Provider { get; init; }
    public string? PhoneNumber { get; init; }
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public long? UserId { get; init; }
    public long? ChatId { get; init; }
    public int? StoryId { get; init; }
    public IReadOnlyList<string>? Tasks { get; init; }
    public long? Stars { get; init; }
    public string? Url { get; init; }
    public string? DisplayUrl { get; init; }
    public string? SiteName { get; init; }
    public string? Description { get; init; }
    public string? Author { get; init; }
}
