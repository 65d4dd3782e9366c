using System.Text.RegularExpressions;
using TelegramParser.Worker.Enrichment.Extraction.Content;
using TelegramParser.Worker.Enrichment.Extraction.Writing;

namespace TelegramParser.Worker.Enrichment.Extraction.Metadata;

/// <summary>Finds who wrote a page.</summary>
internal static partial class Bylines
{
    private const int Longest = 120;

    /// <summary>Names that publishing systems give.</summary>
    private static readonly HashSet<string> Nobody = new(["admin", "administrator", "webmaster", "root", "user", "guest", "anonymous", "гость", "администратор"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The author's name in the visible page: what is marked as such, by relation or by name. Null if nothing is.</summary>
    public static string? InPage(PageNode body)
    {
        foreach (var node in body.Subtree())
        {
            if (node.IsText || node.Measures.Text is 0 or > 80)
                continue;
            if ((node.Attribute("rel") == "author" || node.Attribute("itemprop") is "author" or "creator" || IsNamed(node.Words)) && Clean(PlainText.Of(node)) is { } name)
                return name;
        }
        return null;
    }

    /// <summary>A name without "By", a date or an address; null if nothing is left that could be a name.</summary>
    public static string? Clean(string? text)
    {
        if (text is null)
            return null;
        var line = Titles.Squeeze(text.Split('\n', '|')[0]);
        line = Lead().Replace(line, "").Trim(' ', ',', ';', ':', '-', '–', '—', '·', '•');
        return Nobody.Contains(line) || line.Length is < 2 or > Longest || !line.Any(char.IsLetter) || line.Contains("://", StringComparison.Ordinal) || line.Contains('@') || line.Count(char.IsDigit) > 3
            ? null : line;
    }

    private static bool IsNamed(NameWords words) =>
        words.Has("byline") || words.Has("author") || words.Has("authors");

    [GeneratedRegex(@"^\s*((written |posted )?by|von|par|por|автор(ы)?|текст|от автора)\b\s*:?\s*", Patterns.Options, Patterns.TimeoutMilliseconds)]
    private static partial Regex Lead();
}
