using TelegramParser.Contracts.Resources;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.TelegramSimulator.World;
using static TelegramParser.IntegrationTests.Worker.MonitorScene;

namespace TelegramParser.IntegrationTests.Worker;

/// <summary>Group monitors, from a message in the simulator to the rows of what was found.</summary>
[Collection(WorkerCollection.Name)]
public sealed class MonitorTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Messages_are_found_as_they_arrive_by_every_trigger_and_with_their_context()
    {
        await using var scene = await MonitorScene.StartAsync(postgres.Cluster);
        var group = scene.AddGroup("town_square");
        group.Change(info => info with { IsForum = true });
        var worker = await scene.WatchAsync(
            Monitor("watch", "@town_square", triggers: new TriggersSpec { Keywords = ["корабль", "ferry boat"], Patterns = ["order \\d+"] }));
        var topic = group.OpenTopic("Harbour");
        var first = group.LastPostId;

        // An id is the first one's and the number here; the topic's own message is the 0th.
        foreach (var post in (Post[])
        [
            Say("one"),
            Say("two", Bob),
            Mention("look"),
            Say("four @alice_readsx and alice_reads"),
            Say("my own @alice_reads", Alice),
            Say("six", replyTo: first + 5),
            Say("seven", replyTo: first + 2),
            Say("late are the ferry boats, as КОРАБЛЁМ so by sea"),
            new Post { Text = "Ali, ask @alice_reads", SenderId = Carol, Entities = [new TextEntity(EntityKind.MentionName, 0, 3) { UserId = Alice }, new TextEntity(EntityKind.TextUrl, 9, 12) { Url = "https://example.org" }] },
            Say("order 66", topic: topic),
            Say("eleven", topic: topic),
            Say("my topic's", topic: topic, replyTo: first + 5),
            Say("thirteen"),
            Say("fourteen"),
        ])
        {
            group.Publish(post);
        }

        await scene.SeeMentionsAsync("watch",
            $"{first + 3} mention=@alice_reads [{first + 1},{first + 2}|{first + 4},{first + 5}]",
            $"{first + 6} reply [{first + 4},{first + 5}|{first + 7},{first + 8}]",
            $"{first + 8} keyword=корабль keyword=ferry boat [{first + 6},{first + 7}|{first + 9},{first + 10}]",
            $"{first + 9} mention=Ali [{first + 7},{first + 8}|{first + 10},{first + 11}]",
            $"{first + 10} pattern=order \\d+ [{first + 8},{first + 9}|{first + 11},{first + 12}]",
            $"{first + 12} reply [{first + 10},{first + 11}|{first + 13},{first + 14}]");
        Assert.Equal("Harbour,Harbour", await scene.Scenario.ScalarAsync("SELECT string_agg(topic, ',') FROM mentions WHERE topic_id <> 1"));
        Assert.Equal("Carol Vane carol_v 1003", await scene.Scenario.ScalarAsync(
            "SELECT concat_ws(' ', sender->>'name', sender->>'username', sender->>'user_id') FROM mentions ORDER BY id LIMIT 1"));
        Assert.Equal($"https://t.me/town_square/{first + 3}", await scene.Scenario.ScalarAsync("SELECT permalink FROM mentions ORDER BY message_id LIMIT 1"));
        Assert.Equal((6L, 6L), (await scene.Scenario.ScalarAsync("SELECT mentions_total FROM group_monitors"), await scene.Scenario.ScalarAsync("SELECT count(*) FROM mentions")));
        var metrics = await worker.Metrics.GetStringAsync("/metrics");
        foreach (var line in (string[])["tgparser_monitors 1", "tgparser_monitors_running 1", "tgparser_mentions_total{trigger=\"reply\"} 2"])
            Assert.Contains(line, metrics, StringComparison.Ordinal);
        // Nothing is marked as read, and nobody hears of the watching.
        var calls = scene.Scenario.Telegram.World.Calls.All.Select(call => call.Method).ToList();
        Assert.DoesNotContain("channels.readHistory", calls);
        Assert.DoesNotContain("channels.joinChannel", calls);
    }

    [Fact]
    public async Task What_was_written_while_the_worker_was_down_is_examined_once_even_if_it_is_killed_over_it()
    {
        const int messages = 200, everyTenth = 10;
        await using var scene = await MonitorScene.StartAsync(postgres.Cluster);
        var group = scene.AddGroup("town_square");
        var monitor = Monitor("watch", "@town_square");
        var worker = await scene.WatchAsync(monitor);
        await worker.DisposeAsync();
        Publish();

        // It is killed with some of them stored and the rest unread.
        scene.Scenario.Telegram.World.Faults.Add(new Fault { Method = "messages.getHistory", DelayMilliseconds = 300 });
        worker = await scene.WatchAgainAsync(monitor);
        await SeeCountAsync(1);
        await worker.KillAsync();
        var before = await CountAsync();
        Publish();
        scene.Scenario.Telegram.World.Faults.Clear();
        await scene.WatchAgainAsync(monitor);

        await SeeCountAsync(2 * messages / everyTenth);
        await Eventually.SeeAsync(() => scene.Scenario.ScalarAsync("SELECT cursor FROM group_monitors"), cursor => cursor is long at && at == group.LastPostId);
        Assert.InRange(before, 1, 2 * messages / everyTenth - 1);
        var expected = group.Posts.Skip(10).Where(post => post.Text.StartsWith(Name, StringComparison.Ordinal)).Select(post => post.Id).ToList();
        await scene.SeeMentionsAsync("watch",
            [.. expected.Select(id => $"{id} mention={Name} [{id - 2},{id - 1}|{id + 1},{id + 2}]")]);
        Assert.Equal((long)expected.Count, await scene.Scenario.ScalarAsync("SELECT mentions_total FROM group_monitors"));

        void Publish()
        {
            for (var i = 1; i <= messages; i++)
                group.Publish(i % everyTenth == 5 ? Mention($"{i}") : Say($"message {i}"));
        }

        async Task<long> CountAsync() => (long)(await scene.Scenario.ScalarAsync("SELECT count(*) FROM mentions"))!;
        Task SeeCountAsync(int count) => Eventually.SeeAsync(CountAsync, seen => seen >= count);
    }

    [Fact]
    public async Task A_monitor_changes_nothing_of_what_is_parsed()
    {
        await using var scene = await MonitorScene.StartAsync(postgres.Cluster);
        var group = scene.AddGroup("town_square");
        var scenario = scene.Scenario;
        var subscription = WorkerScenario.Subscription("square", "@town_square");
        var watching = await scenario.StartLoggedInAsync(
            scenario.Settings("alice", subscription) with { Monitors = [Monitor("watch", "@town_square", triggers: new TriggersSpec { Keywords = ["post"] })] });
        var plain = await scenario.StartLoggedInAsync(scenario.Settings("bob", subscription), phone: "+15550000002");
        await scenario.SeeParsedAsync(2);
        await scene.SeeWatchedAsync("watch");
        for (var round = 1; round <= 3; round++)
        {
            for (var i = 0; i < 120; i++)
                group.Publish(i % 40 == 0 ? Mention($"{i}") : Say($"post {round}/{i}"));
            group.Edit(group.LastPostId - 5, post => post with { Text = $"post edited {round}" });
            var (one, other) = (await WorkerScenario.ParseAsync(watching), await WorkerScenario.ParseAsync(plain));
            Assert.Equal((other.Status, 120L, 120L), (one.Status, one.PostsAdded, other.PostsAdded));
        }
        foreach (var user in (string[])["alice", "bob"])
            await StoredPosts.AssertEqualAsync(scenario.Database, user, group);
        Assert.Equal(1L, await scenario.ScalarAsync("SELECT count(DISTINCT (cursor, posts_total, backfill_low_id, backfill_count)) FROM user_channels"));
        // And the monitor has seen all of it.
        await Eventually.SeeAsync(() => scenario.ScalarAsync("SELECT mentions_total FROM group_monitors"), 360L.Equals);
    }

    [Fact]
    public async Task Monitors_begin_end_and_fail_each_by_itself_while_the_worker_runs()
    {
        await using var scene = await MonitorScene.StartAsync(postgres.Cluster);
        var (left, stays, later) = (scene.AddGroup("left_group"), scene.AddGroup("stays_group"), scene.AddGroup("later_group"));
        scene.Scenario.AddChannel("a_channel", 1);
        var worker = await scene.Scenario.StartLoggedInAsync(scene.Settings(
            Monitor("left", "@left_group", 0), Monitor("stays", "@stays_group", 0), Monitor("channel", "@a_channel", 0)));
        await scene.SeeWatchedAsync("left");
        await scene.SeeWatchedAsync("stays");
        await scene.SeeReasonAsync("channel", Reasons.ChannelNotFound);

        left.Leave(Alice);
        await scene.SeeReasonAsync("left", Reasons.NotMember);
        Assert.Contains("@left_group", (string)(await scene.Scenario.ScalarAsync("SELECT message FROM group_monitors WHERE name = 'left'"))!, StringComparison.Ordinal);
        left.Publish(Mention());
        var inStays = stays.Publish(Mention());
        later.Publish(Mention());
        await scene.SeeMentionsAsync("stays", Found(inStays));

        // One is added, one suspended, one removed, one gets another trigger; the last group's mention is of the past.
        await worker.ReloadAsync(scene.Settings(
            Monitor("later", "@later_group", 0), Monitor("stays", "@stays_group", 0) with { Suspend = true }));
        await scene.SeeWatchedAsync("later");
        var inLater = later.Publish(Mention());
        var whileSuspended = stays.Publish(Mention());
        await scene.SeeMentionsAsync("later", Found(inLater));
        Assert.Equal(Found(inStays), await scene.MentionsAsync("stays"));

        // What was written meanwhile is examined, also where the account was away and has come back.
        left.Join(Alice);
        await worker.ReloadAsync(scene.Settings(Monitor("left", "@left_group", 0), Monitor("stays", "@stays_group", 0)));
        await scene.SeeMentionsAsync("stays", Found(inStays), Found(whileSuspended));
        await scene.SeeMentionsAsync("left", Found(left.Posts[^1]));
        await scene.SeeReasonAsync("left", "");

        static string Found(Post post) => $"{post.Id} mention={Name} [|]";
    }
}
