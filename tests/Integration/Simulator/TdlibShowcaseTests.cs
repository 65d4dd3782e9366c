using System.Text.Json.Nodes;
using TelegramParser.Harness.Telegram;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Simulator;

public sealed class TdlibShowcaseTests : IAsyncLifetime
{
    private SimulatorHost _host = null!;
    private RawTdClient _client = null!;
    private Dictionary<int, JsonObject> _messages = [];

    private IReadOnlyList<Post> Posts => _host.World.ChannelByName(ShowcaseWorld.Channel)!.Posts;

    public async Task InitializeAsync()
    {
        _host = await SimulatorHost.StartAsync(ShowcaseWorld.Create());
        _client = await RawTdClient.StartAsync(_host, "showcase");
        await _client.LogInAsync(ShowcaseWorld.Phone, ShowcaseWorld.Code);
        var chat = await _client.RequestAsync("searchPublicChat", new() { ["username"] = ShowcaseWorld.Channel });
        // TDLib drops the reactions of messages that it reads before it knows which ones there are.
        await _client.RequestAsync("getSupergroupFullInfo", new() { ["supergroup_id"] = (long)chat["type"]!["supergroup_id"]! });
        await _client.UpdateAsync("updateActiveEmojiReactions");
        _messages = (await _client.ReadHistoryAsync((long)chat["id"]!)).ToDictionary(RawTdClient.ServerId);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public void Entities_are_where_the_world_has_them()
    {
        // TDLib leaves commands out where no bot could answer them: Telethon's test has them.
        var withEntities = Posts.Where(post => post.Entities.Any(e => e.Kind != EntityKind.BotCommand)).ToList();

        Assert.Equal(Enum.GetValues<EntityKind>().Where(kind => kind != EntityKind.BotCommand).Order(), withEntities.SelectMany(post => post.Entities).Select(e => e.Kind).Distinct().Order());
        Assert.All(withEntities, post => Assert.Equal(
            post.Entities.Select(e => (NameOf(e.Kind), e.Offset, e.Length)),
            EntitiesOf(_messages[post.Id])));
    }

    [Theory]
    [InlineData("A photo", "messagePhoto")]
    [InlineData("A document", "messageDocument")]
    [InlineData("A video", "messageVideo")]
    [InlineData("A song", "messageAudio")]
    [InlineData("A voice message", "messageVoiceNote")]
    public void Every_kind_of_file_is_shown_as_what_it_is(string text, string content)
    {
        Assert.Equal(content, RawTdClient.TypeOf(MessageOf(text)["content"]!.AsObject()));
    }

    [Fact]
    public void Previews_polls_albums_and_service_messages_arrive()
    {
        var preview = MessageOf("A page: https://harbour-news.example/1")["content"]!["link_preview"]!;
        Assert.Equal("The lock is open", (string?)preview["title"]);
        var poll = _messages.Values.Single(m => RawTdClient.TypeOf(m["content"]!.AsObject()) == "messagePoll");
        Assert.Equal("Tea or coffee?", (string?)poll["content"]!["poll"]!["question"]!["text"]);
        Assert.Equal(3, _messages.Values.Count(m => (string?)m["media_album_id"] == "777000000000001"));
        Assert.Single(_messages.Values, m => RawTdClient.TypeOf(m["content"]!.AsObject()) == "messagePinMessage");
    }

    [Fact]
    public void Origins_of_forwards_are_told_apart()
    {
        Assert.Equal("messageOriginChannel", OriginOf("From a channel"));
        Assert.Equal("messageOriginUser", OriginOf("From a person"));
        Assert.Equal("messageOriginHiddenUser", OriginOf("From somebody"));
    }

    [Fact]
    public void Counters_signatures_and_buttons_arrive()
    {
        var signed = MessageOf("Signed");
        Assert.Equal("Night desk", (string?)signed["author_signature"]);
        Assert.Equal(321, (int)signed["interaction_info"]!["view_count"]!);
        Assert.Equal(12, (int)signed["interaction_info"]!["forward_count"]!);
        var reactions = MessageOf("Liked")["interaction_info"]!["reactions"]!["reactions"]!.AsArray();
        Assert.Equal([40, 2], reactions.Select(r => (int)r!["total_count"]!));
        var button = MessageOf("With a button")["reply_markup"]!["rows"]![0]![0]!;
        Assert.Equal("https://harbour-news.example/2", (string?)button["type"]!["url"]);
    }

    private JsonObject MessageOf(string text) => _messages[Posts.Single(post => post.Text == text).Id];

    private string OriginOf(string text) => RawTdClient.TypeOf(MessageOf(text)["forward_info"]!["origin"]!.AsObject());

    private static IEnumerable<(string Kind, int Offset, int Length)> EntitiesOf(JsonObject message) =>
        (message["content"]!["text"] ?? message["content"]!["caption"])!["entities"]!.AsArray().Select(entity => (
            RawTdClient.TypeOf(entity!["type"]!.AsObject())["textEntityType".Length..],
            (int)entity["offset"]!, (int)entity["length"]!));

    /// <summary>TDLib's names for what Telegram's API calls otherwise.</summary>
    private static string NameOf(EntityKind kind) => kind switch
    {
        EntityKind.Strike => "Strikethrough",
        EntityKind.Pre => "PreCode",
        EntityKind.Blockquote => "BlockQuote",
        EntityKind.Email => "EmailAddress",
        EntityKind.Phone => "PhoneNumber",
        EntityKind.BankCard => "BankCardNumber",
        _ => kind.ToString(),
    };
}
