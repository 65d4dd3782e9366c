using Npgsql;
using TelegramParser.Contracts.Workers;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Subscriptions;

/// <summary>
/// A user's subscriptions and channels. Every write with a token throws <see cref="LeaseLostException"/>, and stores
/// nothing, when the lease is not held.
/// </summary>
public sealed class SubscriptionStore(NpgsqlDataSource database)
{
    /// <summary>Makes the given subscriptions the active ones; where the channel's text has changed, it is to be resolved anew.</summary>
    /// <returns>The active subscriptions, by name.</returns>
    public Task<IReadOnlyList<SubscriptionRow>> SyncAsync(
        LeaseToken token, IReadOnlyList<SubscriptionSettings> subscriptions, CancellationToken cancellation)
    {
        var names = subscriptions.Select(subscription => subscription.Name).ToArray();
        var telling = subscriptions.Where(subscription => subscription.Notify is not null).Select(subscription => subscription.Name).ToArray();
        Statement given =
            $"""
            unnest({names}, {subscriptions.Select(subscription => subscription.Channel).ToArray()},
                   {subscriptions.Select(subscription => subscription.Suspend).ToArray()}) AS given (name, channel, suspended)
            """;
        return database.WriteAsync(
            token,
            [
                LockUser(token),
                $"""
                UPDATE subscriptions SET active = false, next_run_at = NULL
                WHERE user_id = {token.UserId} AND active AND name <> ALL ({names})
                """,
                $"""
                UPDATE subscriptions
                SET channel = given.channel, chat_id = NULL, reason = NULL, message = NULL, last_run_at = NULL,
                    last_success_at = NULL, next_run_at = NULL, failures = 0
                FROM {given}
                WHERE user_id = {token.UserId} AND subscriptions.name = given.name AND subscriptions.channel <> given.channel
                """,
                // One that comes back keeps its pin, unless another took the channel meanwhile or comes back with it.
                $"""
                UPDATE subscriptions
                SET active = true,
                    suspended = given.suspended,
                    chat_id = CASE WHEN subscriptions.active OR NOT EXISTS (
                        SELECT FROM subscriptions AS other
                        WHERE other.user_id = {token.UserId} AND other.chat_id = subscriptions.chat_id
                          AND other.id <> subscriptions.id AND other.name = ANY ({names})) THEN subscriptions.chat_id END
                FROM {given}
                WHERE user_id = {token.UserId} AND subscriptions.name = given.name
                  AND (subscriptions.active, subscriptions.suspended) IS DISTINCT FROM (true, given.suspended)
                """,
                $"""
                INSERT INTO subscriptions (user_id, name, channel, suspended)
                SELECT {token.UserId}, given.name, given.channel, given.suspended
                FROM {given}
                WHERE NOT EXISTS (SELECT FROM subscriptions WHERE user_id = {token.UserId} AND name = given.name)
                """,
                // Who is first to be told hears of nothing that is stored already.
                $"""
                UPDATE subscriptions SET notified_id = marked.notified_id
                FROM (SELECT id, CASE WHEN active AND name = ANY ({telling}) THEN
                          CASE WHEN chat_id IS NULL THEN 0 ELSE coalesce(notified_id, cursor) END END AS notified_id
                      FROM subscriptions LEFT JOIN user_channels USING (user_id, chat_id)
                      WHERE user_id = {token.UserId}) AS marked
                WHERE subscriptions.id = marked.id AND subscriptions.notified_id IS DISTINCT FROM marked.notified_id
                """,
                $"""
                SELECT {SubscriptionRow.Columns} FROM subscriptions WHERE user_id = {token.UserId} AND active ORDER BY name
                """,
            ],
            async reader =>
            {
                await reader.NextResultAsync(cancellation);
                return await reader.ListAsync(SubscriptionRow.Read, cancellation);
            },
            cancellation);
    }

    /// <summary>Pins the channel that a subscription was resolved to.</summary>
    /// <param name="token">The lease.</param>
    /// <param name="subscriptionId">A subscription of the lease's user.</param>
    /// <param name="writtenAs">What the subscription called the channel when it was resolved.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="initialCursor">Where reading starts when this user has never read the channel.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<ChannelPin> PinChannelAsync(
        LeaseToken token, long subscriptionId, string writtenAs, ChannelRow channel, long initialCursor, CancellationToken cancellation)
    {
        Statement other =
            $"""
            FROM subscriptions AS other
            WHERE other.user_id = {token.UserId} AND other.chat_id = {channel.ChatId} AND other.active
              AND other.id <> {subscriptionId}
            """;
        return database.WriteAsync<ChannelPin>(
            token,
            [
                LockUser(token),
                Upsert(channel),
                $"""
                INSERT INTO user_channels (user_id, chat_id, cursor)
                VALUES ({token.UserId}, {channel.ChatId}, {initialCursor})
                ON CONFLICT DO NOTHING
                """,
                $"""
                UPDATE subscriptions
                SET chat_id = {channel.ChatId},
                    notified_id = CASE WHEN chat_id IS DISTINCT FROM {channel.ChatId} AND notified_id IS NOT NULL THEN (
                        SELECT cursor FROM user_channels WHERE user_id = {token.UserId} AND chat_id = {channel.ChatId}) ELSE notified_id END
                WHERE id = {subscriptionId} AND user_id = {token.UserId} AND channel = {writtenAs} AND NOT EXISTS (SELECT {other})
                """,
                $"SELECT channel FROM subscriptions WHERE id = {subscriptionId} AND user_id = {token.UserId}",
                $"SELECT other.name {other}",
                $"""
                SELECT {UserChannelRow.Columns} FROM user_channels
                WHERE user_id = {token.UserId} AND chat_id = {channel.ChatId}
                """,
            ],
            async reader =>
            {
                await reader.NextResultAsync(cancellation);
                var written = await reader.ListAndMoveOnAsync(row => row.Get<string>("channel"), cancellation);
                var others = await reader.ListAndMoveOnAsync(row => row.Get<string>("name"), cancellation);
                var channels = await reader.ListAsync(UserChannelRow.Read, cancellation);
                if (written is not [var now] || !string.Equals(now, writtenAs, StringComparison.Ordinal))
                    return new ChannelPin.Superseded();
                return others.Count == 0 ? new ChannelPin.Pinned(channels[0]) : new ChannelPin.DuplicateOf(others[0]);
            },
            cancellation);
    }

    /// <summary>The username that a channel had when it was last read; null when it had none.</summary>
    public Task<string?> GetUsernameAsync(long chatId, CancellationToken cancellation) =>
        database.FirstAsync(
            $"SELECT username FROM channels WHERE chat_id = {chatId}", row => row.Get<string?>("username"), cancellation);

    /// <summary>Records a channel's title, username and size as they are now.</summary>
    public Task UpdateChannelAsync(LeaseToken token, ChannelRow channel, CancellationToken cancellation) =>
        database.WriteAsync(token, [Upsert(channel)], cancellation);

    /// <summary>Records how a parse went.</summary>
    public Task RecordOutcomeAsync(
        LeaseToken token, long subscriptionId, SubscriptionOutcome outcome, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                $"""
                UPDATE subscriptions
                SET reason = {outcome.Reason}, message = {outcome.Message}, last_run_at = {outcome.StartedAt},
                    last_success_at = CASE WHEN {outcome.Succeeded} THEN {outcome.FinishedAt} ELSE last_success_at END,
                    next_run_at = {outcome.NextRunAt},
                    failures = CASE WHEN {outcome.Succeeded} THEN 0 ELSE failures + 1 END
                WHERE id = {subscriptionId} AND user_id = {token.UserId}
                """,
            ],
            cancellation);

    /// <summary>How far a user has read a channel; null when never.</summary>
    public Task<UserChannelRow?> GetUserChannelAsync(long userId, long chatId, CancellationToken cancellation) =>
        database.FirstAsync(
            $"SELECT {UserChannelRow.Columns} FROM user_channels WHERE user_id = {userId} AND chat_id = {chatId}",
            UserChannelRow.Read,
            cancellation);

    /// <summary>One after another where several subscriptions of a user are looked at together.</summary>
    internal static Statement LockUser(LeaseToken token) => $"SELECT id FROM users WHERE id = {token.UserId} FOR NO KEY UPDATE";

    internal static Statement Upsert(ChannelRow channel) =>
        $"""
        INSERT INTO channels (chat_id, title, username, kind, member_count)
        VALUES ({channel.ChatId}, {channel.Title}, {channel.Username}, {channel.Kind}, {channel.MemberCount})
        ON CONFLICT (chat_id) DO UPDATE
        SET title = excluded.title, username = excluded.username, kind = excluded.kind,
            member_count = coalesce(excluded.member_count, channels.member_count), updated_at = now()
        WHERE (channels.title, channels.username, channels.kind) IS DISTINCT FROM
              (excluded.title, excluded.username, excluded.kind)
           OR channels.member_count IS DISTINCT FROM coalesce(excluded.member_count, channels.member_count)
        """;
}
