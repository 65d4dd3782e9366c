namespace TelegramParser.Worker.Enrichment.Extraction.Metadata;

/// <summary>Cuts the site's name off a headline.</summary>
internal static class Titles
{
    private static readonly string[] Separators = [" | ", " - ", " — ", " – ", " :: ", " » ", " / ", " · ", " • ", " ‹ ", " « "];

    /// <summary>The headline without the site's name at its end or its beginning.</summary>
    /// <param name="title">The title as the page has it.</param>
    /// <param name="site">The site's name, if it is known.</param>
    /// <param name="heading">The page's first heading: a title that begins with it is that.</param>
    public static string Clean(string title, string? site, string? heading)
    {
        title = Squeeze(title);
        foreach (var separator in Separators)
        {
            var last = title.LastIndexOf(separator, StringComparison.Ordinal);
            if (last <= 0)
                continue;
            var (head, tail) = (title[..last].Trim(), title[(last + separator.Length)..].Trim());
            if (Same(tail, site) || Same(head, heading))
                return Clean(head, site, heading);
            var first = title.IndexOf(separator, StringComparison.Ordinal);
            if (Same(title[..first].Trim(), site))
                return Clean(title[(first + separator.Length)..], site, heading);
        }
        return title;
    }

    /// <summary>A line with single spaces.</summary>
    public static string Squeeze(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool Same(string part, string? other) =>
        other is { Length: > 0 } && part.Length > 0 && (string.Equals(part, other, StringComparison.OrdinalIgnoreCase)
            || part.Length <= 40 && Letters(part) is { Length: > 2 } letters && (letters == Letters(other)));

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
