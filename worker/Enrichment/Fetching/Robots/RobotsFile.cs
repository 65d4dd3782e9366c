using System.Globalization;

namespace TelegramParser.Worker.Enrichment.Fetching.Robots;

/// <summary>A <c>robots.txt</c>, as RFC 9309 reads it.</summary>
internal sealed class RobotsFile
{
    /// <summary>Bytes that are read of a file; what is beyond counts as not there (RFC 9309, 2.5).</summary>
    public const int MaxBytes = 512_000;

    /// <summary>Redirects that are followed, to other hosts, too (RFC 9309, 2.3.1.2).</summary>
    public const int MaxRedirects = 5;

    private readonly List<Group> _groups;

    private RobotsFile(List<Group> groups) => _groups = groups;

    /// <summary>Reads a file. Whatever it holds, there is a result: what is not understood is passed over.</summary>
    public static RobotsFile Parse(string text)
    {
        var groups = new List<Group>();
        var namesEnded = true;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var comment = line.IndexOf('#');
            var content = (comment < 0 ? line : line[..comment]).Trim();
            var colon = content.IndexOf(':');
            if (colon < 0)
                continue;
            var key = content[..colon].Trim();
            var value = content[(colon + 1)..].Trim().ToString();
            if (Is(key, "user-agent") || Is(key, "useragent") || Is(key, "user agent"))
            {
                if (namesEnded)
                    groups.Add(new Group());
                groups[^1].Names.Add(ProductToken(value));
                namesEnded = false;
                continue;
            }
            if (groups.Count == 0)
                continue;
            if (Is(key, "allow") || Is(key, "disallow"))
            {
                namesEnded = true;
                if (value.Length > 0)
                    groups[^1].Rules.Add(new RobotsRule(value, Is(key, "allow")));
            }
            else if (Is(key, "crawl-delay"))
            {
                namesEnded = true;
                groups[^1].Delay ??= Delay(value);
            }
        }
        return new RobotsFile(groups);
    }

    /// <summary>What the file says to a robot: all groups of its name together, or those of <c>*</c> when it has none.</summary>
    /// <param name="productToken">The robot's name, such as <see cref="FetcherOptions.RobotsToken"/>.</param>
    public RobotsRules For(string productToken)
    {
        var own = _groups.Where(group => group.Names.Contains(productToken, StringComparer.OrdinalIgnoreCase)).ToList();
        var groups = own.Count > 0 ? own : [.. _groups.Where(group => group.Names.Contains("*", StringComparer.Ordinal))];
        return new RobotsRules([.. groups.SelectMany(group => group.Rules)], groups.Select(group => group.Delay).Max());
    }

    private static bool Is(ReadOnlySpan<char> key, string name) => key.Equals(name, StringComparison.OrdinalIgnoreCase);

    // A version behind the name is no part of it.
    private static string ProductToken(string value)
    {
        if (value.StartsWith('*'))
            return "*";
        var end = 0;
        while (end < value.Length && (char.IsAsciiLetterOrDigit(value[end]) || value[end] is '-' or '_'))
            end++;
        return value[..end];
    }

    private static TimeSpan? Delay(string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 86_400
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private sealed class Group
    {
        public HashSet<string> Names { get; } = new(StringComparer.OrdinalIgnoreCase);

        public List<RobotsRule> Rules { get; } = [];

        public TimeSpan? Delay { get; set; }
    }
}
