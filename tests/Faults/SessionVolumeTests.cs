using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.FaultTests.Reliability;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Volumes;

namespace TelegramParser.FaultTests;

/// <summary>The volume of the Telegram session is full while posts come.</summary>
public sealed class SessionVolumeTests(FaultPostgres postgres) : IClassFixture<FaultPostgres>
{
    private const int News = 200;

    [Fact]
    public async Task The_volume_is_full()
    {
        await using var volume = await SmallVolume.MountAsync(megabytes: 24);
        await using var scene = await FaultScene.SetAsync(postgres.Cluster, history: 100);
        await scene.EnsureRunningAsync(change: options =>
        {
            Directory.CreateSymbolicLink(Path.Combine(options.Folder, "session"), volume.Folder);
            return options;
        });
        await scene.SeeAllStoredAsync();
        volume.Fill();
        scene.Publish(News);
        // TDLib writes in its own time, and ends the worker then; a node may be faster.
        await scene.KillAsync();
        await scene.EnsureRunningAsync();
        await Eventually.SeeAsync(
            async () => await scene.ScalarAsync("SELECT state || ' ' || reason FROM sessions") as string, told => told == $"{SessionState.Failed} {Reasons.SessionVolumeFull}");
        volume.Free();
        var recovery = await Recovery.MeasureAsync(scene.SeeAllStoredAsync);
        await FaultTable.RecordAsync(Fault.SessionVolumeFull, 1, await scene.FindAsync(), recovery);
    }
}
