using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TelegramParser.Contracts.Notifications;

/// <summary>Writes events as the REST API writes JSON: snake_case, nulls written, any script as it is.</summary>
public static class NotificationJson
{
    // A body of application/json is never HTML.
    private static readonly NotificationContext Context = new(new JsonSerializerOptions(NotificationContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The body of an event.</summary>
    public static string Serialize(NotificationEvent<PostsAdded> posts) => JsonSerializer.Serialize(posts, Context.NotificationEventPostsAdded);

    /// <summary>The body of an event.</summary>
    public static string Serialize(NotificationEvent<MentionFound> mention) => JsonSerializer.Serialize(mention, Context.NotificationEventMentionFound);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(NotificationEvent<PostsAdded>))]
[JsonSerializable(typeof(NotificationEvent<MentionFound>))]
internal sealed partial class NotificationContext : JsonSerializerContext;
