using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

/// <summary>A long past is being read when what is asked for changes.</summary>
[Collection(WorkerCollection.Name)]
public sealed class InterruptedParseTests(PostgresFixture postgres)
{
    // At the pace of the slowed server, longer than the test lasts.
    private const int Posts = 5_000;
    private static readonly SubscriptionSettings Past = WorkerScenario.Subscription("past", "@long_past");

    [Fact]
    public async Task A_parse_ends_between_two_pages_when_its_subscription_is_removed_and_goes_on_when_that_is_back()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var (worker, channel) = await BeginAsync(scenario);
        var waiting = worker.ParseAsync();

        await worker.ReloadAsync(scenario.Settings("alice"));
        var report = await waiting;

        Assert.Equal(ParseStatus.Interrupted, report.Status);
        var read = Assert.Single(report.Channels);
        Assert.Equal((Reasons.SubscriptionRemoved, "past"), (read.Reason, read.Subscription));
        Assert.Contains("is stored", read.Error, StringComparison.Ordinal);
        var stored = (await StoredPosts.ReadAsync(scenario.Database, "alice", channel.Id)).Select(p => p.MessageId).ToList();
        Assert.InRange(stored.Count, 1, Posts - 1);
        // All that was stored was counted, and the mark stands where it ends.
        Assert.Equal(
            (stored.Count, $"({Posts},{stored[0]},{stored.Count},f)"),
            (report.PostsAdded, await scenario.ScalarAsync("SELECT (cursor, backfill_low_id, backfill_count, backfill_exhausted)::text FROM user_channels")));
        Assert.Equal(
            $"(interrupted,{stored.Count},SubscriptionRemoved,t)",
            await scenario.ScalarAsync("SELECT (status, posts_added, reason, finished_at IS NOT NULL)::text FROM parses"));
        Assert.Equal("(,0,)", await scenario.ScalarAsync("SELECT (reason, failures, last_run_at)::text FROM subscriptions"));

        scenario.Telegram.World.Faults.Clear();
        await worker.ReloadAsync(scenario.Settings("alice", Past));
        await scenario.SeeParsedAsync(1);
        await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
        Assert.Equal("interrupted,success", await scenario.ScalarAsync("SELECT string_agg(status, ',' ORDER BY id) FROM parses"));
    }

    [Fact]
    public async Task A_suspension_ends_the_parse_that_runs_but_not_one_that_is_asked_for_later()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var (worker, channel) = await BeginAsync(scenario);
        var waiting = worker.ParseAsync();
        var suspended = scenario.Settings("alice", Past with { Suspend = true });

        await worker.ReloadAsync(suspended);
        var report = await waiting;
        Assert.Equal((ParseStatus.Interrupted, Reasons.Suspended), (report.Status, report.Channels[0].Reason));

        // Nothing that says once more that it is suspended ends what a person has asked for meanwhile.
        var asked = worker.ParseAsync();
        await Eventually.SeeAsync(() => worker.GetAsync<WorkerStatus>(ControlPaths.Status), status => status.Parsing.Count == 1);
        await ReloadAsync(worker, suspended with { Suspend = true });
        Assert.False(asked.IsCompleted);
        scenario.Telegram.World.Faults.Clear();

        Assert.Equal((ParseStatus.Success, Posts), ((await asked).Status, (await asked).PostsAdded + report.PostsAdded));
        await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
    }

    [Fact]
    public async Task A_parse_ends_when_its_subscription_is_for_another_channel_and_that_is_read_at_once()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var (worker, channel) = await BeginAsync(scenario);
        var other = scenario.AddChannel("short_past", 10);
        var waiting = worker.ParseAsync();

        await worker.ReloadAsync(scenario.Settings("alice", Past with { Channel = "@short_past" }));
        Assert.Equal((ParseStatus.Interrupted, Reasons.SettingsPending), ((await waiting).Status, (await waiting).Channels[0].Reason));
        await scenario.SeeParsedAsync(1);
        await StoredPosts.AssertEqualAsync(scenario.Database, "alice", other);
        Assert.InRange((await StoredPosts.ReadAsync(scenario.Database, "alice", channel.Id)).Count, 1, Posts - 1);
    }

    [Fact]
    public async Task A_parse_of_the_past_keeps_to_how_much_of_it_is_asked_for_now()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var (worker, channel) = await BeginAsync(scenario);
        var waiting = worker.ParseAsync();

        await ReloadAsync(worker, scenario.Settings("alice", Past with { Backfill = new BackfillSpec { Limit = 10 } }));
        scenario.Telegram.World.Faults.Clear();
        Assert.Equal(ParseStatus.Success, (await waiting).Status);
        Assert.InRange((await StoredPosts.ReadAsync(scenario.Database, "alice", channel.Id)).Count, 10, Posts - 1);
    }

    /// <summary>A worker in the middle of a channel's past.</summary>
    private static async Task<(WorkerProcess Worker, Channel Channel)> BeginAsync(WorkerScenario scenario)
    {
        var channel = scenario.AddChannel("long_past", Posts);
        scenario.Telegram.World.Faults.Add(new Fault { Method = "messages.getHistory", DelayMilliseconds = 500 });
        var worker = await scenario.StartLoggedInAsync(scenario.Settings("alice", Past));
        await Eventually.SeeAsync(() => scenario.ScalarAsync("SELECT count(*) FROM posts"), stored => (long)stored! > 0);
        return (worker, channel);
    }

    /// <summary>Replaces the settings, and waits until they are loaded.</summary>
    private static async Task ReloadAsync(WorkerProcess worker, WorkerSettings settings)
    {
        await worker.ReloadAsync(settings);
        await Eventually.SeeAsync(
            () => worker.GetAsync<WorkerStatus>(ControlPaths.Status), status => status.SettingsHash == WorkerSettingsJson.Hash(settings));
    }
}
