using System.Globalization;
using System.Text.RegularExpressions;

namespace TelegramParser.Worker.Enrichment.Extraction.Metadata;

/// <summary>Reads dates as pages write them, for machines and for people, in English and in Russian.</summary>
internal static partial class PublishedDate
{
    private const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss zzz", "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd HH:mm", "yyyy-MM-dd", "yyyy/MM/dd", "yyyy/MM/dd HH:mm:ss", "yyyyMMdd", "yyyyMMdd'T'HHmmssK", "yyyy.MM.dd", "dd.MM.yyyy", "d.M.yyyy", "dd.MM.yyyy HH:mm", "dd.MM.yyyy, HH:mm",
        "dd.MM.yyyy HH:mm:ss", "HH:mm dd.MM.yyyy", "HH:mm, dd.MM.yyyy", "R",
    ];

    private static readonly string[] RussianMonths = ["январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"];

    /// <summary>Reads a date; null if it is none, or none of a page of the web.</summary>
    public static DateTimeOffset? Read(string? text)
    {
        var trimmed = text?.Trim();
        if (trimmed is null || trimmed.Length is < 6 or > 80)
            return null;
        // An offset without its colon, as ISO 8601 has it and .NET does not.
        var written = OffsetWithoutColon().Replace(trimmed, "${hours}:${minutes}");
        if (DateTimeOffset.TryParseExact(written, Formats, CultureInfo.InvariantCulture, Styles, out var exact))
            return Plausible(exact);
        if (Russian(trimmed) is { } russian)
            return Plausible(russian);
        if (trimmed.All(char.IsAsciiDigit))
            return Epoch(trimmed);
        return HasYear().IsMatch(trimmed) && DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, Styles, out var parsed) ? Plausible(parsed) : null;
    }

    /// <summary>The day in an address such as <c>/2019/11/18/</c>; null if there is none.</summary>
    public static DateTimeOffset? InAddress(Uri page)
    {
        var match = DayInPath().Match(page.AbsolutePath);
        return match.Success ? Day(match) : null;
    }

    private static DateTimeOffset? Epoch(string digits) => digits.Length switch
    {
        10 => Plausible(DateTimeOffset.FromUnixTimeSeconds(long.Parse(digits, CultureInfo.InvariantCulture))),
        13 => Plausible(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(digits, CultureInfo.InvariantCulture))),
        _ => null,
    };

    private static DateTimeOffset? Russian(string text)
    {
        var match = RussianDay().Match(text);
        if (!match.Success)
            return null;
        var month = Array.FindIndex(RussianMonths, name => match.Groups["month"].Value.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        if (month < 0 || !TryDay(match.Groups["year"].Value, (month + 1).ToString(CultureInfo.InvariantCulture), match.Groups["day"].Value, out var day))
            return null;
        var time = ClockTime().Match(text);
        return time.Success && TimeSpan.TryParseExact(time.Value, @"h\:mm", CultureInfo.InvariantCulture, out var clock) ? day + clock : day;
    }

    private static DateTimeOffset? Day(Match match) =>
        TryDay(match.Groups["year"].Value, match.Groups["month"].Value, match.Groups["day"].Value, out var day) ? Plausible(day) : null;

    private static bool TryDay(string year, string month, string day, out DateTimeOffset date) =>
        DateTimeOffset.TryParseExact($"{year}-{month}-{day}", "yyyy-M-d", CultureInfo.InvariantCulture, Styles, out date);

    private static DateTimeOffset? Plausible(DateTimeOffset date) => date.Year is >= 1990 and <= 2100 ? date : null;

    [GeneratedRegex(@"(?<hours>[+-]\d{2})(?<minutes>\d{2})$", Patterns.Options, Patterns.TimeoutMilliseconds)]
    private static partial Regex OffsetWithoutColon();

    [GeneratedRegex(@"\b(19|20)\d{2}\b", Patterns.Options, Patterns.TimeoutMilliseconds)]
    private static partial Regex HasYear();

    [GeneratedRegex(@"\b([01]?\d|2[0-3]):[0-5]\d\b", Patterns.Options, Patterns.TimeoutMilliseconds)]
    private static partial Regex ClockTime();

    [GeneratedRegex(@"\b(?<day>\d{1,2})\s+(?<month>\p{IsCyrillic}{3,9})\.?,?\s+(?<year>(19|20)\d{2})\b", Patterns.Options, Patterns.TimeoutMilliseconds)]
    private static partial Regex RussianDay();

    [GeneratedRegex(@"/(?<year>(19|20)\d{2})[/-](?<month>\d{1,2})[/-](?<day>\d{1,2})([/_-]|$)", Patterns.Options, Patterns.TimeoutMilliseconds)]
    private static partial Regex DayInPath();
}
