using Npgsql;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Enrichment;

/// <summary>Gives links of stored posts their pages. Only the user's own worker does, behind the fence.</summary>
public sealed class LinkFollowStore(NpgsqlDataSource database)
{
    /// <summary>The newest entry of posts that wait; null when none does.</summary>
    public async Task<UnfollowedPosts?> NextAsync(long userId, CancellationToken cancellation)
    {
        var rows = await database.ListAsync(
            $"""
            SELECT entry.id AS entry, posts.id AS post_id, posts.chat_id, posts.date,
                   links.position, links.url, links.kind, links.page_id IS NOT NULL AS has_page, links.skip
            FROM (SELECT id, post_ids FROM unfollowed_posts WHERE user_id = {userId} ORDER BY user_id DESC, id DESC LIMIT 1) AS entry
            LEFT JOIN (posts JOIN links ON links.post_id = posts.id) ON posts.id = ANY (entry.post_ids)
            ORDER BY posts.id, links.position
            """,
            row => (Entry: row.Get<long>("entry"), Link: row.Get<long?>("post_id") is null ? null : ReadLink(row)),
            cancellation);
        return rows.Count == 0 ? null : new UnfollowedPosts(
            rows[0].Entry,
            [.. rows.Select(row => row.Link).OfType<LinkRow>().GroupBy(link => (link.PostId, link.ChatId, link.Date))
                .Select(post => new PostLinks(post.Key.PostId, post.Key.ChatId, post.Key.Date, [.. post.Select(row => row.Link)]))]);
    }

    /// <summary>
    /// Stores what was decided about the links of an entry's posts, queues pages that are new, or were checked too long ago, and
    /// drops the entry. A link that was edited in the meantime is left alone: it has an entry of its own.
    /// </summary>
    /// <param name="token">The lease of the posts' user.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="links">The links whose page or skip is new.</param>
    /// <param name="refreshAfter">Age from which a known page, or redirect, is asked for again.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="LeaseLostException">The lease is not held; nothing was stored.</exception>
    public Task SaveAsync(
        LeaseToken token, long entry, IReadOnlyList<FollowedLink> links, TimeSpan refreshAfter, CancellationToken cancellation) =>
        database.WriteAsync(token, [.. links.Count == 0 ? [] : Save(links, refreshAfter), $"DELETE FROM unfollowed_posts WHERE id = {entry}"], cancellation);

    private static Statement[] Save(IReadOnlyList<FollowedLink> links, TimeSpan refreshAfter)
    {
        var pages = links.Select(link => link.Page).OfType<LinkedPage>().ToList();
        Statement linked =
            $"""
            (SELECT url, sha256(convert_to(url, 'UTF8')) AS url_hash, host, provider, max(wanted_at) AS wanted_at
             FROM unnest({Column(pages, page => page.Url)}, {Column(pages, page => page.Host)}, {Column(pages, page => page.Provider)},
                         {Column(pages, page => page.WantedAt.ToUniversalTime())}) AS linked (url, host, provider, wanted_at)
             GROUP BY url, host, provider) AS linked
            """;
        return
        [
            // Hosts before pages, each in its order: as everything does that locks both.
            $"""
            INSERT INTO page_hosts (host, wanted_at)
            SELECT host, max(wanted_at) FROM {linked} GROUP BY host ORDER BY host
            ON CONFLICT (host) DO UPDATE SET wanted_at = greatest(page_hosts.wanted_at, excluded.wanted_at)
            """,
            $"""
            INSERT INTO pages AS page (url, url_hash, host, at_host, provider, wanted_at)
            SELECT url, url_hash, host, host, provider, wanted_at FROM {linked} {Known(refreshAfter)}
            WHERE known.id IS NOT NULL OR alias.page_id IS NULL
            ORDER BY url_hash, provider
            ON CONFLICT (url_hash, provider) DO UPDATE
            SET wanted_at = greatest(page.wanted_at, excluded.wanted_at),
                (state, attempts, due_at) = (
                    SELECT CASE WHEN is_old AND page.state = 'failed' THEN 'queued' ELSE page.state END,
                           CASE WHEN is_old THEN 0 ELSE page.attempts END,
                           CASE WHEN is_old THEN now() ELSE page.due_at END
                    FROM (SELECT page.due_at IS NULL AND page.checked_at < now() - {refreshAfter} AS is_old) AS age)
            """,
            $"""
            UPDATE page_hosts SET due_at = least(page_hosts.due_at, waiting.due_at)
            FROM (SELECT at_host, min(due_at) AS due_at
                  FROM pages JOIN {linked} USING (url_hash, provider) WHERE pages.due_at IS NOT NULL GROUP BY at_host) AS waiting
            WHERE page_hosts.host = waiting.at_host AND page_hosts.host = ANY ({Column(pages, page => page.Host)})
              AND page_hosts.due_at IS DISTINCT FROM least(page_hosts.due_at, waiting.due_at)
            """,
            $"""
            WITH followed AS (
                SELECT post_id, position, linked.url, skip, coalesce(known.id, alias.page_id) AS page_id
                FROM unnest({Column(links, link => link.PostId)}, {Column(links, link => link.Position)}, {Column(links, link => link.Url)},
                            {Column(links, link => link.Skip)}, {Column(links, link => link.Page?.Url)}, {Column(links, link => link.Page?.Provider)})
                     AS given (post_id, position, url, skip, page_url, provider)
                CROSS JOIN LATERAL (SELECT given.url, given.provider, sha256(convert_to(page_url, 'UTF8')) AS url_hash) AS linked
                {Known(refreshAfter)}
            ),
            noted AS (
                INSERT INTO unlinked_pages (page_ids)
                SELECT array_agg(DISTINCT links.page_id)
                FROM links JOIN followed USING (post_id, position, url)
                WHERE links.page_id IS NOT NULL AND links.page_id IS DISTINCT FROM followed.page_id
                HAVING count(*) > 0
            )
            UPDATE links SET page_id = followed.page_id, skip = followed.skip FROM followed
            WHERE links.post_id = followed.post_id AND links.position = followed.position AND links.url = followed.url
            """,
        ];
    }

    // The page of a URL, and the one that the URL redirects to. OFFSET 0 has them looked up, however many pages there are.
    private static Statement Known(TimeSpan refreshAfter) =>
        $"""
        LEFT JOIN LATERAL (
            SELECT id FROM pages WHERE pages.url_hash = linked.url_hash AND pages.provider = linked.provider OFFSET 0) AS known ON true
        LEFT JOIN LATERAL (
            SELECT page_id FROM page_aliases
            WHERE page_aliases.url_hash = linked.url_hash AND page_aliases.provider = linked.provider AND noted_at > now() - {refreshAfter}
            OFFSET 0) AS alias ON true
        """;

    private static LinkRow ReadLink(NpgsqlDataReader row) => new(
        row.Get<long>("post_id"), row.Get<long>("chat_id"), row.Get<DateTimeOffset>("date"),
        new StoredLink(row.Get<int>("position"), row.Get<string>("url"), row.Get<string>("kind"), row.Get<bool>("has_page"), row.Get<string?>("skip")));

    private static T[] Column<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value) => [.. rows.Select(value)];

    private sealed record LinkRow(long PostId, long ChatId, DateTimeOffset Date, StoredLink Link);
}
