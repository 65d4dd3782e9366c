using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Runs;

/// <summary>
/// The record of parses: a run is one request, for one user or many; a parse is one reading of one channel, in a run or on
/// schedule. Every write with a token throws <see cref="LeaseLostException"/>, and stores nothing, when the lease is not held.
/// </summary>
public sealed class RunStore(NpgsqlDataSource database)
{
    /// <summary>Records a request, before the workers are asked.</summary>
    /// <param name="installation">Name of the installation.</param>
    /// <param name="scope">One of <see cref="RunScope"/>.</param>
    /// <param name="trigger">One of <see cref="ParseTrigger"/>.</param>
    /// <param name="requestedBy">Who asked, for people to read.</param>
    /// <param name="userIds">The users that will parse. A run without any has ended.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The run's number.</returns>
    public async Task<long> CreateRunAsync(
        string installation,
        string scope,
        string trigger,
        string? requestedBy,
        IReadOnlyCollection<long> userIds,
        CancellationToken cancellation) =>
        await database.FirstAsync(
            $"""
            WITH run AS (
                INSERT INTO parse_runs (installation, scope, trigger, requested_by, finished_at)
                VALUES ({installation}, {scope}, {trigger}, {requestedBy},
                        CASE WHEN {userIds.Count} = 0 THEN now() END)
                RETURNING id
            ),
            members AS (
                INSERT INTO parse_run_users (run_id, user_id)
                SELECT run.id, user_id FROM run, unnest({userIds.Distinct().ToArray()}) AS user_id
            )
            SELECT id FROM run
            """,
            row => row.Get<long>("id"),
            cancellation);

    /// <summary>Records that a worker has begun its part of a run.</summary>
    public Task StartUserRunAsync(LeaseToken token, long runId, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                $"""
                UPDATE parse_run_users SET status = {ParseStatus.Running}, started_at = now(), finished_at = NULL
                WHERE run_id = {runId} AND user_id = {token.UserId}
                """,
            ],
            cancellation);

    /// <summary>Records the end of a worker's part of a run; the last part ends the run.</summary>
    public Task FinishUserRunAsync(
        LeaseToken token, long runId, string status, long postsAdded, string? error, CancellationToken cancellation) =>
        database.WriteAsync(token, Finish(runId, token.UserId, status, postsAdded, error), cancellation);

    /// <summary>Records that a worker could not be asked to do its part of a run; the last part ends the run.</summary>
    public async Task FailUserRunAsync(long runId, long userId, string error, CancellationToken cancellation)
    {
        await using var batch = database.Batch(Finish(runId, userId, ParseStatus.Failed, postsAdded: 0, error));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Records the start of a parse.</summary>
    /// <returns>The parse's number.</returns>
    public Task<long> StartParseAsync(
        LeaseToken token, long subscriptionId, long? chatId, string trigger, long? runId, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                // A run that has been pruned meanwhile is no reason not to parse.
                $"""
                INSERT INTO parses (run_id, user_id, subscription_id, chat_id, trigger)
                VALUES ((SELECT id FROM parse_runs WHERE id = {runId}), {token.UserId}, {subscriptionId}, {chatId}, {trigger})
                RETURNING id
                """,
            ],
            async reader => (await reader.ListAsync(row => row.Get<long>("id"), cancellation))[0],
            cancellation);

    /// <summary>Records the end of a parse.</summary>
    public Task FinishParseAsync(
        LeaseToken token,
        long parseId,
        string status,
        long postsAdded,
        string? reason,
        string? error,
        long? chatId,
        CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                $"""
                UPDATE parses
                SET status = {status}, posts_added = {postsAdded}, reason = {reason}, error = {error},
                    chat_id = coalesce({chatId}, chat_id), finished_at = now()
                WHERE id = {parseId} AND user_id = {token.UserId}
                """,
            ],
            cancellation);

    /// <summary>Ends what an earlier worker of this user has left unfinished; called when a worker starts.</summary>
    public Task InterruptUnfinishedAsync(LeaseToken token, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                $"""
                UPDATE parses SET status = {ParseStatus.Interrupted}, finished_at = now()
                WHERE user_id = {token.UserId} AND finished_at IS NULL
                """,
                $"""
                SELECT id FROM parse_runs
                WHERE finished_at IS NULL AND id IN (SELECT run_id FROM parse_run_users WHERE user_id = {token.UserId})
                ORDER BY id FOR UPDATE
                """,
                $"""
                UPDATE parse_run_users SET status = {ParseStatus.Interrupted}, finished_at = now()
                WHERE user_id = {token.UserId} AND finished_at IS NULL
                """,
                $"""
                UPDATE parse_runs SET finished_at = now()
                WHERE id IN (SELECT run_id FROM parse_run_users WHERE user_id = {token.UserId}) AND {HasEnded}
                """,
            ],
            cancellation);

    /// <summary>Deletes the user's parses and runs that started longer ago than <paramref name="keep"/>.</summary>
    public Task PruneAsync(LeaseToken token, TimeSpan keep, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                $"DELETE FROM parses WHERE user_id = {token.UserId} AND started_at < now() - {keep}",
                $"""
                DELETE FROM parse_runs
                WHERE started_at < now() - {keep}
                  AND id IN (SELECT run_id FROM parse_run_users WHERE user_id = {token.UserId})
                """,
            ],
            cancellation);

    private static readonly Fragment HasEnded = new(
        """
        finished_at IS NULL AND NOT EXISTS (
            SELECT FROM parse_run_users AS part WHERE part.run_id = parse_runs.id AND part.finished_at IS NULL)
        """);

    // The run's row is locked first: of two parts that end at once, the second must see the first.
    private static Statement[] Finish(long runId, long userId, string status, long postsAdded, string? error) =>
    [
        $"SELECT id FROM parse_runs WHERE id = {runId} FOR UPDATE",
        $"""
        UPDATE parse_run_users
        SET status = {status}, posts_added = {postsAdded}, error = {error}, finished_at = now()
        WHERE run_id = {runId} AND user_id = {userId}
        """,
        $"UPDATE parse_runs SET finished_at = now() WHERE id = {runId} AND {HasEnded}",
    ];
}
