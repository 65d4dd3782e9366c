using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace TelegramParser.Harness.Workers;

/// <summary>A page in Postgres as the enrichment stage leaves it.</summary>
/// <param name="Url">Its address.</param>
public sealed record SeededPage(string Url)
{
    /// <summary><c>queued</c>, <c>fetched</c>, <c>unsupported</c> or <c>failed</c>.</summary>
    public string State { get; init; } = "fetched";

    /// <summary>Why the last try failed.</summary>
    public string? Reason { get; init; }

    /// <summary>Tries that failed.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is asked for next.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Headline.</summary>
    public string? Title { get; init; }

    /// <summary>The article; null when it is none.</summary>
    public string? Text { get; init; }
}

/// <summary>Writes pages: for tests of what reads them.</summary>
public static class SeededPages
{
    /// <summary>Makes a page.</summary>
    /// <returns>Its number.</returns>
    public static async Task<long> AddPageAsync(this NpgsqlDataSource database, SeededPage page)
    {
        await using var command = database.CreateCommand(
            """
            WITH page AS (
                INSERT INTO pages (
                    url, url_hash, host, provider, state, reason, message, attempts, due_at, wanted_at, at_host, has_article, title, text,
                    markdown, length, final_url, fetched_by, fetched_at, checked_at)
                VALUES ($1, $2, $3, 'Builtin', $4, $5, $5, $6, $7, now(), $3, CASE WHEN $4 = 'fetched' THEN $9::text IS NOT NULL END, $8, $9,
                        '**' || $9 || '**', length($9), $1, CASE WHEN $4 = 'fetched' THEN 'Builtin' END,
                        CASE WHEN $4 = 'fetched' THEN now() END, CASE WHEN $4 <> 'queued' THEN now() END)
                RETURNING id, title, text, at_host, due_at, wanted_at
            ),
            words AS (
                INSERT INTO page_search (page_id, words) SELECT id, post_words(concat_ws(E'\n', title, text)) FROM page
            ),
            hosts AS (
                INSERT INTO page_hosts (host, due_at, wanted_at) SELECT at_host, due_at, wanted_at FROM page ON CONFLICT (host) DO NOTHING
            )
            SELECT id FROM page
            """);
        object?[] values =
        [
            page.Url, SHA256.HashData(Encoding.UTF8.GetBytes(page.Url)), new Uri(page.Url).Host, page.State, page.Reason, page.Attempts,
            page.DueAt, page.Title, page.Text,
        ];
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Gives a link its page, or the reason why it has none.</summary>
    public static async Task FollowAsync(this NpgsqlDataSource database, long postId, int position, long? pageId, string? skip = null)
    {
        await using var command = database.CreateCommand("UPDATE links SET page_id = $3, skip = $4 WHERE post_id = $1 AND position = $2");
        foreach (var value in new object?[] { postId, position, pageId, skip })
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        if (await command.ExecuteNonQueryAsync() != 1)
            throw new InvalidOperationException($"Post {postId} has no link {position}.");
    }
}
