namespace TelegramParser.Worker.Enrichment.Fetching.Robots;

/// <summary>What a site allows one robot.</summary>
/// <param name="Rules">In any order.</param>
/// <param name="CrawlDelay">The time between two requests that it wishes for; no part of the RFC, but widely used.</param>
internal sealed record RobotsRules(IReadOnlyList<RobotsRule> Rules, TimeSpan? CrawlDelay)
{
    /// <summary>What is said of a page that may not be asked for.</summary>
    public const string Refusal = "The site's robots.txt asks not to read this page.";

    /// <summary>May the robot ask for it? The longest rule that matches decides, and of two equally long ones the friendlier.</summary>
    public bool Allows(Uri url)
    {
        var path = PercentEncoding.Normalize(url.PathAndQuery, RobotsRule.Special);
        if (path is "/robots.txt")
            return true;
        var decisive = Rules.Where(rule => rule.Matches(path)).OrderByDescending(rule => rule.Length).ThenByDescending(rule => rule.Allow).FirstOrDefault();
        return decisive is null || decisive.Allow;
    }
}

/// <summary>An <c>Allow</c> or <c>Disallow</c>.</summary>
internal sealed class RobotsRule
{
    /// <summary>Characters with a meaning in rules, which they lose by an escape.</summary>
    public const string Special = "*$";

    private readonly string[] _parts;
    private readonly bool _toTheEnd;

    /// <summary>Reads a rule.</summary>
    /// <param name="pattern">A path, with <c>*</c> for anything and <c>$</c> for the end.</param>
    /// <param name="allow">It is an <c>Allow</c>.</param>
    public RobotsRule(string pattern, bool allow)
    {
        Allow = allow;
        _toTheEnd = pattern.EndsWith('$');
        // What escapes mean is settled within the parts, so that an escaped star is none.
        _parts = [.. (_toTheEnd ? pattern[..^1] : pattern).Split('*').Select(part => PercentEncoding.Normalize(part, Special))];
        Length = _parts.Sum(part => part.Length) + _parts.Length - 1 + (_toTheEnd ? 1 : 0);
    }

    /// <summary>It is an <c>Allow</c>.</summary>
    public bool Allow { get; }

    /// <summary>Octets of the pattern.</summary>
    public int Length { get; }

    /// <summary>The rule is about that path and query, which <see cref="PercentEncoding"/> has normalised.</summary>
    public bool Matches(string path)
    {
        if (!path.StartsWith(_parts[0], StringComparison.Ordinal))
            return false;
        var at = _parts[0].Length;
        if (_parts.Length == 1)
            return !_toTheEnd || at == path.Length;
        // The leftmost place of each part leaves the most for those after it: no way has to be tried twice.
        foreach (var part in _parts.AsSpan(1, _parts.Length - 2))
        {
            var found = path.IndexOf(part, at, StringComparison.Ordinal);
            if (found < 0)
                return false;
            at = found + part.Length;
        }
        var last = _parts[^1];
        return _toTheEnd
            ? path.Length - at >= last.Length && path.EndsWith(last, StringComparison.Ordinal)
            : path.IndexOf(last, at, StringComparison.Ordinal) >= 0;
    }
}
