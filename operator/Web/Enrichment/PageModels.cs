using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Enrichment;

/// <summary>The links of a post and what became of them.</summary>
/// <param name="PostId">The post's number.</param>
/// <param name="Links">The links, in their order.</param>
public sealed record PostLinks(long PostId, IReadOnlyList<FollowedLink> Links);

/// <summary>A link of a post and what became of it.</summary>
/// <param name="Url">Its address, as the post has it.</param>
/// <param name="Kind">Where it stands: `url` in the text, `text_link` behind words, `button`, `preview`.</param>
/// <param name="Skip">Why it is not followed: `TelegramLink`, `Duplicate`, `OverLimit`, `Disabled`, …; null when it is, or was not looked at yet.</param>
/// <param name="Page">The page that it leads to; null when it is not followed, or was not looked at yet.</param>
public sealed record FollowedLink(string Url, string Kind, string? Skip, PageItem? Page)
{
    internal static FollowedLink Of(LinkRow row) => new(row.Url, row.Kind, row.Skip, row.Page is { } page ? new PageItem(page) : null);
}

/// <summary>What became of a page. A page is shared by all posts that link to it.</summary>
public record PageItem
{
    [SetsRequiredMembers]
    internal PageItem(PageOverview page)
    {
        Id = page.Id;
        Url = page.Url;
        Provider = page.Provider;
        State = page.State;
        Reason = page.Reason;
        Message = page.Message;
        Attempts = page.Attempts;
        DueAt = page.DueAt;
        FinalUrl = page.FinalUrl;
        ContentType = page.ContentType;
        Size = page.Size;
        HasArticle = page.HasArticle;
        Title = page.Title;
        Length = page.Length;
        FetchedBy = page.FetchedBy;
        FetchedAt = page.FetchedAt;
        CheckedAt = page.CheckedAt;
    }

    /// <summary>Number of the page.</summary>
    public long Id { get; }

    /// <summary>Its address, without tracking parameters and the like.</summary>
    public string Url { get; }

    /// <summary>The provider that is asked for it: `Builtin` or `Crawl4AI`.</summary>
    public string Provider { get; }

    /// <summary>`queued`, `fetched`, `unsupported` (no HTML) or `failed` (for good).</summary>
    public string State { get; }

    /// <summary>Why the last try failed: `NotFound`, `TimedOut`, `DisallowedByRobots`, …; null when it did not. A fetched page may have one: it could not be refreshed, and what is here is older.</summary>
    public string? Reason { get; }

    /// <summary>The same in words.</summary>
    public string? Message { get; }

    /// <summary>Tries that failed, one after another.</summary>
    public int Attempts { get; }

    /// <summary>When it is asked for next; null when nothing is planned.</summary>
    public DateTimeOffset? DueAt { get; }

    /// <summary>Where it was found after all redirects.</summary>
    public string? FinalUrl { get; }

    /// <summary>What it is, when it is no HTML.</summary>
    public string? ContentType { get; }

    /// <summary>Bytes of what is no HTML, as its server says.</summary>
    public long? Size { get; }

    /// <summary>Whether it is an article; null while it was not fetched. Front pages, forms and the like are none and have no text.</summary>
    public bool? HasArticle { get; }

    /// <summary>Headline.</summary>
    public string? Title { get; }

    /// <summary>Characters of its text.</summary>
    public int? Length { get; }

    /// <summary>Who has read it; another than `provider` where that one failed.</summary>
    public string? FetchedBy { get; }

    /// <summary>When its content was fetched.</summary>
    public DateTimeOffset? FetchedAt { get; }

    /// <summary>When there was an outcome last.</summary>
    public DateTimeOffset? CheckedAt { get; }
}

/// <summary>A page with what it says of itself and its text.</summary>
public sealed record PageDetail : PageItem
{
    [SetsRequiredMembers]
    internal PageDetail(PageRow page)
        : base(page.Overview)
    {
        Byline = page.Byline;
        PublishedAt = page.PublishedAt;
        Site = page.Site;
        Language = page.Language;
        Description = page.Description;
        CanonicalUrl = page.CanonicalUrl;
        LeadImage = page.LeadImage;
        Charset = page.Charset;
        Truncated = page.Truncated;
        Text = page.Text;
    }

    /// <summary>Authors.</summary>
    [JsonPropertyOrder(1)]
    public string? Byline { get; }

    /// <summary>When the page says that it was published.</summary>
    [JsonPropertyOrder(1)]
    public DateTimeOffset? PublishedAt { get; }

    /// <summary>The site's name as it calls itself.</summary>
    [JsonPropertyOrder(1)]
    public string? Site { get; }

    /// <summary>BCP 47 tag as the page declares it, such as `ru` or `en-GB`.</summary>
    [JsonPropertyOrder(1)]
    public string? Language { get; }

    /// <summary>The page's summary of itself.</summary>
    [JsonPropertyOrder(1)]
    public string? Description { get; }

    /// <summary>The address that the page calls its own.</summary>
    [JsonPropertyOrder(1)]
    public string? CanonicalUrl { get; }

    /// <summary>The image that stands for the page.</summary>
    [JsonPropertyOrder(1)]
    public string? LeadImage { get; }

    /// <summary>The encoding that it was read in.</summary>
    [JsonPropertyOrder(1)]
    public string? Charset { get; }

    /// <summary>Whether the page was too large and only a part of it was read.</summary>
    [JsonPropertyOrder(1)]
    public bool? Truncated { get; }

    /// <summary>The article's text; empty when the page is none, null while it was not fetched.</summary>
    [JsonPropertyOrder(1)]
    public string? Text { get; }
}

/// <summary>Pages that are tried again.</summary>
/// <param name="Queued">How many.</param>
/// <param name="WorkerTold">Whether a worker was told and begins now; else one sees it by itself, within minutes.</param>
public sealed record EnrichmentRetry(int Queued, bool WorkerTold);
