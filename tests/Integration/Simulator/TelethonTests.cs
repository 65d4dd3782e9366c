using System.Text.Json.Nodes;
using TelegramParser.Harness;
using TelegramParser.Harness.Telegram;
using TelegramParser.Harness.Telethon;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Simulator;

/// <summary>A client that shares no code with TDLib keeps the simulator honest. It speaks an older layer.</summary>
public sealed class TelethonTests(TelethonSchemaFixture fixture) : IClassFixture<TelethonSchemaFixture>
{
    [Fact]
    public async Task Telethon_logs_in_with_a_password_and_reads_the_history_that_the_world_holds()
    {
        await using var host = await StartAsync(DemoWorld.Create(TimeProvider.System));
        var channel = host.World.ChannelByName("market_ledger")!;
        await using var telethon = StartReader(host, DemoWorld.BobPhone, "54321", "correct horse", "market_ledger");

        var me = await telethon.ReadAsync();
        var history = await telethon.ReadAsync();

        Assert.Equal("Bob", (string?)me["me"]);
        AssertSame(channel.Posts, history["history"]!.AsArray());
    }

    [Fact]
    public async Task Telethon_sees_everything_that_a_post_can_have()
    {
        await using var host = await StartAsync(ShowcaseWorld.Create());
        var channel = host.World.ChannelByName(ShowcaseWorld.Channel)!;
        await using var telethon = StartReader(host, ShowcaseWorld.Phone, ShowcaseWorld.Code, "", ShowcaseWorld.Channel);
        await telethon.ReadAsync();

        var history = await telethon.ReadAsync();

        AssertSame(channel.Posts, history["history"]!.AsArray());
    }

    [Fact]
    public async Task Telethon_receives_a_live_post()
    {
        await using var host = await StartAsync(ShowcaseWorld.Create());
        var channel = host.World.ChannelByName(ShowcaseWorld.Channel)!;
        await using var telethon = StartReader(host, ShowcaseWorld.Phone, ShowcaseWorld.Code, "", ShowcaseWorld.Channel);
        await telethon.ReadAsync();
        await telethon.ReadAsync();

        var post = channel.Publish(new Post { Text = "Just in", Entities = [new TextEntity(EntityKind.Bold, 0, 4)] });

        AssertSame([post], [(await telethon.ReadAsync())["live"]!.DeepClone()]);
    }

    private Task<SimulatorHost> StartAsync(SimulatedWorld world) =>
        SimulatorHost.StartAsync(world, options => options with { Schemas = [SchemaFiles.Locate(), fixture.Schema.Path] });

    private SystemPython StartReader(SimulatorHost host, string phone, string code, string password, string channel)
    {
        var key = Path.Combine(fixture.Schema.Folder, "key.pem");
        File.WriteAllText(key, host.Simulator.PublicKeyPem);
        return SystemPython.Start(
            Path.Combine(Repository.Root, "tests/Integration/Simulator/telethon_reader.py"),
            $"{host.Port}", host.Register("telethon"), key, phone, code, password, channel);
    }

    private static void AssertSame(IReadOnlyList<Post> expected, JsonArray actual)
    {
        Assert.Equal(expected.Select(post => Described(post).ToJsonString()), actual.Select(message => message!.ToJsonString()), StringComparer.Ordinal);
    }

    /// <summary>The description that telethon_reader.py gives of a message.</summary>
    private static JsonObject Described(Post post)
    {
        var isService = post.Action is not null;
        return new JsonObject
        {
            ["id"] = post.Id,
            ["date"] = post.Date.ToUnixTimeSeconds(),
            ["text"] = post.Text,
            ["action"] = post.Action switch
            {
                ChannelCreated => "MessageActionChannelCreate",
                PostPinned => "MessageActionPinMessage",
                _ => null,
            },
            ["entities"] = new JsonArray([.. post.Entities.Select(Described)]),
            ["media"] = Described(post.Media),
            ["album"] = post.AlbumId,
            ["reply_to"] = post.ReplyTo,
            ["forward"] = post.Forward is { } forward ? forward.HiddenName ?? $"{forward.ChannelId ?? forward.UserId}" : null,
            ["author"] = post.Author,
            ["views"] = isService ? null : post.Views,
            ["forwards"] = isService ? null : post.Forwards,
            ["replies"] = post.Replies,
            ["reactions"] = new JsonArray([.. post.Reactions.Select(r => new JsonArray(r.Emoji, r.Count))]),
            ["buttons"] = new JsonArray([.. post.Buttons.SelectMany(row => row).Select(b => new JsonArray(b.Text, b.Url))]),
            ["pinned"] = post.IsPinned,
        };
    }

    private static JsonArray Described(TextEntity entity) => new(
        entity.Kind.ToString(), entity.Offset, entity.Length, entity.Url ?? entity.Language,
        (entity.UserId ?? entity.DocumentId) is { } number ? number : null);

    private static string? Described(Media? media) => media switch
    {
        Photo photo => $"photo:{photo.Width}",
        Document document => $"DocumentAttributeFilename:{document.Size}",
        Video video => $"DocumentAttributeVideo:{video.Size}",
        Audio audio => $"DocumentAttributeAudio:{audio.Size}",
        Voice voice => $"DocumentAttributeAudio:{voice.Size}",
        WebPage page => $"{page.Url} {page.Title}",
        Poll poll => $"{poll.Question}:{string.Join(',', poll.Answers.Select(answer => answer.Text))}",
        _ => null,
    };
}

/// <summary>One schema for all tests of the class.</summary>
public sealed class TelethonSchemaFixture : IAsyncLifetime
{
    public TelethonSchema Schema { get; private set; } = null!;

    public async Task InitializeAsync() => Schema = await TelethonSchema.CreateAsync();

    public Task DisposeAsync()
    {
        Schema.Dispose();
        return Task.CompletedTask;
    }
}
