using Npgsql;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Posts;

/// <summary>Where posts go: a page and the cursor's move are stored together or not at all.</summary>
public sealed class PostStore(NpgsqlDataSource database)
{
    /// <summary>
    /// Stores a page in one transaction. Storing it again changes nothing. A message that could not be read, or that Postgres
    /// refuses, is recorded in <c>unstored_messages</c> and does not hold up the others or the cursor.
    /// </summary>
    /// <exception cref="LeaseLostException">The lease is not held; nothing was stored.</exception>
    /// <exception cref="InvalidOperationException">The user has not pinned the channel; nothing was stored.</exception>
    public async Task<StoredPage> StorePageAsync(LeaseToken token, PostPage page, CancellationToken cancellation)
    {
        // In their order, also when the past is read backward: lists show posts of the same second by their number.
        var posts = page.Posts.GroupBy(post => post.MessageId).Select(copies => copies.Last()).OrderBy(post => post.MessageId).ToList();
        try
        {
            return await StoreAtOnceAsync(token, page, posts, cancellation);
        }
        catch (Exception e) when (e.IsAboutData())
        {
            return await StoreOneByOneAsync(token, page, posts, cancellation);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.ForeignKeyViolation)
        {
            throw NotPinned(token, page, e);
        }
    }

    private async Task<StoredPage> StoreAtOnceAsync(
        LeaseToken token, PostPage page, IReadOnlyList<PostRecord> posts, CancellationToken cancellation)
    {
        // Nearly every page is readable: no statement for nothing in the transaction that is run the most.
        Statement[] record = page.Unreadable.Count == 0 ? [] : [PageStatements.RecordUnstored(token.UserId, page.ChatId, page.Unreadable)];
        await using var batch = database.Batch([
            token.Hold(),
            PageStatements.Store(token.UserId, page.ChatId, posts, page.Move),
            PageStatements.ForgetUnstored(token.UserId, page.ChatId, posts),
            .. record]);
        var counts = await Fence.GuardAsync(token, () => ReadCountsAsync(batch, cancellation));
        return counts is null ? throw NotPinned(token, page) : counts with { Unstorable = page.Unreadable.Count };
    }

    private async Task<StoredPage> StoreOneByOneAsync(
        LeaseToken token, PostPage page, IReadOnlyList<PostRecord> posts, CancellationToken cancellation)
    {
        const string savepoint = "post";
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var hold = connection.Batch(token.Hold()))
            await Fence.GuardAsync(token, () => hold.ExecuteNonQueryAsync(cancellation));
        var refused = new List<UnstorableMessage>(page.Unreadable);
        var total = new StoredPage(0, 0, 0);
        foreach (var post in posts)
        {
            await transaction.SaveAsync(savepoint, cancellation);
            try
            {
                await using var store = connection.Batch(
                    PageStatements.Store(token.UserId, page.ChatId, [post], new CursorMove.None()),
                    PageStatements.ForgetUnstored(token.UserId, page.ChatId, [post]));
                var counts = await ReadCountsAsync(store, cancellation) ?? throw NotPinned(token, page);
                total = total with { Added = total.Added + counts.Added, Changed = total.Changed + counts.Changed };
            }
            catch (Exception e) when (e.IsAboutData())
            {
                await transaction.RollbackAsync(savepoint, cancellation);
                refused.Add(new UnstorableMessage(post.MessageId, e.Message));
            }
        }
        await using (var end = connection.Batch(
            PageStatements.RecordUnstored(token.UserId, page.ChatId, refused),
            PageStatements.Store(token.UserId, page.ChatId, [], page.Move)))
        {
            await end.ExecuteNonQueryAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
        return total with { Unstorable = refused.Count };
    }

    private static async Task<StoredPage?> ReadCountsAsync(NpgsqlBatch batch, CancellationToken cancellation)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var counts = await reader.ListAndMoveOnAsync(
            row => new StoredPage(row.Get<int>("added"), row.Get<int>("changed"), Unstorable: 0), cancellation);
        return counts.Count == 0 ? null : counts[0];
    }

    private static InvalidOperationException NotPinned(LeaseToken token, PostPage page, Exception? cause = null) =>
        new($"User {token.UserId} has not pinned channel {page.ChatId}.", cause);
}
