using Npgsql;
using TelegramParser.Storage.Statements;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.Storage.Importing;

/// <summary>
/// Stores what comes from an older system's database. A page of posts, the cursors that it justifies and the import's progress are one
/// transaction.
/// </summary>
/// <remarks>
/// It may run beside the user's worker: each page begins with a lock on the row of the user's lease, which each write of a worker locks,
/// too, so the two take turns; where there is no lease yet, with a lock on the user, which keeps a worker from taking the first. What was parsed stays as it is, and so do cursors that a parse has moved.
/// </remarks>
public sealed class ImportStore(NpgsqlDataSource database)
{
    private const int MostTries = 3;

    /// <summary>Where the import of a user's posts stands; from the first row when it is new, or is to be done again.</summary>
    public async Task<ImportPosition> BeginAsync(string source, long userId, long oldUserId, bool again, CancellationToken cancellation)
    {
        await database.ExecuteAsync(
            $"""
            INSERT INTO imports (source, user_id, old_user_id) VALUES ({source}, {userId}, {oldUserId})
            ON CONFLICT (source, user_id, old_user_id) DO UPDATE
            SET last_id = 0, rows_read = 0, posts_added = 0, rows_joined = 0, rows_unusable = 0, updated_at = now() WHERE {again}
            """,
            cancellation);
        return (await FindAsync(source, userId, oldUserId, cancellation))!;
    }

    /// <summary>Where the import of a user's posts stands; null before it has begun.</summary>
    public Task<ImportPosition?> FindAsync(string source, long userId, long oldUserId, CancellationToken cancellation) => database.FirstAsync(
        $"SELECT last_id FROM imports WHERE source = {source} AND user_id = {userId} AND old_user_id = {oldUserId}",
        row => new ImportPosition(source, userId, oldUserId, row.Get<long>("last_id")),
        cancellation);

    /// <summary>All that an import of a user's posts has brought so far.</summary>
    public async Task<ImportCounts> CountsAsync(ImportPosition position, CancellationToken cancellation) => (await database.FirstAsync(
        $"""
        SELECT rows_read, posts_added, rows_joined, rows_unusable FROM imports
        WHERE source = {position.Source} AND user_id = {position.UserId} AND old_user_id = {position.OldUserId}
        """,
        row => new ImportCounts(row.Get<long>("rows_read"), row.Get<long>("posts_added"), row.Get<long>("rows_joined"), row.Get<long>("rows_unusable")),
        cancellation))!;

    /// <summary>Chat ids of the channels that are known here by their names, which are compared in lower case.</summary>
    public async Task<IReadOnlyDictionary<string, long>> ChatIdsAsync(IReadOnlyCollection<string> usernames, CancellationToken cancellation) =>
        (await database.ListAsync(
            $"SELECT lower(username) AS username, max(chat_id) AS chat_id FROM channels WHERE lower(username) = ANY ({usernames.ToArray()}) GROUP BY 1 HAVING count(*) = 1",
            row => (Username: row.Get<string>("username"), ChatId: row.Get<long>("chat_id")),
            cancellation)).ToDictionary(row => row.Username, row => row.ChatId, StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds channels that are not known; what Telegram has told of others stays.</summary>
    public Task AddChannelsAsync(IReadOnlyList<ChannelRow> channels, CancellationToken cancellation) => database.ExecuteAsync(
        $"""
        INSERT INTO channels (chat_id, title, username, kind)
        SELECT * FROM unnest({Column(channels, channel => channel.ChatId)}, {Column(channels, channel => channel.Title)},
                             {Column(channels, channel => channel.Username)}, {Column(channels, channel => channel.Kind)})
        ON CONFLICT DO NOTHING
        """,
        cancellation);

    /// <summary>Stores a page. What is stored already stays as it is.</summary>
    /// <param name="position">Where the import stands.</param>
    /// <param name="page">What comes next.</param>
    /// <param name="cancellation">Ends the call; the page is stored or it is not.</param>
    /// <returns>Where the import stands then, and what the page has brought.</returns>
    /// <exception cref="ImportConflictException">Another process imports the same; nothing was stored.</exception>
    public async Task<(ImportPosition Position, ImportCounts Counts)> StoreAsync(
        ImportPosition position, ImportPage page, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryStoreAsync(position, page, cancellation);
            }
            catch (PostgresException e) when (attempt < MostTries && e.SqlState
                is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.ForeignKeyViolation)
            {
                // A page of a site that lost its last link meanwhile, or a worker that had not begun when the lock was taken.
            }
        }
    }

    private async Task<(ImportPosition Position, ImportCounts Counts)> TryStoreAsync(
        ImportPosition position, ImportPage page, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var added = await StorePostsAsync(connection, position, page, cancellation);
        var counts = new ImportCounts(page.Rows, added, page.Rows - page.Unusable - added, page.Unusable);
        await using var move = connection.Batch(
            $"""
            UPDATE imports
            SET last_id = {page.To}, rows_read = rows_read + {counts.Rows}, posts_added = posts_added + {counts.Added},
                rows_joined = rows_joined + {counts.Joined}, rows_unusable = rows_unusable + {counts.Unusable}, updated_at = now()
            WHERE source = {position.Source} AND user_id = {position.UserId} AND old_user_id = {position.OldUserId}
              AND last_id = {position.LastId}
            """);
        if (await move.ExecuteNonQueryAsync(cancellation) != 1)
            throw new ImportConflictException(position);
        await transaction.CommitAsync(cancellation);
        return (position with { LastId = page.To }, counts);
    }

    private static async Task<long> StorePostsAsync(
        NpgsqlConnection connection, ImportPosition position, ImportPage page, CancellationToken cancellation)
    {
        var chats = page.Posts.Select(post => post.ChatId).Distinct().Order().ToArray();
        await using var batch = connection.Batch(
            $"""
            SELECT id FROM users
            WHERE id = {position.UserId} AND NOT EXISTS (SELECT FROM sessions WHERE sessions.user_id = users.id) FOR UPDATE OF users
            """,
            $"SELECT user_id FROM sessions WHERE user_id = {position.UserId} FOR UPDATE",
            $"INSERT INTO user_channels (user_id, chat_id) SELECT {position.UserId}, unnest({chats}) ON CONFLICT DO NOTHING",
            // Locked before any post is, as retention does: what it removes meanwhile is not stored again.
            $"SELECT chat_id FROM user_channels WHERE user_id = {position.UserId} AND chat_id = ANY ({chats}) ORDER BY chat_id FOR NO KEY UPDATE",
            ImportStatements.StorePages(page.Posts),
            ImportStatements.StorePosts(position.UserId, page.Posts),
            ImportStatements.LinkPages(position.UserId, page.Posts),
            ImportStatements.NoteUnlinked(page.Posts));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        // The locks are the three results before that of the posts.
        await reader.NextResultAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        var added = await reader.ListAndMoveOnAsync(row => row.Get<long>("added"), cancellation);
        while (await reader.NextResultAsync(cancellation))
        {
        }
        return added.Sum();
    }

    private static T[] Column<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value) => [.. rows.Select(value)];
}
