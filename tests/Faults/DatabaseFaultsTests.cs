using TelegramParser.FaultTests.Reliability;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Volumes;

namespace TelegramParser.FaultTests;

/// <summary>Postgres is there, but slow or full, while the worker reads.</summary>
public sealed class DatabaseFaultsTests(FaultPostgres postgres) : IClassFixture<FaultPostgres>
{
    private const int History = 100;

    [Fact]
    public async Task Postgres_is_slow()
    {
        await using var scene = await FaultScene.SetReadAsync(postgres.Cluster, History);
        scene.Gate.Delay = TimeSpan.FromMilliseconds(300);
        scene.Publish(1_000);
        var recovery = await Recovery.MeasureAsync(scene.SeeAllStoredAsync);
        await FaultTable.RecordAsync(Fault.PostgresSlow, 1, await scene.FindAsync(), recovery);
    }

    [Fact]
    public async Task The_disk_of_Postgres_is_full()
    {
        await using var volume = await SmallVolume.MountAsync(megabytes: 160);
        await using var cluster = await PostgresCluster.StartAsync(
            new PostgresClusterOptions { Durable = true, DataFolder = Path.Combine(volume.Folder, "data") });
        await using var scene = await FaultScene.SetReadAsync(cluster, History);
        await scene.SeeReadingAsync();
        volume.Fill();
        await scene.SeeFailedParseAsync();
        volume.Free();
        // A server that could not write its log has ended; who watches over it starts it again.
        await cluster.RestartAsync();
        scene.ForgetConnections();
        var recovery = await Recovery.MeasureAsync(scene.SeeAllStoredAsync);
        await FaultTable.RecordAsync(Fault.PostgresFull, 1, await scene.FindAsync(), recovery);
    }
}
