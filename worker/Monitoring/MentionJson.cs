using System.Text.Json.Serialization;

namespace TelegramParser.Worker.Monitoring;

/// <summary>The JSON that a mention is stored with, in the manner of <see cref="Telegram.Mapping.PostJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<Trigger>))]
[JsonSerializable(typeof(NamedSenderJson))]
internal sealed partial class MentionJson : JsonSerializerContext;

/// <summary>Who sent a message: a <c>user</c> or a <c>chat</c>, with names as they were then, as far as they are known.</summary>
internal sealed record NamedSenderJson(string Type)
{
    public long? UserId { get; init; }
    public long? ChatId { get; init; }
    public string? Name { get; init; }
    public string? Username { get; init; }
}
