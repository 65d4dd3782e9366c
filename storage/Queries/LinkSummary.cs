using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>What became of the links of one post.</summary>
public sealed record LinkSummary
{
    /// <summary>The post's number.</summary>
    public required long PostId { get; init; }

    /// <summary>All its links.</summary>
    public required int Links { get; init; }

    /// <summary>Links that are not followed.</summary>
    public required int Skipped { get; init; }

    /// <summary>Links that were not looked at yet, and those whose pages have no outcome yet.</summary>
    public required int Pending { get; init; }

    /// <summary>Pages that were fetched.</summary>
    public required int Fetched { get; init; }

    /// <summary>Pages that are no HTML.</summary>
    public required int Unsupported { get; init; }

    /// <summary>Pages that could not be fetched.</summary>
    public required int Failed { get; init; }

    /// <summary>The first page with an article; null when there is none.</summary>
    public long? PageId { get; init; }

    /// <summary>Its title.</summary>
    public string? Title { get; init; }

    /// <summary>The beginning of its text.</summary>
    public string? Beginning { get; init; }

    /// <summary>Characters of its text.</summary>
    public int? Length { get; init; }

    /// <summary>The summaries of posts.</summary>
    /// <param name="posts">Their numbers.</param>
    /// <param name="beginning">Characters of <see cref="Beginning"/>.</param>
    // OFFSET 0 keeps the planner from joining with all pages, which is soon not the least: they are looked up, at most so many as
    // the posts have links. Of the texts, which are long and stored apart, no more is read than is shown.
    internal static Statement Select(IReadOnlyCollection<long> posts, int beginning) =>
        $"""
        SELECT summary.*, article.*
        FROM (
            SELECT links.post_id,
                   count(*)::integer AS links,
                   count(links.skip)::integer AS skipped,
                   count(*) FILTER (WHERE links.skip IS NULL AND coalesce(page.state, 'queued') = 'queued')::integer AS pending,
                   count(*) FILTER (WHERE page.state = 'fetched')::integer AS fetched,
                   count(*) FILTER (WHERE page.state = 'unsupported')::integer AS unsupported,
                   count(*) FILTER (WHERE page.state = 'failed')::integer AS failed,
                   (array_agg(links.page_id ORDER BY links.position) FILTER (WHERE page.has_article))[1] AS page_id
            FROM links
            LEFT JOIN LATERAL (SELECT state, has_article FROM pages WHERE pages.id = links.page_id OFFSET 0) AS page ON true
            WHERE links.post_id = ANY ({posts.ToArray()})
            GROUP BY links.post_id) AS summary
        LEFT JOIN LATERAL (
            SELECT title, left(text, {beginning}) AS beginning, length FROM pages WHERE pages.id = summary.page_id OFFSET 0) AS article ON true
        """;

    internal static LinkSummary Read(NpgsqlDataReader row) => new()
    {
        PostId = row.Get<long>("post_id"),
        Links = row.Get<int>("links"),
        Skipped = row.Get<int>("skipped"),
        Pending = row.Get<int>("pending"),
        Fetched = row.Get<int>("fetched"),
        Unsupported = row.Get<int>("unsupported"),
        Failed = row.Get<int>("failed"),
        PageId = row.Get<long?>("page_id"),
        Title = row.Get<string?>("title"),
        Beginning = row.Get<string?>("beginning"),
        Length = row.Get<int?>("length"),
    };
}
