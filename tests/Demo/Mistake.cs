using System.Text.RegularExpressions;

namespace TelegramParser.Demo;

/// <summary>What in the operator's log a person has to correct in a manifest, and would not look for there.</summary>
internal static partial class Mistake
{
    /// <summary>What a line of the log tells of one; null if it tells of something else.</summary>
    public static string? Find(string line) => Pattern().Match(line) is { Success: true } match ? match.Groups["what"].Value : null;

    // Lines of workers begin with the name of their pod. That a login is needed is said by the pages.
    [GeneratedRegex(@"^\S+Z (error ManifestSync|warn  EventRecorder): (?<what>(?!.*: LoginRequired: ).+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
