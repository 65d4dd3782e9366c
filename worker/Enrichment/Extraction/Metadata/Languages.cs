using System.Text.RegularExpressions;

namespace TelegramParser.Worker.Enrichment.Extraction.Metadata;

/// <summary>The language of a page: as it is declared, unless the script of the text says that this cannot be.</summary>
internal static partial class Languages
{
    private const int Sample = 4_000;

    /// <summary>Languages that are written in Cyrillic letters, and may be declared for such a text.</summary>
    private static readonly HashSet<string> Cyrillic = new(["ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn", "tt", "ba", "cv", "os", "uz", "bs", "ce", "sah"], StringComparer.Ordinal);

    /// <summary>A BCP 47 tag of what is declared: <c>ru_RU</c> is <c>ru-RU</c>. Null if it is none.</summary>
    public static string? Normalize(string? declared)
    {
        var tag = declared?.Split(',', ';')[0].Trim().Replace('_', '-');
        return tag is not null && Tag().IsMatch(tag) ? tag : null;
    }

    /// <summary>The declared language if the text may be written in it, and else what its letters say, as far as they do.</summary>
    public static string? Check(string? declared, string text)
    {
        var (letters, cyrillic, ukrainian) = (0, 0, 0);
        foreach (var letter in text.AsSpan(0, Math.Min(text.Length, Sample)))
        {
            if (!char.IsLetter(letter))
                continue;
            letters++;
            if (letter is >= '\u0400' and <= '\u04ff')
                cyrillic++;
            if (letter is 'і' or 'ї' or 'є' or 'І' or 'Ї' or 'Є')
                ukrainian++;
        }
        if (letters < 100 || cyrillic < 0.6 * letters || declared is not null && Cyrillic.Contains(declared.Split('-')[0].ToLowerInvariant()))
            return declared;
        return ukrainian > 0.02 * letters ? "uk" : "ru";
    }

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$", Patterns.Options, Patterns.TimeoutMilliseconds)]
    private static partial Regex Tag();
}
