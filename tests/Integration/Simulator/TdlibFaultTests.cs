using System.Diagnostics;
using System.Net.Http.Json;
using TelegramParser.Harness.Telegram;
using TelegramParser.Harness.Time;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Simulator;

/// <summary>Sessions that end, servers that fail and networks that are bad, as TDLib meets them.</summary>
public sealed class TdlibFaultTests : IAsyncLifetime
{
    private SimulatorHost _host = null!;
    private HttpClient _http = null!;
    private RawTdClient _client = null!;

    public async Task InitializeAsync()
    {
        _host = await SimulatorHost.StartAsync(DemoWorld.Create(TimeProvider.System));
        _http = new HttpClient { BaseAddress = _host.ControlAddress };
        _client = await RawTdClient.StartAsync(_host, "reader");
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("AUTH_KEY_UNREGISTERED", 401)]
    [InlineData("SESSION_REVOKED", 401)]
    [InlineData("USER_DEACTIVATED_BAN", 401)]
    [InlineData("AUTH_KEY_DUPLICATED", 406)]
    public async Task A_session_that_is_ended_answers_with_the_reason(string error, int code)
    {
        await LogInAsync();
        await PostAsync($"/accounts/{DemoWorld.AlicePhone}/revoke", new { error, code });

        await Assert.ThrowsAsync<RawTdException>(() => ResolveAsync("harbour_news"));

        Assert.Contains(_host.World.Calls.All, call => string.Equals(call.Error, error, StringComparison.Ordinal));
        if (code == 401)
        {
            await _client.AuthorizationAsync("authorizationStateClosed");
            _client.HasEnded();
        }
    }

    [Fact]
    public async Task A_key_that_is_forgotten_is_unknown_to_the_server()
    {
        await LogInAsync();
        await PostAsync($"/accounts/{DemoWorld.AlicePhone}/forget-keys", new { });

        var asked = _client.RequestAsync("searchPublicChat", new() { ["username"] = "harbour_news" });

        // TDLib takes a new key and tries to prove the old one by it.
        await Eventually.SeeAsync(() => Task.FromResult(
            _host.World.Calls.Of("auth.bindTempAuthKey").Any(call => call.Error is "ENCRYPTED_MESSAGE_INVALID")));
        Assert.False(asked.IsCompletedSuccessfully);
        await _client.CloseAsync();
        await Assert.ThrowsAsync<RawTdException>(() => asked);
    }

    [Fact]
    public async Task A_login_moves_to_the_data_centre_that_is_named()
    {
        _host.World.Faults.Add(new Fault { Method = "auth.sendCode", Code = 303, Error = "PHONE_MIGRATE_4", Times = 1 });

        await LogInAsync();

        Assert.Equal(["PHONE_MIGRATE_4", null], _host.World.Calls.Of("auth.sendCode").Select(call => call.Error), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("INTERNAL")]
    [InlineData("RPC_CALL_FAIL")]
    public async Task A_server_error_that_passes_is_tried_again(string error)
    {
        await LogInAsync();
        _host.World.Faults.Add(new Fault { Method = "contacts.resolveUsername", Code = 500, Error = error, Times = 1 });

        await ResolveAsync("harbour_news");

        Assert.Equal([error, null], _host.World.Calls.Of("contacts.resolveUsername").Select(call => call.Error), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_slow_network_holds_up_one_client_only()
    {
        await LogInAsync();
        await using var other = await RawTdClient.StartAsync(_host, "other");
        await PostAsync("/network", new NetworkFault { Client = "reader", DelayMilliseconds = 700 });

        var clock = Stopwatch.StartNew();
        await ResolveAsync("harbour_news");

        Assert.True(clock.ElapsedMilliseconds >= 700, $"{clock.ElapsedMilliseconds} ms");
        Assert.Equal("reader", Assert.Single(_host.World.Network.All).Client);
        Assert.Null(_host.World.Network.Of("other"));
    }

    [Fact]
    public async Task A_history_is_read_in_whole_over_few_bytes_a_second_and_breaking_connections()
    {
        await LogInAsync();
        var channel = _host.World.ChannelByName("harbour_news")!;
        var chat = await ResolveAsync("harbour_news");
        await PostAsync("/network", new NetworkFault { BytesPerSecond = 500_000, DropAfterPackets = 25 });

        var messages = await _client.ReadHistoryAsync(chat);

        Assert.Equal(channel.Posts.Select(post => post.Id), messages.Select(RawTdClient.ServerId));
    }

    [Fact]
    public async Task A_client_comes_back_when_the_network_does()
    {
        await LogInAsync();
        await PostAsync("/network", new NetworkFault { Client = "reader", IsDown = true });
        var asked = ResolveAsync("harbour_news");
        await _client.UpdateAsync("updateConnectionState", update =>
            RawTdClient.TypeOf(update["state"]!.AsObject()) is "connectionStateConnectingToProxy" or "connectionStateConnecting");
        Assert.False(asked.IsCompleted);

        (await _http.DeleteAsync("/network")).EnsureSuccessStatusCode();

        await asked;
    }

    private Task LogInAsync() => _client.LogInAsync(DemoWorld.AlicePhone, "12345");

    private async Task<long> ResolveAsync(string username) =>
        (long)(await _client.RequestAsync("searchPublicChat", new() { ["username"] = username }))["id"]!;

    private async Task PostAsync<T>(string path, T body) =>
        (await _http.PostAsJsonAsync(path, body, TelegramSimulator.Json.Options)).EnsureSuccessStatusCode();
}
