using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using TelegramParser.Harness.Telegram;
using TelegramParser.Harness.Time;
using TelegramParser.TelegramSimulator.Data;

namespace TelegramParser.IntegrationTests.Simulator;

/// <summary>Which clients use an authorization key, and what becomes of them when it is refused.</summary>
public sealed class TdlibKeyTests : IAsyncLifetime
{
    private SimulatorHost _host = null!;
    private RawTdClient _client = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _host = await SimulatorHost.StartAsync(DemoWorld.Create(TimeProvider.System));
        _http = new HttpClient { BaseAddress = _host.ControlAddress };
        _client = await RawTdClient.StartAsync(_host, "first");
        await _client.LogInAsync(DemoWorld.AlicePhone, "12345");
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task The_connections_and_sessions_of_one_client_are_one_presence_until_it_closes()
    {
        await _client.RequestAsync("searchPublicChat", new() { ["username"] = "harbour_news" });
        Assert.Null(Assert.Single(_host.World.Clients.All, presence => presence.Until is null).Until);

        await _client.CloseAsync();

        await Eventually.SeeAsync(() => Task.FromResult(_host.World.Clients.All.All(presence => presence.Until is not null)));
        Assert.Equal(1, _host.World.Clients.MostAtOnce);
        Assert.Empty(_host.World.Clients.Overlaps);
        Assert.All(_host.World.Clients.All, presence => Assert.Equal("first", presence.Client));
    }

    [Fact]
    public async Task A_copied_folder_in_use_is_seen_as_an_overlap()
    {
        await using var copy = await RawTdClient.StartCopyAsync(_host, "copy", _client);
        await copy.AuthorizationAsync("authorizationStateReady");
        await copy.RequestAsync("searchPublicChat", new() { ["username"] = "harbour_news" });
        await _client.RequestAsync("searchPublicChat", new() { ["username"] = "science_daily" });

        var overlap = Assert.Single(_host.World.Clients.Overlaps);
        var told = await _http.GetFromJsonAsync<JsonObject>("/clients");

        Assert.Equal(("first", "copy"), (overlap.Earlier, overlap.Later));
        Assert.Equal(2, (int)told!["most_at_once"]!);
        Assert.Equal("copy", (string)told["overlaps"]![0]!["later"]!);
        Assert.Equal(overlap.Key, (string)told["presences"]![0]!["key"]!);
    }

    [Fact]
    public async Task A_shared_key_ends_as_duplicated_when_the_world_says_so()
    {
        using var on = new StringContent("""{"on":true}""", Encoding.UTF8, "application/json");
        (await _http.PutAsync("/clients/end-shared-keys", on)).EnsureSuccessStatusCode();

        await using var copy = await RawTdClient.StartCopyAsync(_host, "copy", _client);

        await Eventually.SeeAsync(() => Task.FromResult(_host.World.Calls.All.Any(call => call.Error is "AUTH_KEY_DUPLICATED")));
    }
}
