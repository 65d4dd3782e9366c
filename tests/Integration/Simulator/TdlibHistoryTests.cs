using System.Text.Json.Nodes;
using TelegramParser.Harness.Telegram;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Simulator;

public sealed class TdlibHistoryTests : IAsyncLifetime
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
    public async Task Tdlib_reads_the_whole_history_with_its_gaps_and_albums()
    {
        var channel = _host.World.ChannelByName("harbour_news")!;
        var chat = await _client.RequestAsync("searchPublicChat", new() { ["username"] = "harbour_news" });

        var messages = await ReadAllAsync((long)chat["id"]!);

        Assert.Equal(channel.Posts.Select(post => post.Id), messages.Select(ServerId));
        Assert.Equal(channel.Posts.Select(post => post.AlbumId ?? 0), messages.Select(m => long.Parse((string)m["media_album_id"]!)));
        Assert.Equal(channel.Posts.Select(post => post.Text), messages.Select(Text), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_member_gets_a_live_post_at_once()
    {
        var channel = _host.World.Channels.Single(c => c.Info.IsPrivate);
        await _client.RequestAsync("getChats", new() { ["limit"] = 10 });

        var post = channel.Publish(new Post { Text = "Front page is settled" });

        var update = await _client.UpdateAsync("updateNewMessage", u => Text(u["message"]!.AsObject()) == post.Text);
        Assert.Equal(post.Id, ServerId(update["message"]!.AsObject()));
    }

    private async Task<List<JsonObject>> ReadAllAsync(long chat)
    {
        var messages = new List<JsonObject>();
        while (true)
        {
            var page = await _client.RequestAsync("getChatHistory", new()
            {
                ["chat_id"] = chat,
                ["from_message_id"] = messages.Count == 0 ? 0 : (long)messages[^1]["id"]!,
                ["limit"] = 100,
            });
            var found = page["messages"]!.AsArray().Select(message => message!.AsObject()).ToList();
            if (found.Count == 0)
            {
                messages.Reverse();
                return messages;
            }
            messages.AddRange(found);
        }
    }

    private static int ServerId(JsonObject message) => (int)((long)message["id"]! >> 20);

    private static string Text(JsonObject message) =>
        (string?)(message["content"]!["text"] ?? message["content"]!["caption"])?["text"] ?? "";
}
