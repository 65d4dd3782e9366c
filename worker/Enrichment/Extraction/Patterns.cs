using System.Text.RegularExpressions;

namespace TelegramParser.Worker.Enrichment.Extraction;

/// <summary>
/// What the extraction's regular expressions have in common. They are compiled with the worker: the engine that never backtracks holds 45 MB for
/// the same patterns (it keeps what it has computed of each pair of characters). So each has to be such that no text of a page makes it slow:
/// repetitions are bounded, atomic or cannot begin where another ends, or the text is short.
/// </summary>
internal static class Patterns
{
    /// <summary>Options of all.</summary>
    public const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>After so long a match is given up, and the page with it: a net, for what was overlooked.</summary>
    public const int TimeoutMilliseconds = 30_000;
}
