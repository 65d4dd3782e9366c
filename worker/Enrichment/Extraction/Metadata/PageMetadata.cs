namespace TelegramParser.Worker.Enrichment.Extraction.Metadata;

/// <summary>What a page says of itself.</summary>
/// <param name="Title">As <see cref="ExtractedPage.Title"/>.</param>
/// <param name="Byline">As <see cref="ExtractedPage.Byline"/>.</param>
/// <param name="PublishedAt">As <see cref="ExtractedPage.PublishedAt"/>.</param>
/// <param name="SiteName">As <see cref="ExtractedPage.SiteName"/>.</param>
/// <param name="Language">As it is declared.</param>
/// <param name="Description">As <see cref="ExtractedPage.Description"/>.</param>
/// <param name="CanonicalUrl">As <see cref="ExtractedPage.CanonicalUrl"/>.</param>
/// <param name="LeadImage">As it is declared.</param>
/// <param name="DeclaresArticle">Whether the page calls itself an article.</param>
/// <param name="Body">The article's text that the page gives to machines; null if it gives none.</param>
internal sealed record PageMetadata(
    string? Title,
    string? Byline,
    DateTimeOffset? PublishedAt,
    string? SiteName,
    string? Language,
    string? Description,
    Uri? CanonicalUrl,
    Uri? LeadImage,
    bool DeclaresArticle,
    string? Body);
