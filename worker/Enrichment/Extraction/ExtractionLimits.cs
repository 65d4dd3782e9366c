namespace TelegramParser.Worker.Enrichment.Extraction;

/// <summary>
/// Caps that are applied before a tree is built, since building one cannot be aborted. What is beyond a cap is left out and
/// <see cref="ExtractedPage.Truncated"/> is set; it is never an error.
/// </summary>
public sealed record ExtractionLimits
{
    /// <summary>Characters of HTML that are read.</summary>
    public int MaxCharacters { get; init; } = 8_000_000;

    /// <summary>Characters of reduced HTML (text, kept tags, kept attributes) that a tree is built of.</summary>
    public int MaxReducedCharacters { get; init; } = 3_000_000;

    /// <summary>Elements in the tree.</summary>
    public int MaxElements { get; init; } = 60_000;

    /// <summary>Nested elements. Deeper tags are left out, their text stays. It bounds the stack of everything that walks the tree.</summary>
    public int MaxDepth { get; init; } = 200;

    /// <summary>Attributes that are kept of one tag.</summary>
    public int MaxAttributes { get; init; } = 16;

    /// <summary>Characters of one attribute. A longer address is dropped, another value is cut.</summary>
    public int MaxAttributeCharacters { get; init; } = 2_048;

    /// <summary>Characters of all JSON-LD blocks together.</summary>
    public int MaxJsonLdCharacters { get; init; } = 500_000;

    /// <summary>What the worker uses.</summary>
    public static ExtractionLimits Default { get; } = new();
}
