using AngleSharp.Dom;

namespace TelegramParser.Worker.Enrichment.Extraction.Content;

/// <summary>
/// The words that a page's authors use for an element, in class, id and attributes for their own tools: <c>relatedPosts</c> and
/// <c>related-posts__list</c> are both <c>related posts (list)</c>. Whole words, so that <c>shareholders</c> is not a share bar.
/// </summary>
internal sealed class NameWords
{
    private const int MostWords = 60;
    private static readonly string[] Sources = ["class", "id", "itemprop", "data-component", "data-testid", "data-type", "data-module", "data-block"];
    private readonly HashSet<string> _words;

    private NameWords(List<string> all)
    {
        All = all;
        _words = new HashSet<string>(all, StringComparer.Ordinal);
    }

    /// <summary>No words.</summary>
    public static NameWords None { get; } = new([]);

    /// <summary>The words in their order, lower case.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>The words of an element's attributes.</summary>
    public static NameWords Of(IElement element)
    {
        List<string>? words = null;
        foreach (var source in Sources)
        {
            if (element.GetAttribute(source) is { Length: > 0 } value)
                Split(value, words ??= []);
        }
        return words is null ? None : new NameWords(words);
    }

    /// <summary>Whether one of the words is in the set.</summary>
    public bool Any(IReadOnlySet<string> words) => _words.Count > 0 && _words.Overlaps(words);

    /// <summary>Whether the word is there.</summary>
    public bool Has(string word) => _words.Contains(word);

    /// <summary>Whether both words are there, one right after the other.</summary>
    public bool Has(string first, string second)
    {
        for (var index = 1; index < All.Count; index++)
        {
            if (All[index] == second && All[index - 1] == first)
                return true;
        }
        return false;
    }

    private static void Split(string value, List<string> words)
    {
        var start = 0;
        for (var at = 0; at <= value.Length && words.Count < MostWords; at++)
        {
            var letter = at < value.Length && char.IsAsciiLetter(value[at]);
            var hump = letter && at > start && char.IsAsciiLetterUpper(value[at]) && char.IsAsciiLetterLower(value[at - 1]);
            if (letter && !hump)
                continue;
            if (at - start > 1)
                words.Add(value[start..at].ToLowerInvariant());
            start = hump ? at : at + 1;
        }
    }
}
