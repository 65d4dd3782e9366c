using TelegramParser.Contracts.Resources;
using TelegramParser.FaultTests.Reliability;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.TelegramSimulator.World;
using Fault = TelegramParser.FaultTests.Reliability.Fault;

namespace TelegramParser.FaultTests;

/// <summary>A channel is deleted while it and another are read.</summary>
public sealed class ChannelDeletionTests(FaultPostgres postgres) : IClassFixture<FaultPostgres>
{
    private const int Posts = 150;

    [Fact]
    public async Task Its_posts_stay_stored_and_the_other_is_read_on()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        Channel[] channels = [scenario.AddChannel("old_harbour", Posts), scenario.AddChannel("new_harbour", Posts)];
        await scenario.StartLoggedInAsync(
            scenario.Settings("alice", WorkerScenario.Subscription("deleted", "@old_harbour"), WorkerScenario.Subscription("other", "@new_harbour"))
                with { Schedule = new ScheduleSpec { Interval = "10s" } });
        await SeeStoredAsync(scenario, 2 * Posts);

        channels[0].Delete();
        await SeeReasonAsync(scenario);
        // What is not there when stored posts are read again counts as deleted, but not where nothing can be read.
        await scenario.ScalarAsync("UPDATE user_channels SET refreshed_at = now() - interval '1 day'");
        for (var i = 0; i < Posts; i++)
            channels[1].Publish(new Post { Text = $"post {i}" });
        var recovery = await Recovery.MeasureAsync(() => SeeStoredAsync(scenario, 3 * Posts));
        await Eventually.SeeAsync(async () => (bool)(await scenario.ScalarAsync(
            "SELECT refreshed_at > now() - interval '1 hour' FROM user_channels JOIN subscriptions USING (user_id, chat_id) WHERE name = 'other'"))!);
        var failures = await FailuresAsync(scenario);
        await Eventually.SeeAsync(() => FailuresAsync(scenario), seen => seen > failures, TimeSpan.FromMinutes(2));

        Assert.Equal(0L, await scenario.ScalarAsync("SELECT count(*) FROM posts WHERE deleted_at IS NOT NULL"));
        Assert.Equal(0, await scenario.ScalarAsync("SELECT failures FROM subscriptions WHERE name = 'other'"));
        await FaultTable.RecordAsync(
            Fault.ChannelDeleted, 1, await Findings.OfAsync(scenario.Database, channels, scenario.Telegram.World.Clients.Overlaps), recovery);
    }

    private static Task SeeReasonAsync(WorkerScenario scenario) => Eventually.SeeAsync(
        async () => await scenario.ScalarAsync("SELECT reason || ' ' || message FROM subscriptions WHERE name = 'deleted'") as string ?? "",
        seen => seen.StartsWith(Reasons.ChannelNotFound, StringComparison.Ordinal) && seen.Contains("was deleted", StringComparison.Ordinal),
        TimeSpan.FromMinutes(2));

    private static async Task<int> FailuresAsync(WorkerScenario scenario) =>
        (int)(await scenario.ScalarAsync("SELECT failures FROM subscriptions WHERE name = 'deleted'"))!;

    private static Task SeeStoredAsync(WorkerScenario scenario, int posts) => Eventually.SeeAsync(
        async () => (long)(await scenario.ScalarAsync("SELECT count(*) FROM posts"))!, stored => stored >= posts, TimeSpan.FromMinutes(3));
}
