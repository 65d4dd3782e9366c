using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Sessions;

namespace TelegramParser.IntegrationTests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class LeaseTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(90);
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_free_lease_is_taken()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var user = await new UserStore(database).EnsureAsync(new UserKey("prod", "default", "ann"), suspended: false, None);

        var attempt = await new LeaseStore(database).TryAcquireAsync(user.Id, "pod-1", Duration, "https://ann", None);

        Assert.Equal(new LeaseToken(user.Id, "pod-1", 1), attempt.Token);
        Assert.InRange(attempt.RemainingByDatabase, Duration - TimeSpan.FromSeconds(30), Duration);
    }

    [Fact]
    public async Task A_report_with_an_old_epoch_is_refused()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var user = await new UserStore(database).EnsureAsync(new UserKey("prod", "default", "ann"), suspended: false, None);
        var leases = new LeaseStore(database);
        var old = (await leases.TryAcquireAsync(user.Id, "pod-1", Duration, null, None)).Token!;
        await leases.TryAcquireAsync(user.Id, "pod-1", Duration, null, None);

        await Assert.ThrowsAsync<LeaseLostException>(
            () => new SessionStore(database).ReportAsync(old, new SessionReport(SessionState.Ready), None));
        await Assert.ThrowsAsync<LeaseLostException>(
            () => new SessionStore(database).SetFloodWaitAsync(old, "history", DateTimeOffset.MaxValue, None));
    }
}
