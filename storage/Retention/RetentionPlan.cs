using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Retention;

/// <summary>What is kept of each channel of a user: one statement for the dry run and for what removes posts.</summary>
internal static class RetentionPlan
{
    /// <summary>
    /// The channels of a user of which posts are removed at some time: <c>user_id</c>, <c>chat_id</c>, <c>days</c> and <c>kept_since</c>,
    /// the instant from which on posts are kept.
    /// </summary>
    /// <remarks>
    /// A channel without a subscription is kept as long as the user says, and no shorter than its former subscription said: who has
    /// removed a subscription by mistake has not asked to lose posts.
    /// </remarks>
    /// <param name="user">Condition on <c>users</c>.</param>
    /// <param name="userDays">Days that the user's posts are kept unless a subscription says otherwise.</param>
    /// <param name="now">The time.</param>
    public static Statement Of(Statement user, Statement userDays, DateTimeOffset now) =>
        $"""
        SELECT user_id, chat_id, days, {now}::timestamptz - make_interval(days => days) AS kept_since
        FROM (
            SELECT user_channels.user_id, user_channels.chat_id,
                   CASE WHEN asked.is_active THEN coalesce(asked.days, {userDays})
                        WHEN {userDays} IS NOT NULL THEN greatest({userDays}, asked.former_days) END AS days
            FROM users
            JOIN user_channels ON user_channels.user_id = users.id
            CROSS JOIN LATERAL (
                SELECT bool_or(active) AS is_active, max(retention_days) FILTER (WHERE active) AS days, max(retention_days) AS former_days
                FROM subscriptions
                WHERE subscriptions.user_id = user_channels.user_id AND subscriptions.chat_id = user_channels.chat_id) AS asked
            WHERE {user}) AS channel
        WHERE days IS NOT NULL
        """;
}
