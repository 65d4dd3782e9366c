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

    [Fact]
    public async Task Telethon_is_told_the_present_state_of_posts_and_polls_and_that_a_post_is_gone()
    {
        await using var host = await StartAsync(ShowcaseWorld.Create());
        var channel = host.World.ChannelByName(ShowcaseWorld.Channel)!;
        var post = channel.Publish(new Post { Media = new Poll("Tea?", [new PollAnswer("Yes", 3), new PollAnswer("No", 1)]) });
        await using var telethon = StartReader(host, ShowcaseWorld.Phone, ShowcaseWorld.Code, "", ShowcaseWorld.Channel);
        await telethon.ReadAsync();
        await telethon.ReadAsync();

        channel.Count(post.Id, old => old with { Views = 900, Forwards = 40, Replies = 3, Reactions = [new Reaction("🔥", 7)] });
        channel.Vote(post.Id, answer: 1, voters: 5);
        var open = await RefreshAsync(telethon, post.Id);
        channel.Edit(post.Id, old => old with { Media = (Poll)old.Media! with { IsClosed = true } });
        var closed = await RefreshAsync(telethon, post.Id);
        channel.Delete([post.Id]);
        var deleted = await RefreshAsync(telethon, post.Id);

        AssertSame([post with { Views = 900, Forwards = 40, Replies = 3, Reactions = [new Reaction("🔥", 7)] }], [open["post"]!.DeepClone()]);
        Assert.Equal((900, 40, 3), ((int)open["views"]!, (int)open["forwards"]!, (int)open["replies"]!));
        Assert.Equal(("🔥", 7), ((string)open["reactions"]![0]![0]!, (int)open["reactions"]![0]![1]!));
        Assert.Equal("""{"closed":false,"voters":9,"results":[]}""", open["poll"]!.ToJsonString());
        Assert.Equal("""{"closed":true,"voters":9,"results":[3,6]}""", closed["poll"]!.ToJsonString());
        Assert.Null(deleted["post"]);
        Assert.Null(deleted["views"]);
    }

    private static async Task<JsonObject> RefreshAsync(LineScript telethon, int id)
    {
        await telethon.WriteAsync($"{id}");
        while (true)
        {
            var line = await telethon.ReadAsync();
            if (!line.ContainsKey("live"))
                return line;
        }
    }

    private Task<SimulatorHost> StartAsync(SimulatedWorld world) =>
        SimulatorHost.StartAsync(world, options => options with { Schemas = [SchemaFiles.Locate(), fixture.Schema.Path] });

    private LineScript StartReader(SimulatorHost host, string phone, string code, string password, string channel)
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
