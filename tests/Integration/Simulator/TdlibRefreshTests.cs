using System.Text.Json.Nodes;
using TelegramParser.Harness.Telegram;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Simulator;

/// <summary>What TDLib has stored moves on in the world: it learns the server's truth when it asks.</summary>
public sealed class TdlibRefreshTests : IAsyncLifetime
{
    private readonly SimulatedWorld _world = DemoWorld.Create(TimeProvider.System);
    private Channel _channel = null!;
    private SimulatorHost _host = null!;
    private RawTdClient _client = null!;

    public async Task InitializeAsync()
    {
        _channel = _world.Add(new ChannelInfo { Id = 1700000001, Title = "Counting House", Username = "counting_house" });
        for (var i = 1; i <= 20; i++)
            _channel.Load(new Post { Text = $"post {i}", Views = i, Replies = 0, Reactions = [new Reaction("👍", 1)] });
        _channel.Load(new Post { Media = new Poll("Tea?", [new PollAnswer("Yes", 3), new PollAnswer("No", 1)]) });
        _host = await SimulatorHost.StartAsync(_world);
        _client = await RawTdClient.StartAsync(_host, "reader");
        await _client.LogInAsync(DemoWorld.AlicePhone, "12345");
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Counters_that_moved_arrive_when_tdlib_asks_for_them()
    {
        var chat = await OpenAsync();
        var message = (await _client.ReadHistoryAsync(chat)).Single(m => RawTdClient.ServerId(m) == 5);
        var thumbs = message["interaction_info"]!["reactions"]!["reactions"]!.AsArray();
        Assert.Equal(1, (int)Assert.Single(thumbs)!["total_count"]!);

        _channel.Count(5, post => post with
        {
            Views = 5_000, Forwards = 70, Replies = 8, Reactions = [new Reaction("🔥", 40), new Reaction("👍", 2)],
        });
        await ViewAsync(chat, message);

        await _client.UpdateAsync("updateMessageInteractionInfo", update => Fits(update, message, info =>
            (int)info["view_count"]! == 5_000 && (int)info["forward_count"]! == 70 && (int?)info["reply_info"]?["reply_count"] == 8));
        await _client.UpdateAsync("updateMessageInteractionInfo", update => Fits(update, message, info =>
            info["reactions"]?["reactions"]?.AsArray().Select(r => ((string)r!["type"]!["emoji"]!, (int)r["total_count"]!))
                .SequenceEqual([("🔥", 40), ("👍", 2)]) is true));
    }

    [Fact]
    public async Task The_last_reaction_that_is_taken_back_leaves_none()
    {
        var chat = await OpenAsync();
        var message = (await _client.ReadHistoryAsync(chat)).Single(m => RawTdClient.ServerId(m) == 6);

        _channel.Count(6, post => post with { Reactions = [] });
        await ViewAsync(chat, message);

        await _client.UpdateAsync("updateMessageInteractionInfo", update => Fits(update, message, info =>
            info["reactions"] is null || info["reactions"]!["reactions"]!.AsArray().Count == 0));
    }

    [Fact]
    public async Task Posts_by_id_come_as_they_are_and_deleted_ones_not_at_all()
    {
        var chat = await FindAsync();
        _channel.Edit(3, post => post with { Text = "post 3, corrected" });
        _channel.Delete([4]);

        var answer = await _client.RequestAsync("getMessages", new()
        {
            ["chat_id"] = chat,
            ["message_ids"] = new JsonArray([.. new[] { 3L, 4L, 5L, 900L }.Select(id => JsonValue.Create(id << 20))]),
        });

        var messages = answer["messages"]!.AsArray();
        Assert.Equal("post 3, corrected", (string)messages[0]!["content"]!["text"]!["text"]!);
        Assert.Equal(_channel.Find(3)!.EditDate!.Value.ToUnixTimeSeconds(), (long)messages[0]!["edit_date"]!);
        Assert.Null(messages[1]);
        Assert.Equal(0, (long)messages[2]!["edit_date"]!);
        Assert.Null(messages[3]);
    }

    [Fact]
    public async Task A_poll_that_is_edited_and_closed_reaches_a_reader_through_the_difference()
    {
        var chat = await FindAsync();
        await _client.ReadHistoryAsync(chat);

        _channel.Edit(21, post => post with { Media = ((Poll)post.Media!).Voted(0, 7) with { IsClosed = true } });
        await _client.RequestAsync("openChat", new() { ["chat_id"] = chat });

        var update = await _client.UpdateAsync("updateMessageContent", u => (bool?)u["new_content"]!["poll"]?["is_closed"] is true);
        Assert.Equal([10, 1], Voters(update["new_content"]!["poll"]!));
    }

    [Fact]
    public void Only_a_poll_can_be_voted_in_and_only_for_its_answers()
    {
        Assert.Throws<ArgumentException>(() => _channel.Vote(1, answer: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _channel.Vote(21, answer: 2));
        Assert.Null(_channel.Vote(999, answer: 0));
    }

    private async Task<long> OpenAsync()
    {
        var chat = await FindAsync();
        await _client.RequestAsync("openChat", new() { ["chat_id"] = chat });
        return chat;
    }

    private async Task<long> FindAsync() =>
        (long)(await _client.RequestAsync("searchPublicChat", new() { ["username"] = "counting_house" }))["id"]!;

    private Task ViewAsync(long chat, JsonObject message) => _client.RequestAsync("viewMessages", new()
    {
        ["chat_id"] = chat,
        ["message_ids"] = new JsonArray((long)message["id"]!),
        ["source"] = new JsonObject { ["@type"] = "messageSourceOther" },
    });

    private static bool Fits(JsonObject update, JsonObject message, Func<JsonNode, bool> condition) =>
        (long)update["message_id"]! == (long)message["id"]! && update["interaction_info"] is { } info && condition(info);

    private static int[] Voters(JsonNode poll) => [.. poll["options"]!.AsArray().Select(option => (int)option!["voter_count"]!)];
}
