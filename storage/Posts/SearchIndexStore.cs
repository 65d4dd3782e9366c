using Npgsql;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Posts;

/// <summary>Full text search of stored posts, as far as it is kept up by the user's worker.</summary>
public sealed class SearchIndexStore(NpgsqlDataSource database)
{
    /// <summary>
    /// Indexes posts that were stored or edited, the oldest entries of <c>unindexed_posts</c> first. What ends before its commit is
    /// done again the next time.
    /// </summary>
    /// <remarks>
    /// Behind the fence also for the sake of order: two that index at once could put the words of an older text over those of a newer.
    /// </remarks>
    /// <param name="token">The lease of the posts' user.</param>
    /// <param name="most">Most entries to take, each the posts of one statement.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Whether there may be more.</returns>
    /// <exception cref="LeaseLostException">The lease is not held; nothing was done.</exception>
    public Task<bool> IndexAsync(LeaseToken token, int most, CancellationToken cancellation) => database.WriteAsync(
        token,
        [
            $"""
            WITH taken AS (
                DELETE FROM unindexed_posts
                WHERE id = ANY (ARRAY(
                    SELECT id FROM unindexed_posts WHERE user_id = {token.UserId} ORDER BY user_id, id LIMIT {most}))
                RETURNING post_ids
            ),
            indexed AS (
                INSERT INTO post_search (post_id, user_id, words)
                SELECT posts.id, posts.user_id, post_words(posts.text)
                FROM (SELECT DISTINCT unnest(post_ids) AS id FROM taken) AS waiting JOIN posts ON posts.id = waiting.id
                ON CONFLICT (post_id) DO UPDATE SET words = excluded.words
            )
            SELECT count(*)::integer AS entries FROM taken
            """,
        ],
        async reader => (await reader.ListAsync(row => row.Get<int>("entries"), cancellation)) is [var entries] && entries == most,
        cancellation);
}
