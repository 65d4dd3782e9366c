using Npgsql;
using TelegramParser.IntegrationTests.Enrichment;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Enrichment;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Retention;
using TelegramParser.Storage.Sessions;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Retention;

[Collection(PostgresCollection.Name)]
public sealed class RetentionStoreTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly UserKey Ann = new(Installation, "default", "ann");

    [Fact]
    public async Task What_is_too_old_goes_with_all_that_hangs_on_it_and_nothing_else_does()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        var bob = await database.StartReadingAsync("bob");
        // Two batches and a half are too old.
        const int old = 2 * RetentionStore.BatchSize + 250;
        await database.QueueAsync(token, [.. Enumerable.Range(1, old).Select(id => Old(id, "https://old.example/"))]);
        await database.QueueAsync(token, Aged(old + 1, days: 9) with { Links = [new LinkRecord("https://young.example/", "url")] });
        await database.StoreAsync(token, Old(1) with { Text = "edited", EditDate = Noon });
        await database.StoreAsync(bob, Old(1, "https://shared.example/"));
        await new SearchIndexStore(database).IndexAsync(token, 100, None);
        var store = await SetAsync(database, 10);

        Assert.Equal([ChatId], await store.ListAsync(Ann, Noon, None));
        Assert.Equal([500, 500, 250], await RemoveAllAsync(store));
        await new PageQueueStore(database).DeleteUnlinkedAsync(None);

        Assert.Empty(await store.ListAsync(Ann, Noon, None));
        Assert.Equal("ann 1251, bob 1", await database.ScalarAsync<string>(
            "SELECT string_agg(name || ' ' || message_id, ', ' ORDER BY name) FROM posts JOIN users ON users.id = user_id"));
        Assert.Equal("1, 1", await database.ScalarAsync<string>("SELECT string_agg(posts_total::text, ', ' ORDER BY user_id) FROM user_channels"));
        Assert.Equal((0L, 2L, 1L, 1L), (
            await database.ScalarAsync<long>("SELECT count(*) FROM post_versions"), await database.ScalarAsync<long>("SELECT count(*) FROM links"),
            await database.ScalarAsync<long>("SELECT count(*) FROM post_search"), await database.ScalarAsync<long>("SELECT count(*) FROM pages")));
        Assert.Equal("1250 posts, 1 day", await database.ScalarAsync<string>(
            $"SELECT posts || ' posts, ' || run_at - '{Noon.AddDays(-1):O}'::timestamptz FROM removals WHERE user_id = {token.UserId} AND newest < now()"));
    }

    [Fact]
    public async Task What_was_removed_is_not_stored_again_whoever_reads_it()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Old(1), Old(2), Aged(3, days: 1));
        var unreadable = new PostPage(ChatId, [], new CursorMove.None()) { Unreadable = [new UnstorableMessage(2, "why")] };
        await new PostStore(database).StorePageAsync(token, unreadable, None);
        await RemoveAllAsync(await SetAsync(database, 10));

        // A page of the past, and a message that is tried again; the mark moves, and nothing is left to try.
        Assert.Equal(new StoredPage(0, 0, 0), await database.StoreAsync(token, new CursorMove.Backfill(1, Noon, 2, false), Old(1), Old(2)));
        // Nor when posts are kept for ever again.
        await SetAsync(database, null);
        Assert.Equal(new StoredPage(1, 0, 0), await database.StoreAsync(token, Old(1), Aged(4, days: 2)));

        Assert.Equal(7L, await database.ScalarAsync<long>("SELECT sum(message_id)::bigint FROM posts"));
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM unstored_messages"));
        Assert.Equal(2, await database.ScalarAsync<long>("SELECT posts_total FROM user_channels"));
    }

    [Fact]
    public async Task A_page_that_was_read_before_a_removal_and_is_stored_after_it_brings_nothing_back()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Old(1));
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var remove = new NpgsqlCommand($"UPDATE user_channels SET retained_since = '{Noon.AddDays(-10):O}'; DELETE FROM posts", connection, transaction))
            await remove.ExecuteNonQueryAsync();

        var storing = database.StoreAsync(token, Old(1), Aged(2, days: 1));
        await database.SeeOneBlockedAsync();
        await transaction.CommitAsync();

        Assert.Equal(1, (await storing).Added);
        Assert.Equal(2L, await database.ScalarAsync<long>("SELECT max(message_id) FROM posts"));
    }

    [Fact]
    public async Task A_subscription_overrides_its_user_and_one_that_is_gone_still_does_where_it_kept_more()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Old(1));
        var store = await SetAsync(database, 10, ("news", 365));
        Assert.Empty(await store.ListAsync(Ann, Noon, None));
        await SetAsync(database, null, ("news", 10));
        Assert.Equal([ChatId], await store.ListAsync(Ann, Noon, None));

        await SetAsync(database, 10, ("news", 365));
        await database.SubscribeAsync(token, "other", chatId: ChatId - 1);
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM subscriptions WHERE NOT active"));
        await SetAsync(database, 10, ("other", null));
        Assert.Empty(await store.ListAsync(Ann, Noon, None));
        Assert.Equal([ChatId], await store.ListAsync(Ann, Noon.AddDays(400), None));
        await SetAsync(database, null, ("other", null));
        Assert.Empty(await store.ListAsync(Ann, Noon.AddDays(400), None));
    }

    /// <summary>Records how long posts are kept, with a run that is due.</summary>
    private static async Task<RetentionStore> SetAsync(NpgsqlDataSource database, int? days, params (string Name, int? Days)[] subscriptions)
    {
        var store = new RetentionStore(database);
        var policy = new RetentionPolicy(days, subscriptions.ToDictionary(one => one.Name, one => one.Days, StringComparer.Ordinal));
        await store.SetAsync(Ann, policy, Noon, None);
        return store;
    }

    private static async Task<IReadOnlyList<int>> RemoveAllAsync(RetentionStore store)
    {
        var batches = new List<int>();
        foreach (var chatId in await store.ListAsync(Ann, Noon, None))
        {
            RemovedPosts removed;
            do
            {
                removed = await store.RemoveBatchAsync(Ann, chatId, Noon, Noon, None);
                batches.Add(removed.Posts);
            }
            while (removed.MayBeMore);
        }
        await store.FinishAsync(Ann, Noon, Noon.AddDays(1), None);
        return batches;
    }

    private static PostRecord Old(int id, params string[] urls) => Aged(id, days: 20) with { Links = [.. urls.Select(url => new LinkRecord(url, "url"))] };

    private static PostRecord Aged(int id, int days) => Post(id) with { Date = Noon.AddDays(-days).AddSeconds(id) };
}
