using System.Text;
using System.Text.Json.Nodes;
using TelegramParser.Harness.Telegram;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Simulator;

/// <summary>Channels that change their name, close, ask before they let in; groups; and updates that do not come.</summary>
public sealed class TdlibMembershipTests : IAsyncLifetime
{
    private const long Offset = -1_000_000_000_000;

    private readonly SimulatedWorld _world = DemoWorld.Create(TimeProvider.System);
    private long _alice;
    private Channel _open = null!;
    private SimulatorHost _host = null!;
    private HttpClient _http = null!;
    private RawTdClient _client = null!;

    public async Task InitializeAsync()
    {
        _alice = _world.AccountByPhone(DemoWorld.AlicePhone)!.User.Id;
        _open = _world.Add(new ChannelInfo { Id = 1750000001, Title = "Town Crier", Username = "town_crier" });
        _open.Join(_alice);
        for (var i = 1; i <= 5; i++)
            _open.Load(new Post { Text = $"post {i}" });
        _host = await SimulatorHost.StartAsync(_world);
        _http = new HttpClient { BaseAddress = _host.ControlAddress };
        _client = await RawTdClient.StartAsync(_host, "reader");
        await _client.LogInAsync(DemoWorld.AlicePhone, "12345");
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_renamed_channel_keeps_its_id_and_says_so_in_a_service_message()
    {
        await _client.RequestAsync("loadChats", new() { ["limit"] = 10 });

        await SendAsync(HttpMethod.Patch, "/channels/town_crier", """{"title":"Town Herald"}""");

        var update = await _client.UpdateAsync("updateChatTitle", u => (string)u["title"]! == "Town Herald");
        Assert.Equal(Offset - _open.Id, (long)update["chat_id"]!);
        await _client.UpdateAsync("updateNewMessage", u => Kind(u["message"]!) == "messageChatChangeTitle");
    }

    [Fact]
    public async Task A_username_that_another_channel_takes_over_leads_there()
    {
        var first = await ResolveAsync("town_crier");
        var taker = _world.Add(new ChannelInfo { Id = 1750000002, Title = "Impostor" });

        await SendAsync(HttpMethod.Put, $"/channels/{taker.Id}/username", """{"username":"town_crier"}""");

        await _client.UpdateAsync("updateSupergroup", u => (long)u["supergroup"]!["id"]! == _open.Id && u["supergroup"]!["usernames"] is null);
        Assert.Equal((Offset - _open.Id, Offset - taker.Id), (first, await ResolveAsync("town_crier")));
        Assert.True(_open.Info.IsPrivate);
    }

    [Fact]
    public async Task A_banned_reader_is_told_that_the_channel_is_private()
    {
        var chat = await ResolveAsync("town_crier");

        await SendAsync(HttpMethod.Put, $"/channels/{_open.Id}/banned/{DemoWorld.AlicePhone}", "{}");

        await _client.UpdateAsync("updateSupergroup", u =>
            (long)u["supergroup"]!["id"]! == _open.Id && Type(u["supergroup"]!["status"]!) == "chatMemberStatusBanned");
        await Assert.ThrowsAsync<RawTdException>(() => _client.ReadHistoryAsync(chat));
        await SendAsync(HttpMethod.Delete, $"/channels/{_open.Id}/banned/{DemoWorld.AlicePhone}", "{}");
        await _client.UpdateAsync("updateSupergroup", u =>
            (long)u["supergroup"]!["id"]! == _open.Id && Type(u["supergroup"]!["status"]!) == "chatMemberStatusLeft");
        Assert.Equal(5, (await _client.ReadHistoryAsync(chat)).Count);
    }

    [Fact]
    public async Task An_invite_link_that_needs_approval_opens_the_channel_once_it_is_given()
    {
        var closed = _world.Add(new ChannelInfo { Id = 1750000003, Title = "Lodge", Invites = [new Invite("LodgeKey") { NeedsApproval = true }] });
        closed.Load(new Post { Text = "Hidden" });
        var info = await _client.RequestAsync("checkChatInviteLink", new() { ["invite_link"] = "https://t.me/+LodgeKey" });
        Assert.True((bool)info["creates_join_request"]!);

        Assert.Equal("chatJoinResultRequestSent", Type(await JoinAsync("LodgeKey")));
        Assert.Equal([_alice], closed.JoinRequests);
        await SendAsync(HttpMethod.Post, $"/channels/{closed.Id}/approve/{DemoWorld.AlicePhone}", "{}");

        await _client.UpdateAsync("updateSupergroup", u =>
            (long)u["supergroup"]!["id"]! == closed.Id && Type(u["supergroup"]!["status"]!) == "chatMemberStatusMember");
        await _client.UpdateAsync("updateNewChat", u => (long)u["chat"]!["id"]! == Offset - closed.Id);
        Assert.Equal(["Hidden"], Texts(await _client.ReadHistoryAsync(Offset - closed.Id)), StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_invite_link_that_is_expired_or_revoked_opens_nothing()
    {
        _open.Change(info => info with
        {
            Invites = [new Invite("Old") { ExpiresAt = DateTimeOffset.UtcNow.AddMinutes(-1) }, new Invite("Gone") { IsRevoked = true }],
        });

        foreach (var hash in (string[])["Old", "Gone", "Never"])
        {
            var refused = await Assert.ThrowsAsync<RawTdException>(() => JoinAsync(hash));
            Assert.Contains("INVITE_HASH_EXPIRED", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_supergroup_has_senders_and_service_messages()
    {
        _world.Add(new User { Id = 3100, FirstName = "Dara" });
        var group = _world.Add(new ChannelInfo { Id = 1750000004, Title = "Market Square", Username = "market_square", IsGroup = true });
        group.Load(new Post { Text = "Morning", SenderId = 3100 });
        group.Load(new Post { Action = new MembersAdded([3100]), SenderId = 3100 });
        group.Load(new Post { Action = new PhotoRemoved(), SenderId = 3100 });
        group.Load(new Post { Action = new AutoDeleteChanged(86_400), SenderId = 3100 });
        group.Load(new Post { Action = new PostPinned(), ReplyTo = 1, SenderId = 3100 });

        var messages = await _client.ReadHistoryAsync(await ResolveAsync("market_square"));

        Assert.All(messages, message => Assert.Equal(3100, (long)message["sender_id"]!["user_id"]!));
        Assert.All(messages, message => Assert.False((bool)message["is_channel_post"]!));
        Assert.Equal(
            ["messageText", "messageChatAddMembers", "messageChatDeletePhoto", "messageChatSetMessageAutoDeleteTime", "messagePinMessage"],
            messages.Select(message => Kind(message)), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_basic_group_that_is_migrated_names_its_supergroup_and_the_other_way_round()
    {
        await SendAsync(HttpMethod.Post, "/groups", $$"""{"id":5551,"title":"Neighbours","members":["{{DemoWorld.BobPhone}}"]}""");
        await SendAsync(HttpMethod.Post, "/groups/5551/posts", """{"text":"Who has a ladder?","sender_id":3100}""");
        await using var bob = await RawTdClient.StartAsync(_host, "bob");
        await bob.LogInAsync(DemoWorld.BobPhone, "54321", "correct horse");
        await bob.RequestAsync("loadChats", new() { ["limit"] = 10 });
        Assert.Equal(["Who has a ladder?"], Texts(await bob.ReadHistoryAsync(-5551)), StringComparer.Ordinal);

        await SendAsync(HttpMethod.Post, "/groups/5551/migrate", """{"channel_id":1750000005}""");

        await bob.UpdateAsync("updateBasicGroup", u => (long)u["basic_group"]!["upgraded_to_supergroup_id"]! == 1750000005);
        await bob.UpdateAsync("updateNewChat", u => (long)u["chat"]!["id"]! == Offset - 1750000005);
        var first = Assert.Single(await bob.ReadHistoryAsync(Offset - 1750000005));
        Assert.Equal((5551, "Neighbours"), ((long)first["content"]!["basic_group_id"]!, (string)first["content"]!["title"]!));
        var full = await bob.RequestAsync("getSupergroupFullInfo", new() { ["supergroup_id"] = 1750000005 });
        Assert.Equal(5551, (long)full["upgraded_from_basic_group_id"]!);
        Assert.Equal(new MigratedToSupergroup(1750000005), _world.GroupById(5551)!.Find(_world.GroupById(5551)!.LastPostId)!.Action);
    }

    [Fact]
    public async Task A_channel_names_its_discussion_group_and_posts_have_comments()
    {
        var group = _world.Add(new ChannelInfo { Id = 1750000006, Title = "Crier's Corner", Username = "criers_corner", IsGroup = true, LinkedChatId = _open.Id });
        _open.Change(info => info with { LinkedChatId = group.Id });
        _open.Count(2, post => post with { Replies = 3 });
        var chat = await ResolveAsync("town_crier");

        var full = await _client.RequestAsync("getSupergroupFullInfo", new() { ["supergroup_id"] = _open.Id });
        var post = (await _client.ReadHistoryAsync(chat)).Single(message => RawTdClient.ServerId(message) == 2);

        Assert.Equal(Offset - group.Id, (long)full["linked_chat_id"]!);
        Assert.Equal(3, (int)post["interaction_info"]!["reply_info"]!["reply_count"]!);
    }

    [Fact]
    public async Task Nothing_is_pushed_when_the_world_says_so_and_a_difference_still_tells()
    {
        await _client.RequestAsync("loadChats", new() { ["limit"] = 10 });
        await SendAsync(HttpMethod.Patch, "/updates", """{"are_pushed":false,"longest_difference":2}""");

        var silent = _open.Publish(new Post { Text = "post 6" });
        await _client.RequestAsync("openChat", new() { ["chat_id"] = Offset - _open.Id });

        await _client.UpdateAsync("updateNewMessage", u => RawTdClient.ServerId(u["message"]!.AsObject()) == silent.Id);
        Assert.NotEmpty(_world.Calls.Of("updates.getChannelDifference"));
    }

    [Fact]
    public async Task More_changes_than_a_difference_may_hold_are_too_long_and_only_the_newest_come()
    {
        var chat = await ResolveAsync("town_crier");
        await SendAsync(HttpMethod.Patch, "/updates", """{"longest_difference":2,"are_pushed":false}""");

        for (var i = 6; i <= 30; i++)
            _open.Publish(new Post { Text = $"post {i}" });
        await _client.RequestAsync("openChat", new() { ["chat_id"] = chat });

        await _client.UpdateAsync("updateChatLastMessage", u => (long?)u["last_message"]?["id"] >> 20 == 30);
        var messages = await _client.ReadHistoryAsync(chat);
        Assert.Equal(_open.Posts.Select(post => post.Id), messages.Select(RawTdClient.ServerId));
        Assert.NotEmpty(_world.Calls.Of("messages.getHistory"));
    }

    private async Task<long> ResolveAsync(string username) =>
        (long)(await _client.RequestAsync("searchPublicChat", new() { ["username"] = username }))["id"]!;

    private Task<JsonObject> JoinAsync(string hash) =>
        _client.RequestAsync("joinChatByInviteLink", new() { ["invite_link"] = $"https://t.me/+{hash}" });

    private async Task SendAsync(HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await _http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static IEnumerable<string> Texts(IEnumerable<JsonObject> messages) => messages.Select(m => (string)m["content"]!["text"]!["text"]!);

    private static string Kind(JsonNode message) => Type(message["content"]!);

    private static string Type(JsonNode value) => (string)value["@type"]!;
}
