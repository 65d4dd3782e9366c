using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Enrichment;

/// <summary>
/// The queue of pages, shared by all workers. What is taken is a host's turn, not a page: so a host is asked by one worker at a time.
/// A turn that its worker does not end runs out by the database's clock, and the page is anybody's again.
/// </summary>
public sealed class PageQueueStore(NpgsqlDataSource database)
{
    /// <summary>Takes the turn of the host with the page that is wanted most: the one of the newest post.</summary>
    /// <param name="userId">The user whose worker takes it.</param>
    /// <param name="duration">How long the turn lasts when it is not ended.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Null when no page is due at a host that is free.</returns>
    public async Task<PageTurn?> TakeTurnAsync(long userId, TimeSpan duration, CancellationToken cancellation)
    {
        var turn = await database.FirstAsync(
            $"""
            UPDATE page_hosts SET turn = turn + 1, taken_by = {userId}, free_at = clock_timestamp() + {duration}
            WHERE host = (
                SELECT host FROM page_hosts WHERE next_at <= clock_timestamp()
                ORDER BY wanted_at DESC LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)
            RETURNING host, turn, robots_text, robots_reason, robots_message, robots_unreachable_since, robots_until,
                      robots_until - clock_timestamp() AS robots_remaining
            """,
            row => new PageTurn(row.Get<string>("host"), row.Get<long>("turn"), ReadRobots(row), Page: null),
            cancellation);
        // A statement of its own: one that has waited for the host's row does not see what was committed with it.
        return turn is null ? null : turn with
        {
            Page = await database.FirstAsync(
                $"""
                SELECT id, coalesce(at_url, url) AS url, provider, redirects, attempts, etag, last_modified FROM pages
                WHERE at_host = {turn.Host} AND due_at <= clock_timestamp() ORDER BY wanted_at DESC LIMIT 1
                """,
                row => new QueuedPage(
                    row.Get<long>("id"), row.Get<string>("url"), row.Get<string>("provider"), row.Get<int>("redirects"),
                    row.Get<int>("attempts"), row.Get<string?>("etag"), row.Get<string?>("last_modified")),
                cancellation),
        };
    }

    /// <summary>How long it is until a host can be asked for a page that is due; null when no page waits. Not negative.</summary>
    public async Task<TimeSpan?> NextDueAsync(CancellationToken cancellation) => await database.FirstAsync(
        $"""
        SELECT greatest(next_at - clock_timestamp(), interval '0') AS wait FROM page_hosts
        WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 1
        """,
        row => row.Get<TimeSpan?>("wait"),
        cancellation);

    /// <summary>
    /// Ends the turns that a user's worker has taken: at its start, when those are of a process that has ended without storing anything.
    /// </summary>
    public Task ReleaseAllAsync(long userId, CancellationToken cancellation) => database.ExecuteAsync(
        $"UPDATE page_hosts SET taken_by = NULL, turn = turn + 1, free_at = clock_timestamp() WHERE taken_by = {userId}", cancellation);

    /// <summary>Deletes pages that no post links to any more.</summary>
    /// <returns>Whether there may be more to look at.</returns>
    public async Task<bool> DeleteUnlinkedAsync(CancellationToken cancellation)
    {
        const int most = 100;
        return await database.FirstAsync($"SELECT delete_unlinked_pages({most}) AS entries", row => row.Get<int>("entries"), cancellation) == most;
    }

    private static HostRobots? ReadRobots(NpgsqlDataReader row) => row.Get<DateTimeOffset?>("robots_until") is not { } until ? null : new HostRobots(
        row.Get<string?>("robots_text"), row.Get<string?>("robots_reason"), row.Get<string?>("robots_message"),
        row.Get<DateTimeOffset?>("robots_unreachable_since"), until, row.Get<TimeSpan>("robots_remaining"));
}
