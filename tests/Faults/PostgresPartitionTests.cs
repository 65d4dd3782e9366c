using TelegramParser.Contracts.Control;
using TelegramParser.FaultTests.Reliability;
using TelegramParser.Harness.Network;
using TelegramParser.Harness.Worker;

namespace TelegramParser.FaultTests;

/// <summary>Between worker and Postgres packets vanish, and neither side is told.</summary>
public sealed class PostgresPartitionTests(FaultPostgres postgres) : IClassFixture<FaultPostgres>
{
    [Fact]
    public async Task A_cut_that_ends_within_the_lease_costs_nothing()
    {
        var network = await NetworkNamespace.CreateAsync();
        await using var scene = await FaultScene.SetReadAsync(postgres.Cluster, history: 100, network);
        await scene.SeeReadingAsync();
        await network.Postgres.CutAsync();
        await FaultScene.SeeLineAsync(scene.Worker, "session lease not renewed");
        await network.Postgres.MendAsync();
        var recovery = await Recovery.MeasureAsync(scene.SeeAllStoredAsync);

        Assert.Equal(1L, await scene.ScalarAsync("SELECT epoch FROM sessions"));
        await FaultTable.RecordAsync(Fault.CutFromPostgres, 1, await scene.FindAsync(), recovery);
    }

    [Fact]
    public async Task A_cut_past_the_lease_ends_the_session_before_another_pod_opens_it()
    {
        var network = await NetworkNamespace.CreateAsync();
        await using var scene = await FaultScene.SetReadAsync(postgres.Cluster, history: 100, network);
        var cut = scene.Worker;
        var other = await scene.StartAnotherAsync("pod-2", scene.CopyFolder());
        await WorkerScenario.SeeStateAsync(other, SessionState.WaitingForLease);
        await scene.SeeReadingAsync();
        await network.Postgres.CutAsync();
        var recovery = await Recovery.MeasureAsync(async () =>
        {
            await scene.SeeTakeoverAsync(other);
            await scene.SeeAllStoredAsync();
        });
        await network.Postgres.MendAsync();

        // The first one is in line again, and the other reads on.
        await WorkerScenario.SeeStateAsync(cut, SessionState.WaitingForLease);
        scene.Publish(100);
        await scene.SeeAllStoredAsync();
        await FaultTable.RecordAsync(Fault.CutPastTheLease, 1, await scene.FindAsync(), recovery);
    }
}
