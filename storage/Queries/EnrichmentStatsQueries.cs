using Npgsql;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>How many pages have come to one end.</summary>
/// <param name="State"><c>queued</c>, <c>fetched</c>, <c>unsupported</c> or <c>failed</c>.</param>
/// <param name="Reason">Why the last try failed; null when it did not.</param>
/// <param name="Pages">How many.</param>
public sealed record PageCount(string State, string? Reason, long Pages);

/// <summary>The pages that wait.</summary>
/// <param name="Waiting">Pages that will be asked for, now or later.</param>
/// <param name="Due">Those that could be asked for now.</param>
/// <param name="OldestDueAt">Since when the oldest of these is due; null when none is.</param>
public sealed record PageQueueState(long Waiting, long Due, DateTimeOffset? OldestDueAt);

/// <summary>What became of the links of a user's posts of the last 24 hours.</summary>
public sealed record UserLinkStats
{
    /// <summary>The user's number.</summary>
    public required long UserId { get; init; }

    /// <summary>The user's resource.</summary>
    public required UserKey User { get; init; }

    /// <summary>Posts, of whatever age, whose links were not looked at yet.</summary>
    public required long UnfollowedPosts { get; init; }

    /// <summary>Links.</summary>
    public required long Links { get; init; }

    /// <summary>Links that are not followed.</summary>
    public required long Skipped { get; init; }

    /// <summary>Links that were not looked at yet, and those whose pages have no outcome yet.</summary>
    public required long Pending { get; init; }

    /// <summary>Links to pages that were fetched.</summary>
    public required long Fetched { get; init; }

    /// <summary>Links to what is no HTML.</summary>
    public required long Unsupported { get; init; }

    /// <summary>Links to pages that could not be fetched.</summary>
    public required long Failed { get; init; }

    internal static UserLinkStats Read(NpgsqlDataReader row) => new()
    {
        UserId = row.Get<long>("id"),
        User = UserKey.Read(row),
        UnfollowedPosts = row.Get<long>("unfollowed"),
        Links = row.Get<long>("links"),
        Skipped = row.Get<long>("skipped"),
        Pending = row.Get<long>("pending"),
        Fetched = row.Get<long>("fetched"),
        Unsupported = row.Get<long>("unsupported"),
        Failed = row.Get<long>("failed"),
    };
}

/// <summary>All counts of enrichment.</summary>
/// <param name="Pages">Pages of the database, by outcome.</param>
/// <param name="Queue">Those that wait.</param>
/// <param name="Users">Users of the installation.</param>
public sealed record EnrichmentStats(IReadOnlyList<PageCount> Pages, PageQueueState Queue, IReadOnlyList<UserLinkStats> Users);

/// <summary>Counts pages and links.</summary>
public sealed class EnrichmentStatsQueries(NpgsqlDataSource database)
{
    /// <summary>
    /// The counts now. Those of pages are of the whole database, since pages are shared by the installations that it holds; those of
    /// the realm's users are of their newest posts, since counting all would read all.
    /// </summary>
    public async Task<EnrichmentStats> ReadAsync(Realm realm, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var batch = database.Batch(
            $"SELECT state, reason, count(*) AS pages FROM pages GROUP BY state, reason ORDER BY state, reason NULLS FIRST",
            SelectQueue(now),
            $"""
            SELECT users.id, users.installation, users.namespace, users.name, waiting.unfollowed, recent.*
            FROM users
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(cardinality(post_ids)), 0)::bigint AS unfollowed
                FROM unfollowed_posts WHERE unfollowed_posts.user_id = users.id) AS waiting
            CROSS JOIN LATERAL (
                SELECT count(*) AS links,
                       count(links.skip) AS skipped,
                       count(*) FILTER (WHERE links.skip IS NULL AND coalesce(pages.state, 'queued') = 'queued') AS pending,
                       count(*) FILTER (WHERE pages.state = 'fetched') AS fetched,
                       count(*) FILTER (WHERE pages.state = 'unsupported') AS unsupported,
                       count(*) FILTER (WHERE pages.state = 'failed') AS failed
                FROM posts JOIN links ON links.post_id = posts.id LEFT JOIN pages ON pages.id = links.page_id
                WHERE posts.user_id = users.id AND posts.date > {now.AddDays(-1)} AND posts.date <= {now}) AS recent
            WHERE {realm.Users} AND users.orphaned_at IS NULL
            ORDER BY users.id
            """);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var pages = await reader.ListAndMoveOnAsync(
            row => new PageCount(row.Get<string>("state"), row.Get<string?>("reason"), row.Get<long>("pages")), cancellation);
        var queue = await reader.ListAndMoveOnAsync(ReadQueue, cancellation);
        return new EnrichmentStats(pages, queue[0], await reader.ListAsync(UserLinkStats.Read, cancellation));
    }

    /// <summary>The pages of the whole database that wait now.</summary>
    public async Task<PageQueueState> ReadQueueAsync(DateTimeOffset now, CancellationToken cancellation) =>
        (await database.ListAsync(SelectQueue(now), ReadQueue, cancellation))[0];

    private static Statement SelectQueue(DateTimeOffset now) =>
        $"""
        SELECT count(*) AS waiting, count(*) FILTER (WHERE due_at <= {now}) AS due, min(due_at) FILTER (WHERE due_at <= {now}) AS oldest
        FROM pages WHERE due_at IS NOT NULL
        """;

    private static PageQueueState ReadQueue(NpgsqlDataReader row) =>
        new(row.Get<long>("waiting"), row.Get<long>("due"), row.Get<DateTimeOffset?>("oldest"));
}
