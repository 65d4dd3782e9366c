using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

[Collection(WorkerCollection.Name)]
public sealed class ParsingTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Postgres_holds_exactly_the_servers_posts_of_joined_and_not_joined_channels()
    {
        var world = DemoWorld.Create(TimeProvider.System);
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster, world);
        world.ChannelByName("science_daily")!.Join(1001);
        var names = world.Channels.Select(c => (c, Name: c.Info.Username ?? "editors")).ToList();
        var subscriptions = names.Select(n => WorkerScenario.Subscription(
            n.Name.Replace('_', '-'), n.c.Info.Username is { } u ? "@" + u : $"{-1000000000000 - n.c.Id}"));
        var worker = await scenario.StartLoggedInAsync(scenario.Settings("alice", [.. subscriptions]));
        await scenario.SeeParsedAsync(6);

        foreach (var channel in world.Channels)
            await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
        Assert.Equal(0L, await scenario.ScalarAsync("SELECT count(*) FROM unstored_messages"));
        // Every post is indexed for search, soon after.
        await TelegramParser.Harness.Time.Eventually.SeeAsync(() => scenario.ScalarAsync("SELECT count(*) FROM unindexed_posts"), 0L.Equals);
        Assert.Equal(await scenario.ScalarAsync("SELECT count(*) FROM posts"), await scenario.ScalarAsync("SELECT count(*) FROM post_search"));
        // Nothing is marked as read, no view is counted, nobody is shown online.
        var calls = world.Calls.All.Select(c => c.Method).ToList();
        Assert.DoesNotContain("channels.readHistory", calls);
        Assert.DoesNotContain("messages.readHistory", calls);
        Assert.DoesNotContain("messages.getMessagesViews", calls);
        // Every line names the one event loop.
        var loop = (await worker.GetAsync<WorkerStatus>(ControlPaths.Status)).EventLoopId;
        Assert.All(worker.Lines, line => Assert.Contains($" loop={loop}", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task However_many_posts_are_new_all_arrive_once(bool joined)
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("many_posts", 5);
        if (joined)
            channel.Join(1001);
        var worker = await scenario.StartLoggedInAsync(scenario.Settings("alice", WorkerScenario.Subscription("many", "@many_posts")));
        await scenario.SeeParsedAsync(1);
        foreach (var count in new[] { 0, 1, 99, 150, 1000, 5000 })
        {
            PublishWithGapsAndAlbum(channel, count);
            var report = await WorkerScenario.ParseAsync(worker);
            Assert.Equal((ParseStatus.Success, count), (report.Status, report.PostsAdded));
            await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
        }
    }

    [Fact]
    public async Task A_backfill_reads_as_far_back_as_it_is_asked_to_and_farther_later()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("long_past", 730);
        var worker = await scenario.StartLoggedInAsync(scenario.Settings("alice", WorkerScenario.Subscription("past", "@long_past", 250)));
        await scenario.SeeParsedAsync(1);
        Assert.Equal(Enumerable.Range(481, 250).Select(i => (long)i), await IdsAsync(scenario, channel));

        await worker.ReloadAsync(scenario.Settings("alice", WorkerScenario.Subscription("past", "@long_past", 1000)));
        await TelegramParser.Harness.Time.Eventually.SeeAsync(async () =>
        {
            await WorkerScenario.ParseAsync(worker);
            return (await IdsAsync(scenario, channel)).Count == 730;
        });
        await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
    }

    [Fact]
    public async Task A_long_reading_renews_the_client_on_its_way_and_nobody_notices()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channels = new[] { scenario.AddChannel("long_story", 45_000), scenario.AddChannel("other_story", 5_000) };
        channels[1].Join(1001);
        var worker = await scenario.StartLoggedInAsync(
            scenario.Settings("alice", WorkerScenario.Subscription("long", "@long_story"), WorkerScenario.Subscription("other", "@other_story")));
        await scenario.SeeParsedAsync(2);
        foreach (var channel in channels)
            await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
        Assert.Equal(50_000 / 40_000, worker.Lines.Count(l => l.Contains("client renewed", StringComparison.Ordinal)));
        // The same session, resolved once, and shown as ready all the time.
        Assert.Single(scenario.Telegram.World.Calls.Of("auth.signIn"));
        Assert.Equal(2, scenario.Telegram.World.Calls.Of("contacts.resolveUsername").Count);
        Assert.Equal(SessionState.Ready, (await worker.GetAsync<LoginStatus>(ControlPaths.Login)).State);
        Assert.Equal((0L, 0L), (await scenario.ScalarAsync("SELECT count(*) FROM parses WHERE status <> 'success'"), await scenario.ScalarAsync("SELECT sum(failures)::bigint FROM subscriptions")));
        // The channels go on with what is new.
        channels[0].Publish(new Post { Text = "the next one" });
        Assert.Equal(1, (await WorkerScenario.ParseAsync(worker)).PostsAdded);
    }

    [Fact]
    public async Task A_channel_without_posts_is_parsed_and_its_first_post_arrives()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("still_empty", 0);
        var worker = await scenario.StartLoggedInAsync(scenario.Settings("alice", WorkerScenario.Subscription("empty", "@still_empty")));
        await scenario.SeeParsedAsync(1);
        channel.Publish(new Post { Text = "first" });
        Assert.Equal(1, (await WorkerScenario.ParseAsync(worker)).PostsAdded);
    }

    [Fact]
    public async Task One_bad_subscription_fails_alone_and_says_why()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        scenario.AddChannel("good_channel", 3);
        var worker = await scenario.StartLoggedInAsync(scenario.Settings("alice",
            WorkerScenario.Subscription("bad", "@no_such_channel"),
            WorkerScenario.Subscription("good", "@good_channel"),
            WorkerScenario.Subscription("same", "https://t.me/good_channel")));
        var report = await WorkerScenario.ParseAsync(worker);
        Assert.Equal(ParseStatus.Partial, report.Status);
        var reasons = report.Channels.ToDictionary(c => c.Subscription, c => c.Reason, StringComparer.Ordinal);
        Assert.Equal(Reasons.ChannelNotFound, reasons["bad"]);
        // Which of the two came first is theirs to decide; that there is one of each is not.
        Assert.Equal([null, Reasons.DuplicateSubscription], new[] { reasons["good"], reasons["same"] }.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_changed_subscription_is_parsed_at_once_without_a_restart()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        scenario.AddChannel("first_channel", 3);
        scenario.AddChannel("second_channel", 4);
        var worker = await scenario.StartLoggedInAsync(scenario.Settings("alice", WorkerScenario.Subscription("a", "@first_channel")));
        await scenario.SeeParsedAsync(1);
        var settings = scenario.Settings("alice", WorkerScenario.Subscription("a", "@first_channel"), WorkerScenario.Subscription("b", "@second_channel"));
        await worker.ReloadAsync(settings);
        await scenario.SeeParsedAsync(2);
        var status = await worker.GetAsync<WorkerStatus>(ControlPaths.Status);
        Assert.Equal(Contracts.Workers.WorkerSettingsJson.Hash(settings), status.SettingsHash);
    }

    private static void PublishWithGapsAndAlbum(Channel channel, int count)
    {
        for (var i = 0; i < count; i++)
        {
            // An album across the border of two pages of 100, and ids of posts that are gone.
            var album = i is >= 95 and < 105 ? 4242L : (long?)null;
            var post = channel.Publish(new Post { Text = $"new {count}/{i}", AlbumId = album, Media = album is null ? null : new Photo(800, 600, 12345) });
            if (i % 10 == 3)
                channel.Delete([channel.Publish(new Post { Text = "soon gone" }).Id]);
        }
    }

    private static async Task<IReadOnlyList<long>> IdsAsync(WorkerScenario scenario, Channel channel) =>
        [.. (await StoredPosts.ReadAsync(scenario.Database, "alice", channel.Id)).Select(p => p.MessageId)];
}
