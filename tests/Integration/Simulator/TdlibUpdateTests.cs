using System.Text.Json.Nodes;
using TelegramParser.Harness.Telegram;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Simulator;

/// <summary>What changes in a channel reaches TDLib: pushed to members, by difference to others.</summary>
public sealed class TdlibUpdateTests : IAsyncLifetime
{
    private SimulatorHost _host = null!;
    private RawTdClient _client = null!;

    public async Task InitializeAsync()
    {
        _host = await SimulatorHost.StartAsync(DemoWorld.Create(TimeProvider.System));
        _client = await RawTdClient.StartAsync(_host, "reader");
        await _client.LogInAsync(DemoWorld.AlicePhone, "12345");
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_member_is_told_of_new_edited_and_deleted_posts()
    {
        var channel = _host.World.Channels.Single(c => c.Info.IsPrivate);
        await _client.RequestAsync("loadChats", new() { ["limit"] = 10 });

        var post = channel.Publish(new Post { Text = "Front page is settled" });
        var id = (long)(await _client.UpdateAsync("updateNewMessage", update => TextOf(update["message"]!["content"]!) == post.Text))["message"]!["id"]!;
        channel.Edit(post.Id, old => old with { Text = "Front page is open again" });
        await _client.UpdateAsync("updateMessageContent", update =>
            (long)update["message_id"]! == id && TextOf(update["new_content"]!) == "Front page is open again");
        channel.Delete([post.Id]);
        await _client.UpdateAsync("updateDeleteMessages", update =>
            (bool)update["is_permanent"]! && update["message_ids"]!.AsArray().Any(deleted => (long)deleted! == id));

        Assert.Equal(post.Id, id >> 20);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(150)]
    public async Task A_reader_who_has_not_joined_catches_up_when_it_opens_the_chat(int newPosts)
    {
        var channel = _host.World.ChannelByName("harbour_news")!;
        var chat = (long)(await _client.RequestAsync("searchPublicChat", new() { ["username"] = "harbour_news" }))["id"]!;
        await _client.RequestAsync("getChatHistory", new() { ["chat_id"] = chat, ["limit"] = 10 });

        for (var i = 0; i < newPosts; i++)
            channel.Publish(new Post { Text = $"post {i}" });
        await _client.RequestAsync("openChat", new() { ["chat_id"] = chat });

        var update = await _client.UpdateAsync("updateChatLastMessage", u =>
            (long)u["chat_id"]! == chat && (long?)u["last_message"]?["id"] >> 20 == channel.LastPostId);
        Assert.Equal($"post {newPosts - 1}", TextOf(update["last_message"]!["content"]!));
    }

    [Fact]
    public async Task Joining_by_an_invite_link_opens_a_private_channel()
    {
        var channel = _host.World.Add(new ChannelInfo { Id = 1800000001, Title = "Attic", InviteHash = "AtticKey" });
        channel.Load(new Post { Text = "Hidden" });

        var joined = await _client.RequestAsync("joinChatByInviteLink", new() { ["invite_link"] = "https://t.me/+AtticKey" });

        var chat = await _client.RequestAsync("getChat", new() { ["chat_id"] = (long)joined["chat_id"]! });
        Assert.Equal("Attic", (string?)chat["title"]);
        Assert.True(channel.HasMember(_host.World.AccountByPhone(DemoWorld.AlicePhone)!.User.Id));
    }

    [Fact]
    public async Task Views_are_refreshed_without_counting_the_reader()
    {
        var channel = _host.World.ChannelByName("science_daily")!;
        var chat = (long)(await _client.RequestAsync("searchPublicChat", new() { ["username"] = "science_daily" }))["id"]!;
        var page = await _client.RequestAsync("getChatHistory", new() { ["chat_id"] = chat, ["limit"] = 1 });
        var message = (long)page["messages"]![0]!["id"]!;
        channel.Count(channel.LastPostId, post => post with { Views = 123_456 });

        await _client.RequestAsync("viewMessages", new()
        {
            ["chat_id"] = chat,
            ["message_ids"] = new JsonArray(message),
            ["source"] = new JsonObject { ["@type"] = "messageSourceOther" },
        });

        await _client.UpdateAsync("updateMessageInteractionInfo", update =>
            (long)update["message_id"]! == message && (int?)update["interaction_info"]?["view_count"] == 123_456);
        Assert.Equal(123_456, channel.Find(channel.LastPostId)!.Views);
        Assert.All(_host.World.Calls.Of("messages.getMessagesViews"), call => Assert.Equal("false", call.Arguments["increment"]));
    }

    [Fact]
    public async Task A_long_flood_wait_fails_the_call_of_one_account_only()
    {
        var chat = await _client.RequestAsync("searchPublicChat", new() { ["username"] = "gorod_segodnya" });
        _host.World.Faults.AddFloodWait("messages.getHistory", seconds: 600, phone: DemoWorld.AlicePhone);

        var error = await Assert.ThrowsAsync<RawTdException>(() => OlderAsync(_client, chat));

        Assert.Equal(429, error.Code);
        await using var bob = await RawTdClient.StartAsync(_host, "bob");
        await bob.LogInAsync(DemoWorld.BobPhone, "54321", "correct horse");
        var same = await bob.RequestAsync("searchPublicChat", new() { ["username"] = "gorod_segodnya" });
        Assert.NotEmpty((await OlderAsync(bob, same))["messages"]!.AsArray());
    }

    /// <summary>Posts older than the last one, which TDLib does not have yet.</summary>
    private static Task<JsonObject> OlderAsync(RawTdClient client, JsonObject chat) => client.RequestAsync("getChatHistory", new()
    {
        ["chat_id"] = (long)chat["id"]!,
        ["from_message_id"] = (long)chat["last_message"]!["id"]!,
        ["limit"] = 50,
    });

    private static string? TextOf(JsonNode content) => (string?)(content["text"] ?? content["caption"])?["text"];
}
