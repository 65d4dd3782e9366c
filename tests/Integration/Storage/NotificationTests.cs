using TelegramParser.Storage.Notifications;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class NotificationTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_listener_hears_which_user_has_changed()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        using var stop = new CancellationTokenSource(Patience);
        await using var heard = new StateListener(database, TimeProvider.System).ListenAsync(stop.Token).GetAsyncEnumerator();
        var notifier = new StateNotifier(database);

        Assert.Equal(StateListener.Everything, await NextAsync(heard));
        await notifier.NotifyAsync(7, stop.Token);
        await notifier.NotifyAsync(8, stop.Token);

        Assert.Equal(7, await NextAsync(heard));
        Assert.Equal(8, await NextAsync(heard));
    }

    [Fact]
    public async Task Storing_posts_notifies_nobody()
    {
        // A commit that notifies takes a lock of the whole server: a thousand workers' pages would queue up for it.
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        using var stop = new CancellationTokenSource(Patience);
        await using var heard = new StateListener(database, TimeProvider.System).ListenAsync(stop.Token).GetAsyncEnumerator();
        await NextAsync(heard);

        await database.StoreAsync(token, Post(1), Post(2));
        await database.StoreAsync(token, Post(3), Post(4, "\0"));
        await new StateNotifier(database).NotifyAsync(99, stop.Token);

        Assert.Equal(99, await NextAsync(heard));
    }

    [Fact]
    public async Task A_listener_that_lost_its_connection_says_that_anything_may_have_changed()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        using var stop = new CancellationTokenSource(Patience);
        await using var heard = new StateListener(database, TimeProvider.System).ListenAsync(stop.Token).GetAsyncEnumerator();
        await NextAsync(heard);

        await database.ScalarAsync<bool>(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %' AND datname = current_database()");

        Assert.Equal(StateListener.Everything, await NextAsync(heard));
        await new StateNotifier(database).NotifyAsync(9, stop.Token);
        Assert.Equal(9, await NextAsync(heard));
    }

    [Fact]
    public async Task A_listener_that_is_cancelled_leaves_no_connection_that_listens()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        using var stop = new CancellationTokenSource(Patience);
        var heard = new StateListener(database, TimeProvider.System).ListenAsync(stop.Token).GetAsyncEnumerator();
        await NextAsync(heard);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => NextAsync(heard));
        await heard.DisposeAsync();

        // The pool hands the connection out again.
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM pg_listening_channels()"));
    }

    private static async Task<long> NextAsync(IAsyncEnumerator<long> heard)
    {
        await heard.MoveNextAsync();
        return heard.Current;
    }
}
