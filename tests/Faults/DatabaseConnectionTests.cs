using TelegramParser.FaultTests.Reliability;
using TelegramParser.Harness.Network;

namespace TelegramParser.FaultTests;

/// <summary>Postgres runs, but the worker gets no connection to it.</summary>
public sealed class DatabaseConnectionTests(FaultPostgres postgres) : IClassFixture<FaultPostgres>
{
    private const int History = 100;

    [Fact]
    public async Task The_role_may_have_no_more_connections()
    {
        await using var scene = await FaultScene.SetAsync(postgres.Cluster, History);
        await scene.UseWorkerRoleAsync();
        await scene.EnsureRunningAsync();
        await scene.SeeAllStoredAsync();
        await scene.SeeReadingAsync();
        await scene.ScalarAsync($"ALTER ROLE {scene.DatabaseRole} CONNECTION LIMIT 0");
        await scene.ScalarAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '{scene.DatabaseRole}'");
        await scene.SeeFailedParseAsync();
        await FaultScene.SeeLineAsync(scene.Worker, "53300");
        await scene.ScalarAsync($"ALTER ROLE {scene.DatabaseRole} CONNECTION LIMIT -1");
        var recovery = await Recovery.MeasureAsync(scene.SeeAllStoredAsync);
        Assert.Equal(1L, await scene.ScalarAsync("SELECT epoch FROM sessions"));
        await FaultTable.RecordAsync(Fault.ConnectionLimit, 1, await scene.FindAsync(), recovery);
    }

    [Fact]
    public async Task Its_name_leads_to_another_address()
    {
        await using var scene = await FaultScene.SetReadAsync(postgres.Cluster, History, await NetworkNamespace.CreateAsync());
        await scene.SeeReadingAsync();
        await scene.CloseDatabaseAddressAsync();
        await scene.SeeFailedParseAsync();
        scene.OpenDatabaseAddress();
        var recovery = await Recovery.MeasureAsync(scene.SeeAllStoredAsync);
        Assert.Equal(1L, await scene.ScalarAsync("SELECT epoch FROM sessions"));
        await FaultTable.RecordAsync(Fault.PostgresMoved, 1, await scene.FindAsync(), recovery);
    }
}
