using System.Collections.Frozen;

namespace TelegramParser.Worker.Enrichment.Extraction.Reduction;

/// <summary>The attributes that are kept.</summary>
internal static class AttributeRules
{
    /// <summary>Attributes that hold an address or several, which is of no use in part.</summary>
    private static readonly FrozenSet<string> Addresses = Set("href src srcset data-src data-srcset data-original data-lazy-src data-url");

    private static readonly FrozenSet<string> Kept = Set("id class alt title rel itemprop itemtype role lang datetime content name property charset "
        + "hidden aria-hidden start http-equiv data-component data-testid data-type data-module data-block data-nosnippet");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> IsAddress = Addresses.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> IsKept = Kept.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The name and value to keep of an attribute; false to leave it out.</summary>
    public static bool Keep(ReadOnlySpan<char> name, ReadOnlySpan<char> value, int limit, out string kept, out ReadOnlySpan<char> text)
    {
        text = value;
        if (IsAddress.TryGetValue(name, out kept!))
            return value.Length > 0 && value.Length <= limit && !value.StartsWith("data:", StringComparison.OrdinalIgnoreCase);
        if (name.Equals("style", StringComparison.OrdinalIgnoreCase))
        {
            kept = "hidden";
            text = default;
            return Hides(value);
        }
        if (!IsKept.TryGetValue(name, out kept!))
            return false;
        if (text.Length > limit)
            text = text[..limit];
        return true;
    }

    private static bool Hides(ReadOnlySpan<char> style) => Declares(style, "display", "none") || Declares(style, "visibility", "hidden");

    private static bool Declares(ReadOnlySpan<char> style, string property, string value)
    {
        var at = style.IndexOf(property, StringComparison.OrdinalIgnoreCase);
        if (at < 0 || at > 0 && style[at - 1] is not (';' or ' ' or '\t' or '\n'))
            return false;
        var rest = style[(at + property.Length)..].TrimStart();
        return rest.StartsWith(":") && rest[1..].TrimStart().StartsWith(value, StringComparison.OrdinalIgnoreCase);
    }

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
