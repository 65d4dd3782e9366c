using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TelegramParser.Storage.Outbox;

namespace TelegramParser.Worker.Notifying.SavedMessages;

/// <summary>What Saved Messages are told of an event; so short that it fits into a message.</summary>
/// <param name="Title">Title of the channel or group.</param>
/// <param name="Lines">The first messages.</param>
/// <param name="More">How many there are besides.</param>
internal sealed record SavedNote(string Title, IReadOnlyList<SavedLine> Lines, int More)
{
    private const int MostLines = 6;
    private const int LongestTitle = 128;
    private const int LongestSender = 64;
    private const int LongestExcerpt = 280;
    private const int LongestPermalink = 128;

    // Any script as it is.
    private static readonly SavedNoteJson Written = new(new JsonSerializerOptions(SavedNoteJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The note of new posts.</summary>
    public static SavedNote Of(NewPosts posts) => new(
        Cut(posts.Title, LongestTitle),
        [.. posts.Posts.Take(MostLines).Select(post => Line(
            post.Post.AuthorSignature, post.Post.Text is "" ? $"[{post.Post.MediaKind}]" : post.Post.Text, post.Post.Permalink))],
        Math.Max(0, posts.Posts.Count - MostLines));

    /// <summary>The note of a mention.</summary>
    public static SavedNote Of(NewMention mention) => new(
        Cut(mention.Topic is null ? mention.Title : $"{mention.Title} › {mention.Topic}", LongestTitle),
        [Line(SenderOf(mention.SenderJson), mention.Text, mention.Permalink)],
        More: 0);

    /// <summary>The note, as it waits in the outbox.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Written.SavedNote);

    /// <summary>A note that waited in the outbox.</summary>
    public static SavedNote Parse(string json) => JsonSerializer.Deserialize(json, SavedNoteJson.Default.SavedNote)!;

    private static SavedLine Line(string? sender, string text, string? permalink) => new(
        sender is null ? null : Cut(sender, LongestSender), Cut(text, LongestExcerpt), permalink is { Length: <= LongestPermalink } ? permalink : null);

    private static string? SenderOf(string? json)
    {
        if (json is null)
            return null;
        var sender = JsonElement.Parse(json);
        return new[] { "name", "username" }
            .Select(member => sender.TryGetProperty(member, out var value) ? value.GetString() : null).FirstOrDefault(name => name is not null);
    }

    // One line, at most so many UTF-16 code units, no surrogate without its other half.
    private static string Cut(string text, int length)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= length)
            return line;
        var end = length - 1;
        return $"{line.AsSpan(0, char.IsHighSurrogate(line[end - 1]) ? end - 1 : end)}…";
    }
}

/// <summary>A message of a note.</summary>
/// <param name="Sender">Who wrote it, where that is known.</param>
/// <param name="Excerpt">How it begins.</param>
/// <param name="Permalink">Its address on t.me.</param>
internal sealed record SavedLine(string? Sender, string Excerpt, string? Permalink);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SavedNote))]
internal sealed partial class SavedNoteJson : JsonSerializerContext;
