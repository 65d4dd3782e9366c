using Npgsql;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Outbox;

/// <summary>
/// A user's notifications that wait to be delivered. Only the user's own worker delivers them; times are the worker's. Every write throws
/// <see cref="LeaseLostException"/>, and stores nothing, when the lease is not held.
/// </summary>
public sealed class OutboxStore(NpgsqlDataSource database)
{
    private static readonly Fragment Columns = new("id, source_kind, source_name, event, event_key, attempts, first_tried_at, due_at");

    /// <summary>The next notification of each source, those that are due the longest first; of what is not due yet, without payload.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="target">One of <see cref="NotificationTargets"/>.</param>
    /// <param name="sources">The sources that are asked for.</param>
    /// <param name="now">What is due by then has its payload.</param>
    /// <param name="limit">Most notifications.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<IReadOnlyList<QueuedNotification>> NextAsync(
        long userId, string target, IReadOnlyCollection<NotificationSource> sources, DateTimeOffset now, int limit, CancellationToken cancellation) =>
        database.ListAsync(
            $"""
            SELECT next.*
            FROM {Unnest(sources)}
            CROSS JOIN LATERAL (
                SELECT {Columns}, CASE WHEN due_at <= {now} THEN payload END AS payload
                FROM notifications
                WHERE user_id = {userId} AND target = {target} AND source_kind = source.kind AND source_name = source.name AND state = 'queued'
                ORDER BY due_at, id LIMIT 1
            ) AS next
            ORDER BY next.due_at, next.id
            LIMIT {limit}
            """,
            Read,
            cancellation);

    /// <summary>What is due for a target, in the order in which it happened.</summary>
    public Task<IReadOnlyList<QueuedNotification>> ListDueAsync(
        long userId, string target, DateTimeOffset now, int limit, CancellationToken cancellation) =>
        database.ListAsync(
            $"""
            SELECT {Columns}, payload FROM notifications
            WHERE user_id = {userId} AND target = {target} AND state = 'queued' AND due_at <= {now}
            ORDER BY id LIMIT {limit}
            """,
            Read,
            cancellation);

    /// <summary>When the next notification for a target is due; null when none waits.</summary>
    public Task<DateTimeOffset?> NextDueAsync(long userId, string target, CancellationToken cancellation) =>
        database.FirstAsync(
            $"SELECT min(due_at) AS due_at FROM notifications WHERE user_id = {userId} AND target = {target} AND state = 'queued'",
            row => row.Get<DateTimeOffset?>("due_at"),
            cancellation);

    /// <summary>Records that notifications were taken.</summary>
    public Task DeliveredAsync(LeaseToken token, IReadOnlyCollection<long> ids, DateTimeOffset at, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                $"""
                UPDATE notifications
                SET state = 'delivered', due_at = NULL, last_error = NULL, ended_at = {at}, first_tried_at = coalesce(first_tried_at, {at})
                WHERE id = ANY ({ids.ToArray()}) AND user_id = {token.UserId} AND state = 'queued'
                """,
            ],
            cancellation);

    /// <summary>Records that notifications were not taken.</summary>
    public Task FailedAsync(LeaseToken token, IReadOnlyCollection<long> ids, FailedTry failure, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                $"""
                UPDATE notifications
                SET state = CASE WHEN {failure.RetryAt}::timestamptz IS NULL THEN 'dead' ELSE 'queued' END, due_at = {failure.RetryAt},
                    attempts = attempts + 1, first_tried_at = coalesce(first_tried_at, {failure.At}), last_error = {failure.Error},
                    ended_at = CASE WHEN {failure.RetryAt}::timestamptz IS NULL THEN {failure.At}::timestamptz END
                WHERE id = ANY ({ids.ToArray()}) AND user_id = {token.UserId} AND state = 'queued'
                """,
            ],
            cancellation);

    /// <summary>Makes everything of a source due now: its target takes notifications again.</summary>
    public Task HastenAsync(LeaseToken token, NotificationSource source, string target, DateTimeOffset now, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                $"""
                UPDATE notifications SET due_at = {now}
                WHERE user_id = {token.UserId} AND target = {target} AND source_kind = {source.Kind} AND source_name = {source.Name}
                  AND state = 'queued' AND due_at > {now}
                """,
            ],
            cancellation);

    /// <summary>Makes everything of a target due now: a person has changed something.</summary>
    public Task HastenAllAsync(LeaseToken token, string target, DateTimeOffset now, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [$"UPDATE notifications SET due_at = {now} WHERE user_id = {token.UserId} AND target = {target} AND state = 'queued' AND due_at > {now}"],
            cancellation);

    /// <summary>Gives up what waits for somebody who is not to be told any more.</summary>
    /// <param name="token">The lease.</param>
    /// <param name="target">One of <see cref="NotificationTargets"/>.</param>
    /// <param name="sources">The sources that still ask for it.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task AbandonAsync(
        LeaseToken token, string target, IReadOnlyCollection<NotificationSource> sources, DateTimeOffset at, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                $"""
                UPDATE notifications SET state = 'dead', due_at = NULL, ended_at = {at}, last_error = 'The resource does not ask for it any more.'
                WHERE user_id = {token.UserId} AND target = {target} AND state = 'queued'
                  AND (source_kind, source_name) NOT IN (SELECT kind, name FROM {Unnest(sources)})
                """,
            ],
            cancellation);

    /// <summary>How many notifications of a user wait, and since when.</summary>
    public async Task<OutboxDepth> GetDepthAsync(long userId, CancellationToken cancellation) =>
        (await database.FirstAsync(
            $"SELECT count(*) AS queued, min(created_at) AS oldest_at FROM notifications WHERE user_id = {userId} AND state = 'queued'",
            row => new OutboxDepth(row.Get<long>("queued"), row.Get<DateTimeOffset?>("oldest_at")),
            cancellation))!;

    /// <summary>Deletes the oldest of those that ended before an instant.</summary>
    /// <returns>Whether there may be more.</returns>
    public Task<bool> PruneAsync(LeaseToken token, DateTimeOffset endedBefore, int most, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                $"""
                WITH gone AS (
                    DELETE FROM notifications
                    WHERE id = ANY (ARRAY(
                        SELECT id FROM notifications
                        WHERE user_id = {token.UserId} AND state IN ('delivered', 'dead') AND ended_at < {endedBefore}
                        ORDER BY id LIMIT {most}))
                    RETURNING id)
                SELECT count(*) AS gone FROM gone
                """,
            ],
            async reader => (await reader.ListAsync(row => row.Get<long>("gone"), cancellation))[0] == most,
            cancellation);

    private static Statement Unnest(IReadOnlyCollection<NotificationSource> sources) =>
        $"unnest({sources.Select(source => source.Kind).ToArray()}, {sources.Select(source => source.Name).ToArray()}) AS source (kind, name)";

    private static QueuedNotification Read(NpgsqlDataReader row) => new(
        row.Get<long>("id"),
        new NotificationSource(row.Get<string>("source_kind"), row.Get<string>("source_name")),
        row.Get<string>("event"),
        row.Get<string>("event_key"),
        row.Get<string?>("payload"),
        row.Get<int>("attempts"),
        row.Get<DateTimeOffset?>("first_tried_at"),
        row.Get<DateTimeOffset>("due_at"));
}
