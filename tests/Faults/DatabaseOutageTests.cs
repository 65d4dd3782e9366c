using TelegramParser.FaultTests.Reliability;
using TelegramParser.Harness.Time;

namespace TelegramParser.FaultTests;

/// <summary>Postgres goes away while the worker reads, and comes back.</summary>
public sealed class DatabaseOutageTests(FaultPostgres postgres) : IClassFixture<FaultPostgres>
{
    private static readonly int Outages = Rounds.Of(2);

    [Fact]
    public Task Postgres_is_stopped_and_started() => DisturbAsync(Fault.PostgresStopped, postgres.Cluster.StopAsync);

    [Fact]
    public Task Postgres_is_killed_and_started() => DisturbAsync(Fault.PostgresKilled, postgres.Cluster.KillAsync);

    private async Task DisturbAsync(Fault fault, Func<Task> endAsync)
    {
        await using var scene = await FaultScene.SetReadAsync(postgres.Cluster, history: 100);
        scene.SlowDown(milliseconds: 50);
        var random = new Random(6);
        var recovery = TimeSpan.Zero;
        for (var outage = 1; outage <= Outages; outage++)
        {
            scene.Publish(2_000);
            await scene.SeeStoredAsync(scene.Channel.Posts.Count - random.Next(1_200, 1_900));
            await endAsync();
            await Eventually.SeeAsync(() => Task.FromResult(scene.FailedParses), failed => failed == outage);
            await postgres.Cluster.RestartAsync();
            scene.ForgetConnections();
            recovery = await Recovery.MeasureAsync(scene.SeeAllStoredAsync);
        }
        await FaultTable.RecordAsync(fault, Outages, await scene.FindAsync(), recovery);
    }

}
