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

        var messages = await _client.ReadHistoryAsync((long)chat["id"]!);

        Assert.Equal(channel.Posts.Select(post => post.Id), messages.Select(RawTdClient.ServerId));
        Assert.Equal(channel.Posts.Select(post => post.AlbumId ?? 0), messages.Select(m => long.Parse((string)m["media_album_id"]!)));
        Assert.Equal(channel.Posts.Select(post => post.Text), messages.Select(Text), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_client_that_has_started_does_not_ask_for_the_same_thing_again_and_again()
    {
        await _client.RequestAsync("loadChats", new() { ["limit"] = 10 });
        await _client.RequestAsync("searchPublicChat", new() { ["username"] = "harbour_news" });

        Assert.All(_host.World.Calls.All.CountBy(call => call.Method), method => Assert.True(method.Value <= 5, $"{method.Key} {method.Value} times"));
    }

    [Fact]
    public async Task A_client_survives_dropped_connections_and_new_salts()
    {
        var channel = _host.World.Channels.Single(c => c.Info.IsPrivate);
        await _client.RequestAsync("loadChats", new() { ["limit"] = 10 });

        _host.Simulator.RotateSalts();
        await _client.RequestAsync("searchPublicChat", new() { ["username"] = "science_daily" });
        _host.Simulator.DropConnections();
        await _client.RequestAsync("searchPublicChat", new() { ["username"] = "market_ledger" });
        var post = channel.Publish(new Post { Text = "Still here?" });

        await _client.UpdateAsync("updateNewMessage", update => RawTdClient.ServerId(update["message"]!.AsObject()) == post.Id);
    }

    private static string Text(JsonObject message) =>
        (string?)(message["content"]!["text"] ?? message["content"]!["caption"])?["text"] ?? "";
}
