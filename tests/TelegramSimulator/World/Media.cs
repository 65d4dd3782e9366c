using System.Text.Json.Serialization;

namespace TelegramParser.TelegramSimulator.World;

/// <summary>What a post shows besides its text.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Photo), "photo")]
[JsonDerivedType(typeof(Document), "document")]
[JsonDerivedType(typeof(Video), "video")]
[JsonDerivedType(typeof(Audio), "audio")]
[JsonDerivedType(typeof(Voice), "voice")]
[JsonDerivedType(typeof(WebPage), "web_page")]
[JsonDerivedType(typeof(Poll), "poll")]
public abstract record Media;

/// <param name="Size">Bytes.</param>
public sealed record Photo(int Width, int Height, int Size) : Media;

/// <param name="Size">Bytes.</param>
public sealed record Document(string FileName, string MimeType, long Size) : Media;

/// <param name="Duration">Seconds.</param>
/// <param name="Size">Bytes.</param>
public sealed record Video(int Width, int Height, int Duration, long Size) : Media;

/// <param name="Duration">Seconds.</param>
/// <param name="Size">Bytes.</param>
public sealed record Audio(string Title, string Performer, int Duration, long Size) : Media;

/// <param name="Duration">Seconds.</param>
/// <param name="Size">Bytes.</param>
public sealed record Voice(int Duration, long Size) : Media;

/// <summary>The preview of a page that the text links to.</summary>
public sealed record WebPage(string Url, string SiteName, string Title, string Description) : Media;

public sealed record Poll(string Question, IReadOnlyList<PollAnswer> Answers) : Media
{
    public bool IsClosed { get; init; }

    /// <summary>The poll after so many more people have chosen an answer.</summary>
    /// <param name="answer">Its position, from zero.</param>
    /// <param name="voters">Negative when they take their votes back.</param>
    /// <exception cref="ArgumentOutOfRangeException">The poll has no such answer.</exception>
    public Poll Voted(int answer, int voters)
    {
        if (answer < 0 || answer >= Answers.Count)
            throw new ArgumentOutOfRangeException(nameof(answer), $"The poll has {Answers.Count} answers, numbered from 0.");
        return this with { Answers = [.. Answers.Select((old, i) => i == answer ? old with { Voters = old.Voters + voters } : old)] };
    }
}

public sealed record PollAnswer(string Text, int Voters);
