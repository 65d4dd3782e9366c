using Npgsql;
using TelegramParser.Storage.Outbox;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>A notification as the REST API shows it.</summary>
/// <param name="Id">Number of the row.</param>
/// <param name="Source">The resource that asked for it.</param>
/// <param name="Target">One of <see cref="NotificationTargets"/>.</param>
/// <param name="Event">Type of the event.</param>
/// <param name="State">One of <see cref="NotificationStates"/>.</param>
/// <param name="Attempts">Tries that have failed.</param>
/// <param name="DueAt">When it is tried next.</param>
/// <param name="LastError">Why the last try failed.</param>
/// <param name="CreatedAt">When the event was noticed.</param>
/// <param name="EndedAt">When it was delivered, or given up.</param>
public sealed record NotificationRow(
    long Id,
    NotificationSource Source,
    string Target,
    string Event,
    string State,
    int Attempts,
    DateTimeOffset? DueAt,
    string? LastError,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt);

/// <summary>Notifications for the REST API, and having them tried again.</summary>
public sealed class NotificationQueries(NpgsqlDataSource database)
{
    /// <summary>A user's notifications, newest first.</summary>
    /// <param name="userId">A user of the installation.</param>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="before">Only those with a lower number; null for the newest.</param>
    /// <param name="limit">Most notifications.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<IReadOnlyList<NotificationRow>> ListAsync(
        long userId, string? state, long? before, int limit, CancellationToken cancellation)
    {
        Statement inState = state is null ? Statement.Empty : $"AND state = {state}";
        Statement isBefore = before is null ? Statement.Empty : $"AND id < {before}";
        return database.ListAsync(
            $"""
            SELECT id, source_kind, source_name, target, event, state, attempts, due_at, last_error, created_at, ended_at
            FROM notifications WHERE user_id = {userId} {inState} {isBefore} ORDER BY id DESC LIMIT {limit}
            """,
            row => new NotificationRow(
                row.Get<long>("id"),
                new NotificationSource(row.Get<string>("source_kind"), row.Get<string>("source_name")),
                row.Get<string>("target"),
                row.Get<string>("event"),
                row.Get<string>("state"),
                row.Get<int>("attempts"),
                row.Get<DateTimeOffset?>("due_at"),
                row.Get<string?>("last_error"),
                row.Get<DateTimeOffset>("created_at"),
                row.Get<DateTimeOffset?>("ended_at")),
            cancellation);
    }

    /// <summary>Whether a user has a notification with this number.</summary>
    public Task<bool> ExistsAsync(long userId, long id, CancellationToken cancellation) =>
        database.FirstAsync(
            $"SELECT EXISTS (SELECT FROM notifications WHERE user_id = {userId} AND id = {id}) AS found", row => row.Get<bool>("found"), cancellation);

    /// <summary>Makes what was given up due as if it had never been tried, and what waits due now.</summary>
    /// <param name="userId">A user of the installation.</param>
    /// <param name="id">Only this one; null for all.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>How many there are.</returns>
    public Task<int> RetryAsync(long userId, long? id, CancellationToken cancellation)
    {
        Statement isIt = id is null ? Statement.Empty : $"AND id = {id}";
        // Due since it was made: the worker's clock decides, and that instant has passed by any.
        return database.ExecuteAsync(
            $"""
            UPDATE notifications
            SET state = 'queued', due_at = created_at, attempts = 0, first_tried_at = NULL, ended_at = NULL
            WHERE user_id = {userId} AND state IN ('queued', 'dead') {isIt}
            """,
            cancellation);
    }
}
