using System.Text.Json.Nodes;
using TelegramParser.Harness;
using TelegramParser.Harness.Telegram;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Simulator;

/// <summary>mtcute speaks TDLib's layer and shares no code with it.</summary>
public sealed class MtcuteTests : IAsyncLifetime
{
    private readonly string _key = Path.GetTempFileName();
    private SimulatorHost _host = null!;
    private Channel _channel = null!;
    private LineScript _reader = null!;

    public async Task InitializeAsync()
    {
        _host = await SimulatorHost.StartAsync(DemoWorld.Create(TimeProvider.System));
        _channel = _host.World.ChannelByName("market_ledger")!;
        await File.WriteAllTextAsync(_key, _host.Simulator.PublicKeyPem);
        var folder = Path.Combine(Repository.Root, "tests/TelegramSimulator/mtcute");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            throw new InvalidOperationException($"mtcute is missing. Run `npm ci` in {folder}.");
        _reader = LineScript.Start("node", Path.Combine(folder, "reader.mjs"),
            $"{_host.Port}", _key, DemoWorld.BobPhone, "54321", "correct horse", "market_ledger");
    }

    public async Task DisposeAsync()
    {
        await _reader.DisposeAsync();
        await _host.DisposeAsync();
        File.Delete(_key);
    }

    [Fact]
    public async Task Mtcute_logs_in_with_a_password_and_reads_the_history_that_the_world_holds()
    {
        Assert.Equal("Bob", (await _reader.ReadAsync("me")).GetValue<string>());

        AssertIsTheWorld(await _reader.ReadAsync("history"));
    }

    [Fact]
    public async Task Mtcute_is_told_of_new_edited_and_deleted_posts_and_ends_with_what_the_world_holds()
    {
        await _reader.ReadAsync("history");

        var post = _channel.Publish(new Post { Text = "Copper up", Entities = [new TextEntity(EntityKind.Bold, 0, 6)], Views = 3 });
        AssertSame(post, await _reader.ReadAsync("published"));
        var edited = _channel.Edit(post.Id, old => old with { Text = "Copper down" })!;
        AssertSame(edited, await _reader.ReadAsync("edited"));
        var oldest = _channel.Posts.Select(old => old.Id).Skip(10).Take(120).ToList();
        _channel.Delete([post.Id, .. oldest]);
        var deleted = (await _reader.ReadAsync("deleted")).AsArray().Select(id => (int)id!).ToList();
        _channel.Count(_channel.LastPostId, old => old with { Views = 9_999, Reactions = [new Reaction("🔥", 4)] });
        await _reader.WriteAsync("again");

        Assert.Equal([post.Id, .. oldest], deleted);
        AssertIsTheWorld(await _reader.ReadAsync("history"));
    }

    private void AssertIsTheWorld(JsonNode history)
    {
        Assert.Equal(_channel.Posts.Count, history.AsArray().Count);
        foreach (var (post, message) in _channel.Posts.Zip(history.AsArray()))
            AssertSame(post, message!);
    }

    private static void AssertSame(Post post, JsonNode message) =>
        Assert.Equal(Described(post).ToJsonString(), message.ToJsonString());

    /// <summary>The description that reader.mjs gives of a message.</summary>
    private static JsonObject Described(Post post) => new()
    {
        ["id"] = post.Id,
        ["date"] = post.Date.ToUnixTimeSeconds(),
        ["edited"] = post.EditDate?.ToUnixTimeSeconds(),
        ["text"] = post.Text,
        ["action"] = post.Action switch
        {
            ChannelCreated => "messageActionChannelCreate",
            PostPinned => "messageActionPinMessage",
            _ => null,
        },
        ["entities"] = new JsonArray([.. post.Entities.Select(entity => new JsonArray($"{entity.Kind}", entity.Offset, entity.Length))]),
        ["album"] = post.AlbumId is { } album ? $"{album}" : null,
        ["views"] = post.Action is null ? post.Views : null,
        ["forwards"] = post.Action is null ? post.Forwards : null,
        ["reactions"] = new JsonArray([.. post.Reactions.Select(reaction => new JsonArray(reaction.Emoji, reaction.Count))]),
    };
}
