using Npgsql;
using TelegramParser.Contracts.Workers;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Statements;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.Storage.Monitoring;

/// <summary>
/// A user's group monitors and what they have found. Every write throws <see cref="LeaseLostException"/>, and stores nothing, when
/// the lease is not held.
/// </summary>
public sealed class MonitorStore(NpgsqlDataSource database)
{
    /// <summary>
    /// Makes the given monitors the active ones. One that comes back goes on from its cursor; one whose group is written
    /// differently now is to be resolved anew.
    /// </summary>
    /// <returns>The active monitors, by name.</returns>
    public Task<IReadOnlyList<MonitorRow>> SyncAsync(
        LeaseToken token, IReadOnlyList<MonitorSettings> monitors, CancellationToken cancellation)
    {
        var names = monitors.Select(monitor => monitor.Name).ToArray();
        return database.WriteAsync(
            token,
            [
                SubscriptionStore.LockUser(token),
                $"UPDATE group_monitors SET active = false WHERE user_id = {token.UserId} AND active AND name <> ALL ({names})",
                $"""
                INSERT INTO group_monitors AS known (user_id, name, group_name, suspended)
                SELECT {token.UserId}, given.name, given.group_name, given.suspended
                FROM unnest({names}, {monitors.Select(monitor => monitor.Group).ToArray()},
                            {monitors.Select(monitor => monitor.Suspend).ToArray()}) AS given (name, group_name, suspended)
                ON CONFLICT (user_id, name) DO UPDATE
                SET active = true, suspended = excluded.suspended, group_name = excluded.group_name,
                    chat_id = CASE WHEN known.group_name = excluded.group_name THEN known.chat_id END,
                    cursor = CASE WHEN known.group_name = excluded.group_name THEN known.cursor END,
                    reason = CASE WHEN known.group_name = excluded.group_name THEN known.reason END,
                    message = CASE WHEN known.group_name = excluded.group_name THEN known.message END,
                    examined_at = CASE WHEN known.group_name = excluded.group_name THEN known.examined_at END
                WHERE (known.active, known.suspended, known.group_name)
                      IS DISTINCT FROM (true, excluded.suspended, excluded.group_name)
                """,
                $"SELECT {MonitorRow.Columns} FROM group_monitors WHERE user_id = {token.UserId} AND active ORDER BY name",
            ],
            async reader =>
            {
                await reader.NextResultAsync(cancellation);
                return await reader.ListAsync(MonitorRow.Read, cancellation);
            },
            cancellation);
    }

    /// <summary>Pins the group that a monitor was resolved to.</summary>
    /// <param name="token">The lease.</param>
    /// <param name="monitorId">A monitor of the lease's user.</param>
    /// <param name="writtenAs">What the monitor called the group when it was resolved.</param>
    /// <param name="group">The group.</param>
    /// <param name="initialCursor">Where examining begins when the monitor was not for this group before.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The cursor; null when the monitor is for something else by now.</returns>
    public Task<long?> PinAsync(
        LeaseToken token, long monitorId, string writtenAs, ChannelRow group, long initialCursor, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                SubscriptionStore.Upsert(group),
                $"""
                UPDATE group_monitors
                SET chat_id = {group.ChatId},
                    cursor = CASE WHEN chat_id = {group.ChatId} THEN coalesce(cursor, {initialCursor}) ELSE {initialCursor} END
                WHERE id = {monitorId} AND user_id = {token.UserId} AND group_name = {writtenAs} AND active
                RETURNING cursor
                """,
            ],
            async reader => (await reader.ListAsync(row => row.Get<long?>("cursor"), cancellation)).FirstOrDefault(),
            cancellation);

    /// <summary>Stores mentions with their context, and moves the cursor over what was examined: all or nothing. Doing it again changes nothing.</summary>
    public Task<StoredMentions> StoreAsync(LeaseToken token, ExaminedMessages examined, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                MentionStatements.Lock(token, examined),
                MentionStatements.Add(token, examined),
                examined.Following.Count == 0 ? Statement.Nothing : MentionStatements.Follow(examined),
                examined.Cursor is { } cursor ? MentionStatements.Move(token, examined, cursor) : Statement.Nothing,
                MentionStatements.Waits(examined),
            ],
            async reader =>
            {
                await reader.NextResultAsync(cancellation);
                var added = await reader.ListAndMoveOnAsync(row => row.Get<long>("message_id"), cancellation);
                while (reader.FieldCount == 0)
                    await reader.NextResultAsync(cancellation);
                return new StoredMentions(added, (await reader.ListAsync(row => row.Get<bool>("waits"), cancellation))[0]);
            },
            cancellation);

    /// <summary>Records that everything up to the group's head was examined.</summary>
    public Task RecordExaminedAsync(LeaseToken token, long monitorId, DateTimeOffset at, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                $"""
                UPDATE group_monitors SET examined_at = {at}, reason = NULL, message = NULL
                WHERE id = {monitorId} AND user_id = {token.UserId}
                """,
            ],
            cancellation);

    /// <summary>Records why a group is not watched.</summary>
    public Task RecordFailureAsync(LeaseToken token, long monitorId, string reason, string message, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                $"""
                UPDATE group_monitors SET reason = {reason}, message = {message}
                WHERE id = {monitorId} AND user_id = {token.UserId}
                """,
            ],
            cancellation);
}
