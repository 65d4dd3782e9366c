namespace TelegramParser.Worker.Enrichment.Extraction.Reduction;

/// <summary>A page as <see cref="HtmlReducer"/> leaves it.</summary>
/// <param name="Html">Well nested HTML of bounded size and depth.</param>
/// <param name="JsonLd">The page's JSON-LD blocks, as text.</param>
/// <param name="BaseAddress">What its addresses are relative to, if it says so.</param>
/// <param name="Truncated">Whether a limit left something out.</param>
internal sealed record ReducedHtml(string Html, IReadOnlyList<string> JsonLd, string? BaseAddress, bool Truncated);
