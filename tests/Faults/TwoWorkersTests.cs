using System.Diagnostics;
using TelegramParser.Contracts.Control;
using TelegramParser.FaultTests.Reliability;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;

namespace TelegramParser.FaultTests;

/// <summary>Two workers are started for one user.</summary>
public sealed class TwoWorkersTests(FaultPostgres postgres) : IClassFixture<FaultPostgres>
{
    private static readonly TimeSpan OverlapAfterWaking = TimeSpan.FromSeconds(1);

    [Fact]
    public Task On_one_folder_the_second_waits_for_the_lease() => SecondTakesOverAsync(Fault.OneFolder, _ => null);

    [Fact]
    public Task On_a_copied_folder_the_second_waits_for_the_lease() => SecondTakesOverAsync(Fault.CopiedFolder, scene => scene.CopyFolder());

    [Fact]
    public async Task A_worker_whose_lease_another_has_taken_stores_nothing_until_it_has_it_again()
    {
        await using var scene = await FaultScene.SetReadAsync(postgres.Cluster, history: 100);
        await scene.SeeReadingAsync();
        await scene.ScalarAsync(
            "UPDATE sessions SET holder = 'another', epoch = epoch + 1, expires_at = clock_timestamp() + interval '20 s'");
        var before = await ContentAsync(scene);
        await FaultScene.SeeLineAsync(scene.Worker, "session lease is held by another");
        Assert.Equal(before, await ContentAsync(scene));
        var recovery = await Recovery.MeasureAsync(scene.SeeAllStoredAsync);
        await FaultTable.RecordAsync(Fault.LeaseTaken, 1, await scene.FindAsync(), recovery);
    }

    [Fact]
    public async Task A_worker_that_was_frozen_past_its_lease_ends_as_it_wakes_and_stores_nothing()
    {
        await using var scene = await FaultScene.SetReadAsync(postgres.Cluster, history: 100);
        var frozen = scene.Worker;
        var other = await scene.StartAnotherAsync("pod-2", scene.CopyFolder());
        await WorkerScenario.SeeStateAsync(other, SessionState.WaitingForLease);
        // A page is on its way to Postgres when everything stops, and arrives when another has long taken over.
        var late = scene.Gate.StopRequest(FaultScene.PageStore, skip: 1);
        scene.Publish(1_000);
        await late.Reached;
        frozen.Freeze();
        var recovery = await Recovery.MeasureAsync(async () =>
        {
            await scene.SeeTakeoverAsync(other);
            await scene.SeeAllStoredAsync();
        });
        var before = await ContentAsync(scene);
        late.Release();
        await Eventually.SeeAsync(() => Task.FromResult(
            postgres.Cluster.Log.Any(line => line.Contains("lease is not held with epoch 1", StringComparison.Ordinal))));

        var awake = Stopwatch.StartNew();
        frozen.Thaw();
        await Turns.EndsWithinAsync(frozen.WaitForExitAsync(CancellationToken.None), OverlapAfterWaking);
        awake.Stop();
        Assert.Equal(before, await ContentAsync(scene));
        scene.Publish(100);
        await scene.SeeAllStoredAsync();
        var tolerated = awake.Elapsed > OverlapAfterWaking ? awake.Elapsed : OverlapAfterWaking;
        await FaultTable.RecordAsync(Fault.Frozen, 1, await scene.FindAsync(tolerated), recovery);
    }

    private async Task SecondTakesOverAsync(Fault fault, Func<FaultScene, string?> folder)
    {
        await using var scene = await FaultScene.SetReadAsync(postgres.Cluster, history: 100);
        var first = scene.Worker;
        var second = await scene.StartAnotherAsync("pod-2", folder(scene));
        await WorkerScenario.SeeStateAsync(second, SessionState.WaitingForLease);
        scene.Publish(500);
        await scene.SeeAllStoredAsync();
        await WorkerScenario.SeeStateAsync(second, SessionState.WaitingForLease);
        await first.KillAsync();
        scene.Publish(500);
        await scene.ExpireLeaseAsync();
        var recovery = await Recovery.MeasureAsync(async () =>
        {
            await scene.SeeTakeoverAsync(second);
            await scene.SeeAllStoredAsync();
        });
        await FaultTable.RecordAsync(fault, 1, await scene.FindAsync(), recovery);
    }

    private static Task<object?> ContentAsync(FaultScene scene) => scene.ScalarAsync(
        "SELECT count(*) || ' posts, the last stored ' || max(stored_at) || ', changed ' || max(updated_at) || ', cursor ' || max(cursor) FROM posts JOIN user_channels USING (user_id, chat_id)");
}
