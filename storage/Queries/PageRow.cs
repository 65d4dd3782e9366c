using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>What became of a page.</summary>
public sealed record PageOverview
{
    /// <summary>Number of the row.</summary>
    public required long Id { get; init; }

    /// <summary>Its address, normalised.</summary>
    public required string Url { get; init; }

    /// <summary>The provider that is asked for it.</summary>
    public required string Provider { get; init; }

    /// <summary><c>queued</c>, <c>fetched</c>, <c>unsupported</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>Why the last try failed; null when it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>The same in words.</summary>
    public string? Message { get; init; }

    /// <summary>Tries that failed, one after another.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it is asked for next; null when there is nothing to do.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Where it was found after all redirects.</summary>
    public string? FinalUrl { get; init; }

    /// <summary>What it is, when it is no HTML.</summary>
    public string? ContentType { get; init; }

    /// <summary>Bytes of what is no HTML, as its server says.</summary>
    public long? Size { get; init; }

    /// <summary>Whether it is an article; null while it has no content.</summary>
    public bool? HasArticle { get; init; }

    /// <summary>Headline.</summary>
    public string? Title { get; init; }

    /// <summary>Characters of the article's text.</summary>
    public int? Length { get; init; }

    /// <summary>The provider that gave the content.</summary>
    public string? FetchedBy { get; init; }

    /// <summary>When the content was fetched.</summary>
    public DateTimeOffset? FetchedAt { get; init; }

    /// <summary>When there was an outcome last.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    internal static readonly Fragment Columns = new(
        """
        pages.id, pages.url, pages.provider, pages.state, pages.reason, pages.message, pages.attempts, pages.due_at, pages.final_url,
        pages.content_type, pages.size, pages.has_article, pages.title, pages.length, pages.fetched_by, pages.fetched_at, pages.checked_at
        """);

    internal static PageOverview Read(NpgsqlDataReader row) => new()
    {
        Id = row.Get<long>("id"),
        Url = row.Get<string>("url"),
        Provider = row.Get<string>("provider"),
        State = row.Get<string>("state"),
        Reason = row.Get<string?>("reason"),
        Message = row.Get<string?>("message"),
        Attempts = row.Get<int>("attempts"),
        DueAt = row.Get<DateTimeOffset?>("due_at"),
        FinalUrl = row.Get<string?>("final_url"),
        ContentType = row.Get<string?>("content_type"),
        Size = row.Get<long?>("size"),
        HasArticle = row.Get<bool?>("has_article"),
        Title = row.Get<string?>("title"),
        Length = row.Get<int?>("length"),
        FetchedBy = row.Get<string?>("fetched_by"),
        FetchedAt = row.Get<DateTimeOffset?>("fetched_at"),
        CheckedAt = row.Get<DateTimeOffset?>("checked_at"),
    };
}

/// <summary>A page with what it says of itself and its text.</summary>
public sealed record PageRow
{
    /// <summary>What became of it.</summary>
    public required PageOverview Overview { get; init; }

    /// <summary>The encoding that it was read in.</summary>
    public string? Charset { get; init; }

    /// <summary>Whether only a part of it was read.</summary>
    public bool? Truncated { get; init; }

    /// <summary>Authors.</summary>
    public string? Byline { get; init; }

    /// <summary>When it says that it was published.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The site's name.</summary>
    public string? Site { get; init; }

    /// <summary>BCP 47 tag.</summary>
    public string? Language { get; init; }

    /// <summary>The page's summary of itself.</summary>
    public string? Description { get; init; }

    /// <summary>The address that it calls its own.</summary>
    public string? CanonicalUrl { get; init; }

    /// <summary>The image that stands for it.</summary>
    public string? LeadImage { get; init; }

    /// <summary>The article as text; empty or null when there is none.</summary>
    public string? Text { get; init; }

    /// <summary>The article as Markdown; empty or null when there is none.</summary>
    public string? Markdown { get; init; }

    internal static readonly Fragment Columns = new(
        PageOverview.Columns.Text + """
        , pages.charset, pages.truncated, pages.byline, pages.published_at, pages.site, pages.language, pages.description,
        pages.canonical_url, pages.lead_image, pages.text, pages.markdown
        """);

    internal static PageRow Read(NpgsqlDataReader row) => new()
    {
        Overview = PageOverview.Read(row),
        Charset = row.Get<string?>("charset"),
        Truncated = row.Get<bool?>("truncated"),
        Byline = row.Get<string?>("byline"),
        PublishedAt = row.Get<DateTimeOffset?>("published_at"),
        Site = row.Get<string?>("site"),
        Language = row.Get<string?>("language"),
        Description = row.Get<string?>("description"),
        CanonicalUrl = row.Get<string?>("canonical_url"),
        LeadImage = row.Get<string?>("lead_image"),
        Text = row.Get<string?>("text"),
        Markdown = row.Get<string?>("markdown"),
    };
}
