using System.Collections.Frozen;

namespace TelegramParser.Worker.Enrichment.Extraction.Content;

/// <summary>What elements are to a reader.</summary>
internal static class Tags
{
    private static readonly FrozenSet<string> Inline = new[]
    {
        "", "span", "a", "b", "i", "em", "strong", "code", "kbd", "samp", "sub", "sup", "del", "s", "q", "cite", "time", "label", "button",
        "br", "wbr", "img",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the node stands in a line of text.</summary>
    public static bool IsInline(PageNode node) => Inline.Contains(node.Tag);

    /// <summary>Whether the element stands in a line of text.</summary>
    public static bool IsInline(string tag) => Inline.Contains(tag);

    /// <summary>Whether the element is a heading.</summary>
    public static bool IsHeading(string tag) => tag.Length == 2 && tag[0] == 'h' && tag[1] is >= '1' and <= '6';
}
