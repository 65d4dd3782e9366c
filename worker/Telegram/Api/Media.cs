using System.Text.Json.Serialization;

namespace TelegramParser.Worker.Telegram.Api;

/// <summary>A file, as far as its size.</summary>
/// <param name="Size">Bytes; 0 when unknown.</param>
/// <param name="ExpectedSize">Bytes, approximately, when <paramref name="Size"/> is unknown.</param>
public sealed record File(long Size, long ExpectedSize);

/// <summary>A photo.</summary>
public sealed record Photo(IReadOnlyList<PhotoSize> Sizes);

/// <summary>A photo in one size, pixels.</summary>
public sealed record PhotoSize(int Width, int Height, [property: JsonPropertyName("photo")] File File);

/// <summary>A video; seconds and pixels.</summary>
public sealed record Video(
    int Duration, int Width, int Height, string FileName, string MimeType, [property: JsonPropertyName("video")] File File);

/// <summary>Music; seconds.</summary>
public sealed record Audio(
    int Duration, string Title, string Performer, string FileName, string MimeType,
    [property: JsonPropertyName("audio")] File File);

/// <summary>A voice message; seconds.</summary>
public sealed record VoiceNote(int Duration, string MimeType, [property: JsonPropertyName("voice")] File File);

/// <summary>A round video message; seconds, and its diameter in pixels.</summary>
public sealed record VideoNote(int Duration, int Length, [property: JsonPropertyName("video")] File File);

/// <summary>A file of any kind.</summary>
public sealed record Document(string FileName, string MimeType, [property: JsonPropertyName("document")] File File);

/// <summary>A silent video; seconds and pixels.</summary>
public sealed record Animation(
    int Duration, int Width, int Height, string FileName, string MimeType,
    [property: JsonPropertyName("animation")] File File);

/// <summary>A sticker; pixels.</summary>
public sealed record Sticker(
    long SetId, int Width, int Height, string Emoji, StickerFormat Format, [property: JsonPropertyName("sticker")] File File);

/// <summary>How a sticker is stored.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(StickerFormatWebp), "stickerFormatWebp")]
[JsonDerivedType(typeof(StickerFormatTgs), "stickerFormatTgs")]
[JsonDerivedType(typeof(StickerFormatWebm), "stickerFormatWebm")]
public record StickerFormat;

/// <summary>A picture.</summary>
public sealed record StickerFormatWebp : StickerFormat;

/// <summary>A vector animation.</summary>
public sealed record StickerFormatTgs : StickerFormat;

/// <summary>A video.</summary>
public sealed record StickerFormatWebm : StickerFormat;

/// <summary>A poll or quiz.</summary>
/// <param name="Id">Id at Telegram.</param>
/// <param name="Question">Question.</param>
/// <param name="Options">Answers.</param>
/// <param name="TotalVoterCount">Voters.</param>
/// <param name="IsAnonymous">Whether votes are secret.</param>
/// <param name="AllowsMultipleAnswers">Whether one may choose several answers.</param>
/// <param name="Type">Poll or quiz.</param>
/// <param name="CloseDate">When it closes, Unix seconds; 0 is never.</param>
/// <param name="IsClosed">Whether it is closed.</param>
public sealed record Poll(
    long Id, FormattedText Question, IReadOnlyList<PollOption> Options, int TotalVoterCount, bool IsAnonymous,
    bool AllowsMultipleAnswers, PollType Type, long CloseDate, bool IsClosed);

/// <summary>An answer of a poll.</summary>
public sealed record PollOption(FormattedText Text, int VoterCount);

/// <summary>Poll or quiz.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(PollTypeRegular), "pollTypeRegular")]
[JsonDerivedType(typeof(PollTypeQuiz), "pollTypeQuiz")]
public record PollType;

/// <summary>A poll.</summary>
public sealed record PollTypeRegular : PollType;

/// <summary>A quiz.</summary>
/// <param name="CorrectOptionIds">Right answers, by position; empty when they are not known yet.</param>
/// <param name="Explanation">Why.</param>
public sealed record PollTypeQuiz(IReadOnlyList<int> CorrectOptionIds, FormattedText? Explanation) : PollType;

/// <summary>A point on the map, degrees.</summary>
public sealed record Location(double Latitude, double Longitude);

/// <summary>A place with a name.</summary>
public sealed record Venue(Location Location, string Title, string Address, string Provider, string Id);

/// <summary>A contact.</summary>
public sealed record Contact(string PhoneNumber, string FirstName, string LastName, long UserId)
{
    /// <summary>Leaves the phone number out.</summary>
    public override string ToString() => nameof(Contact);
}

/// <summary>A list of tasks.</summary>
public sealed record Checklist(FormattedText Title, IReadOnlyList<ChecklistTask> Tasks);

/// <summary>A task.</summary>
public sealed record ChecklistTask(int Id, FormattedText Text, long CompletionDate);

/// <summary>What Telegram shows of a linked page.</summary>
public sealed record LinkPreview(
    string Url, string DisplayUrl, string SiteName, string Title, FormattedText Description, string Author);
