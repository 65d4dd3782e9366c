using Npgsql;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Outbox;

/// <summary>
/// Hands new posts to the outbox, after they are stored: nothing of it is in the transactions that store posts.
/// </summary>
public sealed class PostOutboxStore(NpgsqlDataSource database)
{
    /// <summary>New posts of some subscription that somebody is to be told of; null when there are none.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="limit">Most posts.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<NewPosts?> NextAsync(long userId, int limit, CancellationToken cancellation)
    {
        var rows = await database.ListAsync(
            $"""
            SELECT source.*, post.*
            FROM (
                SELECT subscriptions.id AS subscription_id, name, chat_id AS channel_id, title, username, notified_id, cursor
                FROM subscriptions JOIN user_channels USING (user_id, chat_id) JOIN channels USING (chat_id)
                WHERE user_id = {userId} AND active AND notified_id < cursor
                ORDER BY subscriptions.id LIMIT 1
            ) AS source
            LEFT JOIN LATERAL (
                SELECT {NewPost.Columns},
                       ARRAY(SELECT url FROM links WHERE post_id = posts.id GROUP BY url ORDER BY min(position)) AS urls
                FROM posts
                WHERE user_id = {userId} AND chat_id = source.channel_id AND message_id > notified_id AND message_id <= cursor
                  AND kind = 'message' AND deleted_at IS NULL
                ORDER BY message_id LIMIT {limit}
            ) AS post ON true
            ORDER BY post.message_id
            """,
            row => (Source: ReadSource(row), Post: row.Get<long?>("id") is null ? null : NewPost.Read(row)),
            cancellation);
        return rows.Count == 0 ? null : rows[0].Source with { Posts = [.. rows.Select(row => row.Post).OfType<NewPost>()] };
    }

    /// <summary>Stores an event and that posts were handed over up to a message; nothing when somebody else has moved that meanwhile.</summary>
    /// <param name="token">The lease.</param>
    /// <param name="posts">The posts.</param>
    /// <param name="upTo">Message id up to which they were handed over.</param>
    /// <param name="told">The event; null when there is nothing to tell.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="LeaseLostException">The lease is not held; nothing was stored.</exception>
    public Task HandOverAsync(LeaseToken token, NewPosts posts, long upTo, OutboxEvent? told, CancellationToken cancellation)
    {
        Statement moved =
            $"""
            UPDATE subscriptions SET notified_id = {upTo}
            WHERE id = {posts.SubscriptionId} AND user_id = {token.UserId} AND chat_id = {posts.ChatId} AND notified_id = {posts.From}
            """;
        return database.WriteAsync(token, [told is null ? moved : OutboxStatements.Insert(token.UserId, told, moved)], cancellation);
    }

    private static NewPosts ReadSource(NpgsqlDataReader row) => new(
        row.Get<long>("subscription_id"), row.Get<string>("name"), row.Get<long>("channel_id"), row.Get<string>("title"),
        row.Get<string?>("username"), row.Get<long>("notified_id"), row.Get<long>("cursor"), []);
}
