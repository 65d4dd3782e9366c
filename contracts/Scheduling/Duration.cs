using System.Globalization;
using System.Text.RegularExpressions;

namespace TelegramParser.Contracts.Scheduling;

/// <summary>Durations as manifests write them: <c>30s</c>, <c>15m</c>, <c>1h30m</c>, <c>1d</c>.</summary>
public static partial class Duration
{
    /// <summary>Every duration, and the empty text.</summary>
    public const string Pattern = "^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$";

    /// <summary>Parses a duration; each unit at most once, from the largest to the smallest.</summary>
    /// <returns>False when the text is not a duration.</returns>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (string.IsNullOrEmpty(text) || Parts().Match(text) is not { Success: true } match)
            return false;
        try
        {
            duration = new TimeSpan(Part(match, "d"), Part(match, "h"), Part(match, "m"), Part(match, "s"));
            return true;
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    private static int Part(Match match, string unit) => match.Groups[unit] is { Success: true } group
        ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
        : 0;

    [GeneratedRegex(@"^(?=\d)((?<d>\d+)d)?((?<h>\d+)h)?((?<m>\d+)m)?((?<s>\d+)s)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Parts();
}
