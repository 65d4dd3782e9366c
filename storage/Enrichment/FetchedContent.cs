namespace TelegramParser.Storage.Enrichment;

/// <summary>What a page holds. Texts of any content can be stored: what Postgres refuses is replaced.</summary>
public sealed record FetchedContent
{
    /// <summary>Where it was found after all redirects.</summary>
    public required string FinalUrl { get; init; }

    /// <summary>Who has read it.</summary>
    public required string FetchedBy { get; init; }

    /// <summary>Whether it is an article.</summary>
    public required bool HasArticle { get; init; }

    /// <summary>The article as text; empty when there is none.</summary>
    public required string Text { get; init; }

    /// <summary>The article as Markdown; empty when there is none.</summary>
    public required string Markdown { get; init; }

    /// <summary>Only a part of the page was read.</summary>
    public bool Truncated { get; init; }

    /// <summary>What the server tells the version apart by.</summary>
    public PageVersion Version { get; init; } = new(null, null);

    /// <summary>The encoding that it was read in.</summary>
    public string? Charset { get; init; }

    /// <summary>Headline.</summary>
    public string? Title { get; init; }

    /// <summary>Authors.</summary>
    public string? Byline { get; init; }

    /// <summary>When the page says that it was published.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The site's name.</summary>
    public string? Site { get; init; }

    /// <summary>BCP 47 tag.</summary>
    public string? Language { get; init; }

    /// <summary>The page's summary of itself.</summary>
    public string? Description { get; init; }

    /// <summary>The address that the page calls its own.</summary>
    public string? CanonicalUrl { get; init; }

    /// <summary>The image that stands for the page.</summary>
    public string? LeadImage { get; init; }
}

/// <summary>What a server tells a page's versions apart by.</summary>
/// <param name="ETag">Its <c>ETag</c>.</param>
/// <param name="LastModified">Its <c>Last-Modified</c>.</param>
public sealed record PageVersion(string? ETag, string? LastModified);
