using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Refreshing;
using TelegramParser.Storage.Sessions;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class RefreshStoreTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Deleted_posts_stay_and_a_post_that_is_served_again_is_no_longer_deleted()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        var store = new RefreshStore(database);
        await database.StoreAsync(token, [.. Enumerable.Range(1, 5).Select(id => Post(id))]);

        Assert.Equal(2, await store.MarkDeletedAsync(token, ChatId, [2, 4, 77], Noon, None));
        Assert.Equal(0, await store.MarkDeletedAsync(token, ChatId, [2, 4], Noon.AddDays(1), None));
        var left = await store.IdsAsync(token.UserId, ChatId, new IdRange(1, 4), None);
        Assert.Equal([1L, 3], left.Order());
        Assert.Equal(2, await database.ScalarAsync<long>($"SELECT count(*) FROM posts WHERE deleted_at = '{Noon:O}'"));

        await database.StoreAsync(token, Post(4));
        Assert.Equal(2L, await database.ScalarAsync<long>("SELECT sum(message_id)::bigint FROM posts WHERE deleted_at IS NOT NULL"));
    }

    [Fact]
    public async Task The_window_is_of_posts_that_exist_and_begins_at_its_first_instant()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        var store = new RefreshStore(database);
        await database.StoreAsync(token, [.. Enumerable.Range(1, 9).Select(id => Post(id))]);
        await store.MarkDeletedAsync(token, ChatId, [9], Noon, None);

        Assert.Equal(new IdRange(3, 8), await store.RangeAsync(token.UserId, ChatId, Noon.AddMinutes(3), None));
        Assert.Null(await store.RangeAsync(token.UserId, ChatId, Noon.AddMinutes(9), None));
    }

    [Fact]
    public async Task A_round_is_remembered_and_moves_no_cursor()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        var store = new RefreshStore(database);
        await database.StoreAsync(token, new CursorMove.Forward(5), Post(5));
        Assert.Null(Assert.Single(await store.ListAsync(token.UserId, None)).RefreshedAt);

        await store.FinishAsync(token, ChatId, Noon, None);

        Assert.Equal(Noon, Assert.Single(await store.ListAsync(token.UserId, None)).RefreshedAt);
        Assert.Equal(5, await database.ScalarAsync<long>("SELECT cursor FROM user_channels"));
    }

    [Fact]
    public async Task Without_the_lease_nothing_is_marked()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Post(1));
        var stale = token with { Epoch = token.Epoch - 1 };

        await Assert.ThrowsAsync<LeaseLostException>(() => new RefreshStore(database).MarkDeletedAsync(stale, ChatId, [1], Noon, None));
        await Assert.ThrowsAsync<LeaseLostException>(() => new RefreshStore(database).FinishAsync(stale, ChatId, Noon, None));
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM posts WHERE deleted_at IS NOT NULL"));
    }
}
