using System.Diagnostics;
using TelegramParser.Contracts.Control;
using TelegramParser.FaultTests.Reliability;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;

namespace TelegramParser.FaultTests;

/// <summary>The clock of the worker's machine is set while posts come.</summary>
public sealed class ClockTests(FaultPostgres postgres) : IClassFixture<FaultPostgres>
{
    private const int News = 200;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task An_hour_ahead_and_an_hour_behind()
    {
        using var clock = new WallClock();
        using var ahead = new WallClock(Hour);
        await using var scene = await FaultScene.SetAsync(postgres.Cluster, history: 100);
        await scene.EnsureRunningAsync(change: options => options with { Clock = clock });
        await scene.SeeAllStoredAsync();
        // By its clock the other's lease has long expired.
        var other = await scene.StartAnotherAsync("pod-2", scene.CopyFolder(), ahead);
        await WorkerScenario.SeeStateAsync(other, SessionState.WaitingForLease);

        var recovery = TimeSpan.Zero;
        TimeSpan[] settings = [Hour, -Hour];
        foreach (var setting in settings)
        {
            await scene.SeeReadingAsync();
            var parses = scene.EndedParses;
            var since = Stopwatch.StartNew();
            clock.Set(setting);
            scene.Publish(News);
            recovery = await Recovery.MeasureAsync(scene.SeeAllStoredAsync);
            // A parse after the jump, whose time is the worker's.
            await Eventually.SeeAsync(async () => (double)(await scene.ScalarAsync(
                "SELECT extract(epoch FROM last_run_at - now())::float8 FROM subscriptions"))! / Hour.TotalSeconds, hours => Math.Round(hours) == setting / Hour);
            scene.Publish(News);
            await scene.SeeAllStoredAsync();
            Assert.InRange(scene.EndedParses - parses, 1, (int)(since.Elapsed / Interval) + 2);
        }
        Assert.Equal(1L, await scene.ScalarAsync("SELECT epoch FROM sessions"));
        await WorkerScenario.SeeStateAsync(other, SessionState.WaitingForLease);
        await FaultTable.RecordAsync(Fault.ClockSet, settings.Length, await scene.FindAsync(), recovery);
    }
}
