using TelegramParser.Contracts.Resources;
using TelegramParser.FaultTests.Reliability;
using TelegramParser.Harness.Memory;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.TelegramSimulator.World;
using Fault = TelegramParser.FaultTests.Reliability.Fault;

namespace TelegramParser.FaultTests;

/// <summary>One user subscribes to very many channels at once.</summary>
public sealed class ManySubscriptionsTests(FaultPostgres postgres) : IClassFixture<FaultPostgres>
{
    private static readonly int Channels = Rounds.AreMany ? 1_000 : 200;
    private const int Posts = 3;

    // What the chart gives a worker's pod.
    private const int MemoryLimit = 512;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task All_are_read()
    {
        await using var memory = MemoryGroup.Create(MemoryLimit);
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channels = Enumerable.Range(0, Channels).Select(number => scenario.AddChannel($"channel_{number:0000}", Posts)).ToList();
        var subscriptions = channels.Select(channel => WorkerScenario.Subscription(channel.Info.Username!.Replace('_', '-'), $"@{channel.Info.Username}"));
        scenario.Telegram.World.Faults.AddFloodWait("contacts.resolveUsername", seconds: 5, times: 3);
        await scenario.StartLoggedInAsync(
            scenario.Settings("alice", [.. subscriptions]) with { Schedule = new ScheduleSpec { Interval = "1h" } },
            adjust: options => options with { Memory = memory });
        var recovery = await Recovery.MeasureAsync(() => Eventually.SeeAsync(
            async () => (long)(await scenario.ScalarAsync("SELECT count(*) FROM subscriptions WHERE last_success_at IS NOT NULL AND failures = 0"))!,
            read => read == Channels,
            Patience));

        Assert.Equal(Channels, scenario.Telegram.World.Calls.Of("contacts.resolveUsername").Count(call => call.Error is null));
        await FaultTable.RecordAsync(
            Fault.ManySubscriptions, 1, await Findings.OfAsync(scenario.Database, channels, scenario.Telegram.World.Clients.Overlaps), recovery);
    }
}
