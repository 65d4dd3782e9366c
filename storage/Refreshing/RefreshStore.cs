using Npgsql;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Refreshing;

/// <summary>
/// What a refresh of stored posts needs besides storing pages. Every write throws <see cref="LeaseLostException"/>, and
/// stores nothing, when the lease is not held.
/// </summary>
public sealed class RefreshStore(NpgsqlDataSource database)
{
    /// <summary>The channels of a user's active subscriptions.</summary>
    public Task<IReadOnlyList<RefreshState>> ListAsync(long userId, CancellationToken cancellation) =>
        database.ListAsync(
            $"""
            SELECT user_channels.chat_id, user_channels.created_at, user_channels.refreshed_at
            FROM subscriptions JOIN user_channels USING (user_id, chat_id)
            WHERE user_id = {userId} AND subscriptions.active
            """,
            RefreshState.Read,
            cancellation);

    /// <summary>The ids of the stored posts since an instant that are not known as deleted; null when there is none.</summary>
    public Task<IdRange?> RangeAsync(long userId, long chatId, DateTimeOffset since, CancellationToken cancellation) =>
        database.FirstAsync(
            $"""
            SELECT min(message_id) AS low, max(message_id) AS high FROM posts
            WHERE user_id = {userId} AND chat_id = {chatId} AND date >= {since} AND deleted_at IS NULL
            HAVING count(*) > 0
            """,
            row => new IdRange(row.Get<long>("low"), row.Get<long>("high")),
            cancellation);

    /// <summary>The ids of the stored posts of a range that are not known as deleted.</summary>
    public Task<IReadOnlyList<long>> IdsAsync(long userId, long chatId, IdRange range, CancellationToken cancellation) =>
        database.ListAsync(
            $"""
            SELECT message_id FROM posts
            WHERE user_id = {userId} AND chat_id = {chatId} AND message_id BETWEEN {range.Low} AND {range.High}
              AND deleted_at IS NULL
            """,
            row => row.Get<long>("message_id"),
            cancellation);

    /// <summary>Marks posts of which the server has said that they do not exist. The posts stay readable.</summary>
    /// <returns>How many were not marked before.</returns>
    public Task<int> MarkDeletedAsync(
        LeaseToken token, long chatId, IReadOnlyList<long> messageIds, DateTimeOffset now, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                $"""
                WITH marked AS (
                    UPDATE posts SET deleted_at = {now}, updated_at = now()
                    WHERE user_id = {token.UserId} AND chat_id = {chatId} AND message_id = ANY ({messageIds.ToArray()})
                      AND deleted_at IS NULL
                    RETURNING id
                )
                SELECT count(*)::integer AS marked FROM marked
                """,
            ],
            async reader => (await reader.ListAsync(row => row.Get<int>("marked"), cancellation))[0],
            cancellation);

    /// <summary>Records that all posts of the window have been read again.</summary>
    /// <param name="token">The lease.</param>
    /// <param name="chatId">The channel.</param>
    /// <param name="startedAt">When that reading began.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task FinishAsync(LeaseToken token, long chatId, DateTimeOffset startedAt, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                $"""
                UPDATE user_channels SET refreshed_at = {startedAt}
                WHERE user_id = {token.UserId} AND chat_id = {chatId}
                """,
            ],
            cancellation);
}
