using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Enrichment;

/// <summary>Queues pages again that could not be fetched, because a person asks for it.</summary>
public sealed class PageRetryStore(NpgsqlDataSource database)
{
    /// <summary>Queues a page again; its content stays until there is another. Whether the caller may read it is asked before.</summary>
    /// <returns>False when it is being asked for just now, on another host.</returns>
    public async Task<bool> RetryAsync(long pageId, CancellationToken cancellation) =>
        await database.FirstAsync($"SELECT requeue_pages({new[] { pageId }}) AS queued", row => row.Get<int>("queued"), cancellation) > 0;

    /// <summary>Queues the failed pages again that a user's posts link to.</summary>
    /// <returns>How many there are.</returns>
    public Task<int> RetryFailedAsync(long userId, CancellationToken cancellation) => database.FirstAsync(
        $"""
        SELECT requeue_pages(ARRAY(
            SELECT pages.id FROM pages
            -- With a limit, each page is looked up by its links; without, all links may be read to find the user's.
            CROSS JOIN LATERAL (
                SELECT FROM links JOIN posts ON posts.id = links.post_id
                WHERE links.page_id = pages.id AND posts.user_id = {userId}
                LIMIT 1) AS linked
            WHERE pages.state = 'failed'
        )) AS queued
        """,
        row => row.Get<int>("queued"),
        cancellation);
}
