using System.Text.Json;
using TelegramParser.TelegramSimulator;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Simulator;

public sealed class DataSetTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_world_comes_back_from_its_file_as_it_was()
    {
        var world = ShowcaseWorld.Create();
        var channel = world.ChannelByName(ShowcaseWorld.Channel)!;
        channel.Join(world.Accounts[0].User.Id);
        channel.Delete([channel.LastPostId]);

        await DataSet.SaveAsync(_file, world);
        var loaded = new SimulatedWorld(TimeProvider.System);
        await DataSet.LoadAsync(_file, loaded);

        Assert.Equal(AsText(world), AsText(loaded));
        Assert.Equal(channel.Position, loaded.ChannelByName(ShowcaseWorld.Channel)!.Position);
    }

    [Fact]
    public async Task A_wrong_line_is_reported_with_its_number()
    {
        await File.WriteAllLinesAsync(_file, ["""{"user":{"id":1,"first_name":"A"}}""", """{"channel_id":5,"post":{"text":"x"}}"""]);

        var error = await Assert.ThrowsAsync<FormatException>(() => DataSet.LoadAsync(_file, new SimulatedWorld(TimeProvider.System)));

        Assert.Contains("line 2: there is no channel 5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_generates_the_same_world()
    {
        var one = WorldGenerator.Create(TimeProvider.System, channels: 3, posts: 200, accounts: 2, seed: 7);
        var same = WorldGenerator.Create(TimeProvider.System, channels: 3, posts: 200, accounts: 2, seed: 7);
        var other = WorldGenerator.Create(TimeProvider.System, channels: 3, posts: 200, accounts: 2, seed: 8);

        Assert.Equal(AsText(one), AsText(same));
        Assert.NotEqual(AsText(one), AsText(other), StringComparer.Ordinal);
        Assert.All(one.Channels, channel => Assert.True(channel.LastPostId > channel.Posts.Count, "no id is missing"));
    }

    [Fact]
    public void The_demo_world_has_six_channels_one_of_them_private_and_one_large()
    {
        var world = DemoWorld.Create(TimeProvider.System);

        Assert.Equal(6, world.Channels.Count);
        Assert.Single(world.Channels, channel => channel.Info.IsPrivate);
        Assert.True(world.ChannelByName("market_ledger")!.Posts.Count > 1_200);
        Assert.All(world.Channels.SelectMany(channel => channel.Posts), post => Assert.True(
            post.Entities.All(entity => entity.Offset + entity.Length <= post.Text.Length), post.Text));
    }

    private static string AsText(SimulatedWorld world) => JsonSerializer.Serialize(
        world.Channels.Select(channel => new { channel.Info, channel.Members, channel.Posts }), Json.Options);
}
