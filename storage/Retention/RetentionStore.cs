using Npgsql;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Retention;

/// <summary>Posts that were removed together.</summary>
/// <param name="ChatId">Their channel.</param>
/// <param name="Posts">How many.</param>
/// <param name="MayBeMore">Whether more of the channel may be too old.</param>
public sealed record RemovedPosts(long ChatId, int Posts, bool MayBeMore);

/// <summary>
/// Removes posts that are older than they are kept, for the operator. What is removed stays removed: <c>retained_since</c> of the channel
/// is raised in the same transaction, before, and nothing older is stored again.
/// </summary>
public sealed class RetentionStore(NpgsqlDataSource database)
{
    /// <summary>Most posts that one transaction removes: with their links, words and versions, some tens of milliseconds.</summary>
    public const int BatchSize = 500;

    private static readonly TimeSpan KeepRecords = TimeSpan.FromDays(400);

    private static readonly Statement StoredDays = $"users.retention_days";

    /// <summary>Records what the resources say; subscriptions that the policy does not name stay as they are.</summary>
    /// <param name="key">The user.</param>
    /// <param name="policy">What the resources say.</param>
    /// <param name="dueAt">When posts are removed next; of no meaning when the policy removes none.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task SetAsync(UserKey key, RetentionPolicy policy, DateTimeOffset dueAt, CancellationToken cancellation)
    {
        await using var batch = database.Batch(
            $"""
            UPDATE users SET retention_days = {policy.Days}::integer, retention_due_at = {(policy.RemovesAny ? dueAt : (DateTimeOffset?)null)}::timestamptz
            WHERE {UserStore.Is(key)}
            """,
            $"""
            UPDATE subscriptions SET retention_days = given.days
            FROM users, unnest({policy.BySubscription.Keys.ToArray()}, {policy.BySubscription.Values.ToArray()}) AS given (name, days)
            WHERE {OfUser(key)} AND subscriptions.user_id = users.id AND subscriptions.name = given.name
              AND subscriptions.retention_days IS DISTINCT FROM given.days
            """);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The channels that have posts which are too old, by the policy that was recorded last.</summary>
    public Task<IReadOnlyList<long>> ListAsync(UserKey key, DateTimeOffset now, CancellationToken cancellation) =>
        database.ListAsync(
            $"""
            SELECT chat_id FROM ({RetentionPlan.Of(OfUser(key), StoredDays, now)}) AS plan
            WHERE {HasOldPosts}
            ORDER BY chat_id
            """,
            row => row.Get<long>("chat_id"),
            cancellation);

    /// <summary>Removes a batch of a channel's posts that are too old, the oldest first, and records it.</summary>
    /// <param name="key">The user.</param>
    /// <param name="chatId">The channel.</param>
    /// <param name="runAt">The run that it belongs to: when that was due.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<RemovedPosts> RemoveBatchAsync(
        UserKey key, long chatId, DateTimeOffset runAt, DateTimeOffset now, CancellationToken cancellation)
    {
        Statement plan = RetentionPlan.Of($"{OfUser(key)} AND user_channels.chat_id = {chatId}", StoredDays, now);
        await using var batch = database.Batch(
            // The lock that storing a page takes, too, and takes first.
            $"""
            UPDATE user_channels SET retained_since = greatest(user_channels.retained_since, plan.kept_since)
            FROM ({plan}) AS plan
            WHERE user_channels.user_id = plan.user_id AND user_channels.chat_id = plan.chat_id AND {HasOldPosts}
            """,
            $"""
            WITH plan AS ({plan}),
            old AS (
                SELECT posts.id
                FROM plan CROSS JOIN LATERAL (
                    SELECT id FROM posts
                    WHERE posts.user_id = plan.user_id AND posts.chat_id = plan.chat_id AND posts.date < plan.kept_since
                    ORDER BY date, id LIMIT {BatchSize}) AS posts
            ),
            gone AS (
                DELETE FROM posts WHERE id = ANY (ARRAY(SELECT id FROM old)) RETURNING user_id, chat_id, date
            ),
            counted AS (
                SELECT user_id, chat_id, count(*) AS posts, min(date) AS oldest, max(date) AS newest FROM gone GROUP BY user_id, chat_id
            ),
            totalled AS (
                UPDATE user_channels SET posts_total = posts_total - counted.posts FROM counted
                WHERE user_channels.user_id = counted.user_id AND user_channels.chat_id = counted.chat_id
            ),
            recorded AS (
                INSERT INTO removals (user_id, run_at, chat_id, posts, oldest, newest)
                SELECT user_id, {runAt}, chat_id, posts, oldest, newest FROM counted
                ON CONFLICT (user_id, run_at, chat_id) DO UPDATE
                SET posts = removals.posts + excluded.posts, oldest = least(removals.oldest, excluded.oldest),
                    newest = greatest(removals.newest, excluded.newest), removed_at = now()
            )
            SELECT coalesce(sum(posts), 0)::integer AS posts FROM counted
            """);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var posts = (await reader.ListAsync(row => row.Get<int>("posts"), cancellation))[0];
        return new RemovedPosts(chatId, posts, posts == BatchSize);
    }

    /// <summary>
    /// Ends a run: forgets messages that could not be stored for as long as posts are kept, and records of runs that are old. The next run
    /// is due then.
    /// </summary>
    public async Task FinishAsync(UserKey key, DateTimeOffset now, DateTimeOffset nextDueAt, CancellationToken cancellation)
    {
        await using var batch = database.Batch(
            $"""
            DELETE FROM unstored_messages USING ({RetentionPlan.Of(OfUser(key), StoredDays, now)}) AS plan
            WHERE unstored_messages.user_id = plan.user_id AND unstored_messages.chat_id = plan.chat_id
              AND unstored_messages.first_seen_at < plan.kept_since
            """,
            $"DELETE FROM removals USING users WHERE {OfUser(key)} AND removals.user_id = users.id AND run_at < {now - KeepRecords}",
            $"UPDATE users SET retention_due_at = {nextDueAt} WHERE {UserStore.Is(key)} AND retention_due_at IS NOT NULL");
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static Statement HasOldPosts =>
        $"""
        EXISTS (
            SELECT FROM posts
            WHERE posts.user_id = plan.user_id AND posts.chat_id = plan.chat_id AND posts.date < plan.kept_since)
        """;

    private static Statement OfUser(UserKey key) =>
        $"users.installation = {key.Installation} AND users.namespace = {key.Namespace} AND users.name = {key.Name}";
}
