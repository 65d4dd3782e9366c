namespace TelegramParser.Worker.Enrichment.Extraction;

/// <summary>What <see cref="ArticleExtractor"/> has found in a page. Texts are never null: empty means that the page has none.</summary>
public sealed record ExtractedPage
{
    /// <summary>Whether the page is an article. Without one (a front page, a login form, an application's shell) the texts are empty.</summary>
    public required bool HasArticle { get; init; }

    /// <summary>The main text: blocks separated by an empty line, rows and list items by a line feed. Without captions and addresses.</summary>
    public required string Text { get; init; }

    /// <summary>The same as CommonMark with GitHub's tables, and with images, captions and absolute links.</summary>
    public required string Markdown { get; init; }

    /// <summary>The headline, without the site's name.</summary>
    public string? Title { get; init; }

    /// <summary>Names of the authors, separated by commas, without "By".</summary>
    public string? Byline { get; init; }

    /// <summary>When the page says that it was first published. A day without a time is midnight UTC, a time without an offset is taken as UTC.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The site's name as it calls itself.</summary>
    public string? SiteName { get; init; }

    /// <summary>BCP 47 tag as the page declares it, such as <c>ru</c> or <c>en-GB</c>.</summary>
    public string? Language { get; init; }

    /// <summary>The summary that the page gives of itself.</summary>
    public string? Description { get; init; }

    /// <summary>The address that the page calls its own: absolute, http or https.</summary>
    public Uri? CanonicalUrl { get; init; }

    /// <summary>The image that stands for the page: absolute, http or https.</summary>
    public Uri? LeadImage { get; init; }

    /// <summary>Whether the page was larger than <see cref="ExtractionLimits"/> and only a part of it was read.</summary>
    public bool Truncated { get; init; }
}
