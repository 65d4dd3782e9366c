using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

[Collection(WorkerCollection.Name)]
public sealed class PastTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Whatever_a_channel_has_lost_its_whole_past_is_read()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var random = new Random(1);
        var channels = new[]
        {
            Lose(scenario.AddChannel("hardly_a_post_is_gone", 2_500), _ => random.Next(10) == 0),
            Lose(scenario.AddChannel("half_of_it_is_gone", 2_500), _ => random.Next(2) == 0),
            Lose(scenario.AddChannel("hardly_a_post_is_left", 5_000), _ => random.Next(100) != 0),
            Lose(scenario.AddChannel("a_hole_in_its_middle", 5_000), id => id is > 1_000 and < 4_000),
            Lose(scenario.AddChannel("its_beginning_is_gone", 3_000), id => id < 1_500),
            Lose(scenario.AddChannel("more_and_more_is_left", 4_000), id => random.Next(4_000) > id),
            Lose(scenario.AddChannel("less_and_less_is_left", 4_000), id => random.Next(4_000) < id),
        };
        channels[1].Join(1001);
        await scenario.StartLoggedInAsync(scenario.Settings(
            "alice", [.. channels.Select((c, i) => WorkerScenario.Subscription($"c{i}", "@" + c.Info.Username))]));
        await scenario.SeeParsedAsync(channels.Length);
        foreach (var channel in channels)
            await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
        Assert.Equal(0L, await scenario.ScalarAsync("SELECT count(*) FROM unstored_messages"));
    }

    [Fact]
    public async Task A_long_past_takes_twelve_calls_a_thousand_posts()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("long_story", 10_000);
        await scenario.StartLoggedInAsync(scenario.Settings("alice", WorkerScenario.Subscription("long", "@long_story")));
        await scenario.SeeParsedAsync(1);
        await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
        Assert.InRange(scenario.Telegram.World.Calls.Of("messages.getHistory").Count, 100, 120);
    }

    private static Channel Lose(Channel channel, Func<int, bool> isGone)
    {
        channel.Delete([.. channel.Posts.Select(post => post.Id).Where(isGone)]);
        return channel;
    }
}
