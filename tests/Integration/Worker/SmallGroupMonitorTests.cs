using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Time;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.TelegramSimulator.World;
using static TelegramParser.IntegrationTests.Worker.MonitorScene;

namespace TelegramParser.IntegrationTests.Worker;

/// <summary>Monitors of basic groups, whose messages are in their members' own boxes and which become supergroups one day.</summary>
[Collection(WorkerCollection.Name)]
public sealed class SmallGroupMonitorTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_small_group_is_watched_live_and_over_downtime_and_goes_on_as_the_supergroup_that_it_becomes()
    {
        await using var scene = await MonitorScene.StartAsync(postgres.Cluster);
        var (stays, moves) = (AddGroup(scene, 4711), AddGroup(scene, 4712));
        MonitorSettings[] monitors = [Monitor("stays", "-4711", 1), Monitor("moves", "-4712", 1)];
        var worker = await scene.WatchAsync(monitors);

        // As it is written.
        int[] live = Publish(stays, Say("one"), Mention("live"), Say("three"));
        string[] inStays = [$"{live[1]} mention={Name} [{live[0]}|{live[2]}]"];
        await scene.SeeMentionsAsync("stays", inStays);
        Assert.Equal("group Group 4711", await scene.Scenario.ScalarAsync("SELECT kind || ' ' || title FROM channels WHERE chat_id = -4711"));
        Assert.Equal(DBNull.Value, await scene.Scenario.ScalarAsync("SELECT permalink FROM mentions"));

        // While nobody looks; one group becomes a supergroup meanwhile, with something unread in it.
        await worker.DisposeAsync();
        int[] missed = Publish(stays, Say("four"), Mention("missed"), Say("six"));
        int[] unread = Publish(moves, Mention("unread"));
        var supergroup = scene.Scenario.Telegram.World.Migrate(moves, 1_700_004_712);
        var first = supergroup.Publish(Mention("in the supergroup"));
        await scene.WatchAgainAsync(monitors);
        inStays = [.. inStays, $"{missed[1]} mention={Name} [{missed[0]}|{missed[2]}]"];
        await scene.SeeMentionsAsync("stays", inStays);
        await SeeMentionsAsync(scene, "moves", (-4712, unread[0]), (-1_001_700_004_712, first.Id));

        // And the other one under the worker's eyes.
        var upgraded = scene.Scenario.Telegram.World.Migrate(stays, 1_700_004_711);
        var last = upgraded.Publish(Mention("in the other supergroup"));
        await SeeMentionsAsync(scene, "stays", (-4711, live[1]), (-4711, missed[1]), (-1_001_700_004_711, last.Id));
        Assert.Equal(5L, await scene.Scenario.ScalarAsync("SELECT sum(mentions_total)::bigint FROM group_monitors WHERE reason IS NULL"));
    }

    private static BasicGroup AddGroup(MonitorScene scene, long id)
    {
        var group = scene.Scenario.Telegram.World.AddGroup(id, $"Group {id}");
        foreach (var member in (long[])[Alice, Bob, Carol])
            group.Join(member);
        group.Publish(Mention("long ago"));
        return group;
    }

    private static int[] Publish(BasicGroup group, params Post[] posts) => [.. posts.Select(post => group.Publish(post).Id)];

    // Waits until these are a monitor's mentions: where, and which message.
    private static Task SeeMentionsAsync(MonitorScene scene, string monitor, params (long Chat, int Message)[] expected) => Eventually.SeeAsync(
        async () => await scene.Scenario.ScalarAsync(
            $"""
            SELECT string_agg(mentions.chat_id || '/' || message_id, ' ' ORDER BY mentions.date, mentions.id)
            FROM mentions JOIN group_monitors ON group_monitors.id = monitor_id WHERE name = '{monitor}'
            """) as string,
        seen => seen == string.Join(' ', expected.Select(mention => $"{mention.Chat}/{mention.Message}")));
}
