using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Time;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Identity;
using TelegramParser.Worker.Hosting;
using TelegramParser.Worker.Session;

namespace TelegramParser.IntegrationTests.Worker;

/// <summary>The worker's part that keeps its lease, on the connections that a worker opens.</summary>
[Collection(PostgresCollection.Name)]
public sealed class LeaseRenewalTests(PostgresFixture postgres)
{
    [Fact]
    public async Task The_lease_is_renewed_through_PgBouncer()
    {
        await using var bouncer = await PgBouncer.StartAsync(postgres.Cluster, poolSize: 2);
        var (database, unpooled) = WorkerHost.OpenDatabase(bouncer.ConnectionString(await postgres.Cluster.CreateDatabaseAsync()));
        await using var opened = database;
        await using var openedUnpooled = unpooled;
        var stores = new Stores(database, unpooled);
        var user = await stores.Users.EnsureAsync(new UserKey("test", "default", "alice"), suspended: false, CancellationToken.None);
        var time = new ManualTime();
        var keeper = new LeaseKeeper(stores.Leases, "pod-1", "/nonexistent", time, NullLogger<LeaseKeeper>.Instance);
        await using var lease = await keeper.AcquireAsync(user.Id, "https://worker:8443", _ => { }, CancellationToken.None);
        var granted = await ExpiryAsync();

        time.Advance(LeaseKeeper.RenewEvery);

        await Eventually.SeeAsync(ExpiryAsync, expiry => expiry > granted);
        Assert.False(lease.Lost.IsCancellationRequested);

        Task<DateTime> ExpiryAsync() => database.ScalarAsync<DateTime>("SELECT expires_at FROM sessions");
    }
}
