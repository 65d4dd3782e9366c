using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

[Collection(WorkerCollection.Name)]
public sealed class FloodWaitTests(PostgresFixture postgres)
{
    [Fact]
    public async Task While_one_user_waits_another_parses_on_time()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("busy_channel", 300);
        var alice = await scenario.StartLoggedInAsync(scenario.Settings("alice", WorkerScenario.Subscription("busy", "@busy_channel")));
        var bob = await scenario.StartLoggedInAsync(
            scenario.Settings("bob", WorkerScenario.Subscription("busy", "@busy_channel")) with { Schedule = new ScheduleSpec { Interval = "10s" } }, "+15550000002");
        await scenario.SeeParsedAsync(2);
        scenario.Telegram.World.Faults.AddFloodWait("messages.getHistory", 600, "+15550000001");
        // More than a difference holds, so that history has to be read.
        for (var i = 0; i < 250; i++)
            channel.Publish(new Post { Text = $"new {i}" });

        var refused = await Assert.ThrowsAsync<WorkerRefusedException>(() => alice.ParseAsync());
        Assert.Equal((429, Reasons.FloodWait), (refused.Status, refused.Error.Reason));
        Assert.InRange(refused.Error.RetryAfterSeconds!.Value, 500, 600);
        // Bob's schedule goes on by itself.
        await SeeCountAsync(scenario, "bob", channel.Posts.Count, TimeSpan.FromSeconds(40));

        // The wait is in the database, where the operator sees it, and outlives the worker.
        var until = (DateTime)(await scenario.ScalarAsync("SELECT until FROM flood_waits WHERE method = 'history'"))!;
        Assert.InRange(until, DateTime.UtcNow.AddMinutes(8), DateTime.UtcNow.AddMinutes(10));
        await alice.DisposeAsync();
        // It is counted in Postgres' time: a clock that was set back meanwhile makes it no longer.
        using var anHourBack = new WallClock(TimeSpan.FromHours(-1));
        var again = await scenario.StartWorkerAsync(
            scenario.Settings("alice", WorkerScenario.Subscription("busy", "@busy_channel")), options => options with { Clock = anHourBack });
        await WorkerScenario.SeeReadyAsync(again);
        var still = await Assert.ThrowsAsync<WorkerRefusedException>(() => again.ParseAsync());
        Assert.Equal(429, still.Status);
        Assert.InRange(still.Error.RetryAfterSeconds!.Value, 1, 600);
    }

    [Fact]
    public async Task Nothing_is_lost_when_the_wait_is_over()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("later_channel", 10);
        var settings = scenario.Settings("alice", WorkerScenario.Subscription("later", "@later_channel"));
        var alice = await scenario.StartLoggedInAsync(settings);
        await scenario.SeeParsedAsync(1);
        scenario.Telegram.World.Faults.AddFloodWait("messages.getHistory", 61, times: 1);
        for (var i = 0; i < 250; i++)
            channel.Publish(new Post { Text = $"new {i}" });
        Assert.Equal(429, (await Assert.ThrowsAsync<WorkerRefusedException>(() => alice.ParseAsync())).Status);
        // TDLib itself sleeps through any wait of less than a minute: the next worker finds this one nearly over.
        await alice.DisposeAsync();
        await scenario.ScalarAsync("UPDATE flood_waits SET until = clock_timestamp() + interval '5 s'");
        await scenario.StartWorkerAsync(settings);
        // Its next run is set to the end of the wait, however long the schedule, and finds everything.
        await SeeCountAsync(scenario, "alice", channel.Posts.Count, TimeSpan.FromSeconds(60));
        await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
    }

    [Fact]
    public async Task Status_answers_while_a_parse_hangs_and_a_second_one_joins_it()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("slow_channel", 10);
        var worker = await scenario.StartLoggedInAsync(scenario.Settings("alice", WorkerScenario.Subscription("slow", "@slow_channel")));
        await scenario.SeeParsedAsync(1);
        for (var i = 0; i < 250; i++)
            channel.Publish(new Post { Text = $"new {i}" });
        // TDLib sleeps through a short wait by itself: the parse simply takes that long.
        scenario.Telegram.World.Faults.AddFloodWait("messages.getHistory", 4, times: 1);
        var parse = worker.ParseAsync();
        var status = await Eventually.SeeAsync(() => worker.GetAsync<WorkerStatus>(ControlPaths.Status), s => s.Parsing.Contains("slow"));
        // Who asks while it runs joins it: both get its result, and there is one parse.
        var joined = worker.ParseAsync();
        Assert.False(parse.IsCompleted);
        Assert.True(status.HoldsLease);
        Assert.Equal((250, 250), ((await parse).PostsAdded, (await joined).PostsAdded));
        Assert.Equal(1L, await scenario.ScalarAsync("SELECT count(*) FROM parses WHERE trigger = 'command'"));
    }

    private static Task SeeCountAsync(WorkerScenario scenario, string user, long count, TimeSpan? within = null) => Eventually.SeeAsync(
        async () => (long)(await scenario.ScalarAsync($"SELECT count(*) FROM posts JOIN users ON users.id = user_id WHERE name = '{user}'"))!,
        seen => seen == count, within);
}
