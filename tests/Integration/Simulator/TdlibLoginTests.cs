using TelegramParser.Harness.Telegram;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Simulator;

public sealed class TdlibLoginTests : IAsyncLifetime
{
    private SimulatorHost _host = null!;

    public async Task InitializeAsync() => _host = await SimulatorHost.StartAsync(DemoWorld.Create(TimeProvider.System));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Tdlib_logs_in_with_phone_and_code()
    {
        await using var client = await RawTdClient.StartAsync(_host, "phone");

        await client.LogInAsync(DemoWorld.AlicePhone, "12345");

        var me = await client.RequestAsync("getMe");
        Assert.Equal("Alice", (string?)me["first_name"]);
        Assert.Contains(_host.World.Calls.Of("auth.signIn", client: "phone"), call => call.Error is null);
    }

    [Fact]
    public async Task Tdlib_logs_in_with_a_2FA_password()
    {
        await using var client = await RawTdClient.StartAsync(_host, "password");

        await client.LogInAsync(DemoWorld.BobPhone, "54321", "correct horse");

        Assert.Equal("Bob", (string?)(await client.RequestAsync("getMe"))["first_name"]);
    }

    [Fact]
    public async Task A_wrong_code_and_a_wrong_password_are_refused_and_the_right_ones_still_work()
    {
        await using var client = await RawTdClient.StartAsync(_host, "mistakes");
        await client.RequestAsync("setAuthenticationPhoneNumber", new() { ["phone_number"] = DemoWorld.BobPhone });
        await client.AuthorizationAsync("authorizationStateWaitCode");

        var wrongCode = await Assert.ThrowsAsync<RawTdException>(() => client.RequestAsync("checkAuthenticationCode", new() { ["code"] = "00000" }));
        await client.RequestAsync("checkAuthenticationCode", new() { ["code"] = "54321" });
        await client.AuthorizationAsync("authorizationStateWaitPassword");
        var wrongPassword = await Assert.ThrowsAsync<RawTdException>(
            () => client.RequestAsync("checkAuthenticationPassword", new() { ["password"] = "wrong horse" }));
        await client.RequestAsync("checkAuthenticationPassword", new() { ["password"] = "correct horse" });
        await client.AuthorizationAsync("authorizationStateReady");

        Assert.Contains("PHONE_CODE_INVALID", wrongCode.Message, StringComparison.Ordinal);
        Assert.Contains("PASSWORD_HASH_INVALID", wrongPassword.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DemoWorld.AlicePhone, null)]
    [InlineData(DemoWorld.BobPhone, "correct horse")]
    public async Task Tdlib_logs_in_when_its_QR_link_is_scanned(string phone, string? password)
    {
        await using var client = await RawTdClient.StartAsync(_host, "qr");
        await client.RequestAsync("requestQrCodeAuthentication");
        var waiting = await client.AuthorizationAsync("authorizationStateWaitOtherDeviceConfirmation");

        _host.Simulator.AcceptLogin((string)waiting["link"]!, phone);

        if (password is not null)
        {
            await client.AuthorizationAsync("authorizationStateWaitPassword");
            await client.RequestAsync("checkAuthenticationPassword", new() { ["password"] = password });
        }
        await client.AuthorizationAsync("authorizationStateReady");
    }

    [Fact]
    public async Task A_client_with_temporary_keys_logs_in()
    {
        await using var client = await RawTdClient.StartAsync(_host, "pfs", usePfs: true);

        await client.LogInAsync(DemoWorld.AlicePhone, "12345");

        Assert.NotEmpty(_host.World.Calls.Of("auth.bindTempAuthKey", client: "pfs"));
    }

    [Fact]
    public async Task A_revoked_session_logs_the_client_out()
    {
        await using var client = await RawTdClient.StartAsync(_host, "revoked");
        await client.LogInAsync(DemoWorld.AlicePhone, "12345");

        _host.Simulator.RevokeSessions(DemoWorld.AlicePhone);

        await client.AuthorizationAsync("authorizationStateLoggingOut");
    }
}
