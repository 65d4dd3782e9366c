using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Harness.Telegram;
using TelegramParser.TelegramSimulator.World;
using TelegramParser.Worker.Telegram.Authorization;

namespace TelegramParser.IntegrationTests.Telegram;

public sealed class LoginTests : IAsyncLifetime
{
    private SimulatorHost _host = null!;

    public async Task InitializeAsync() =>
        _host = await SimulatorHost.StartAsync(Worlds.Small(), options => options with { LoginTokenLifetime = TimeSpan.FromSeconds(2) });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_phone_number_and_a_code_log_in()
    {
        await using var session = await SimulatedSession.StartAsync(_host, "phone");
        await session.CommandAsync(login => login.RequestCodeAsync(Worlds.Phone, CancellationToken.None));
        var waiting = await session.UntilAsync(SessionState.WaitingForCode);
        Assert.Equal("+•••••••••01", waiting.PhoneHint);
        Assert.Equal(5, waiting.CodeLength);

        await session.CommandAsync(login => login.SubmitCodeAsync("12345", CancellationToken.None));
        var ready = await session.UntilAsync(SessionState.Ready);
        Assert.Equal((1001, "alice", "Alice"), (ready.TelegramId, ready.Username, ready.DisplayName));
        Assert.Equal(Reasons.LoggedIn, ready.Reason);
    }

    [Fact]
    public async Task A_wrong_code_is_refused_in_plain_words_and_another_try_succeeds()
    {
        await using var session = await SimulatedSession.StartAsync(_host, "wrong code");
        await session.CommandAsync(login => login.RequestCodeAsync(Worlds.Phone, CancellationToken.None));
        await session.UntilAsync(SessionState.WaitingForCode);

        var refused = await Assert.ThrowsAsync<LoginRefusedException>(
            () => session.CommandAsync(login => login.SubmitCodeAsync("00000", CancellationToken.None)));
        Assert.Equal("PHONE_CODE_INVALID", refused.Reason);
        var status = await session.UntilAsync(SessionState.WaitingForCode);
        Assert.Equal(refused.Message, status.Message);

        var answered = await session.Loop.InvokeAsync(async () =>
        {
            await session.Client.Authorization.SubmitCodeAsync("12345", CancellationToken.None);
            return session.Client.Authorization.Status;
        });
        Assert.Equal((SessionState.Ready, "Logged in."), (answered.State, answered.Message));
        Assert.Single(_host.World.Calls.Of("auth.sendCode", "wrong code"));
    }

    [Fact]
    public async Task An_account_with_a_password_asks_for_it_until_it_is_right()
    {
        await using var session = await SimulatedSession.StartAsync(_host, "password");
        await session.CommandAsync(login => login.RequestCodeAsync(Worlds.PhoneWithPassword, CancellationToken.None));
        await session.UntilAsync(SessionState.WaitingForCode);
        await session.CommandAsync(login => login.SubmitCodeAsync("12345", CancellationToken.None));
        await session.UntilAsync(SessionState.WaitingForPassword);

        var refused = await Assert.ThrowsAsync<LoginRefusedException>(
            () => session.CommandAsync(login => login.SubmitPasswordAsync("wrong", CancellationToken.None)));
        Assert.Equal("PASSWORD_HASH_INVALID", refused.Reason);

        await session.CommandAsync(login => login.SubmitPasswordAsync(Worlds.Password, CancellationToken.None));
        var ready = await session.UntilAsync(SessionState.Ready);
        Assert.Equal("Bob Builder", ready.DisplayName);
    }

    [Fact]
    public async Task A_qr_link_renews_itself_until_it_is_scanned()
    {
        await using var session = await SimulatedSession.StartAsync(_host, "qr");
        await session.CommandAsync(login => login.RequestQrAsync(CancellationToken.None));
        var first = await session.UntilAsync(SessionState.WaitingForQrScan);
        Assert.StartsWith("tg://login?token=", first.QrLink, StringComparison.Ordinal);
        var renewed = await session.UntilAsync(status =>
            status.State == SessionState.WaitingForQrScan && !string.Equals(status.QrLink, first.QrLink, StringComparison.Ordinal));

        _host.Simulator.AcceptLogin(renewed.QrLink!, Worlds.Phone);
        var ready = await session.UntilAsync(SessionState.Ready);
        Assert.Equal(1001, ready.TelegramId);
        Assert.Null(ready.QrLink);
    }

    [Fact]
    public async Task A_scanned_qr_code_of_an_account_with_a_password_asks_for_it()
    {
        await using var session = await SimulatedSession.StartAsync(_host, "qr with password");
        await session.CommandAsync(login => login.RequestQrAsync(CancellationToken.None));
        var waiting = await session.UntilAsync(SessionState.WaitingForQrScan);
        _host.Simulator.AcceptLogin(waiting.QrLink!, Worlds.PhoneWithPassword);
        await session.UntilAsync(SessionState.WaitingForPassword);
        await session.CommandAsync(login => login.SubmitPasswordAsync(Worlds.Password, CancellationToken.None));
        await session.UntilAsync(SessionState.Ready);
    }

    [Fact]
    public async Task A_person_can_change_from_qr_code_to_phone_number()
    {
        await using var session = await SimulatedSession.StartAsync(_host, "change");
        await session.CommandAsync(login => login.RequestQrAsync(CancellationToken.None));
        await session.UntilAsync(SessionState.WaitingForQrScan);
        await session.LogInAsync(Worlds.Phone);
    }

    [Fact]
    public async Task A_command_that_does_not_fit_says_what_to_do()
    {
        await using var session = await SimulatedSession.StartAsync(_host, "wrong state");
        var noCode = await Assert.ThrowsAsync<LoginStateException>(
            () => session.CommandAsync(login => login.SubmitCodeAsync("12345", CancellationToken.None)));
        Assert.Contains("Ask for one first", noCode.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LoginStateException>(
            () => session.CommandAsync(login => login.SubmitPasswordAsync("x", CancellationToken.None)));
        await Assert.ThrowsAsync<LoginStateException>(() => session.CommandAsync(login => login.LogOutAsync(CancellationToken.None)));

        await session.LogInAsync(Worlds.Phone);
        var loggedIn = await Assert.ThrowsAsync<LoginStateException>(
            () => session.CommandAsync(login => login.RequestCodeAsync(Worlds.Phone, CancellationToken.None)));
        Assert.Contains("Log out first", loggedIn.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_wait_at_login_says_until_when()
    {
        _host.World.Faults.AddFloodWait("auth.sendCode", 600);
        await using var session = await SimulatedSession.StartAsync(_host, "login flood");
        var before = DateTimeOffset.UtcNow;
        var refused = await Assert.ThrowsAsync<LoginRefusedException>(
            () => session.CommandAsync(login => login.RequestCodeAsync(Worlds.Phone, CancellationToken.None)));
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(500), TimeSpan.FromSeconds(600));
        var status = await session.UntilAsync(SessionState.WaitingForLogin);
        Assert.InRange(status.RetryAt!.Value, before.AddSeconds(500), DateTimeOffset.UtcNow.AddSeconds(600));
    }

    [Fact]
    public async Task Logging_out_ends_the_session_and_another_login_is_possible()
    {
        await using var session = await SimulatedSession.LoggedInAsync(_host, "log out", Worlds.Phone);
        await session.CommandAsync(login => login.LogOutAsync(CancellationToken.None));
        var ended = await session.UntilAsync(SessionState.LoggedOut);
        Assert.Equal(Reasons.LoggedOut, ended.Reason);

        await session.OpenAsync();
        await session.UntilAsync(SessionState.WaitingForLogin);
        await session.LogInAsync(Worlds.Phone);
    }

    [Fact]
    public async Task A_revoked_session_is_told_apart_and_another_login_is_possible()
    {
        await using var session = await SimulatedSession.LoggedInAsync(_host, "revoked", Worlds.Phone);
        _host.Simulator.RevokeSessions(Worlds.Phone);
        var ended = await session.UntilAsync(SessionState.LoggedOut);
        Assert.Equal(Reasons.SessionRevoked, ended.Reason);
        var codesBefore = _host.World.Calls.Of("auth.sendCode").Count;

        await session.OpenAsync();
        await session.UntilAsync(SessionState.WaitingForLogin);
        Assert.Equal(codesBefore, _host.World.Calls.Of("auth.sendCode").Count);
        await session.LogInAsync(Worlds.Phone);
    }

    [Fact]
    public async Task A_banned_number_is_refused_in_plain_words()
    {
        _host.World.Faults.Add(new Fault { Method = "auth.sendCode", Code = 400, Error = "PHONE_NUMBER_BANNED" });
        await using var session = await SimulatedSession.StartAsync(_host, "banned");
        var refused = await Assert.ThrowsAsync<LoginRefusedException>(
            () => session.CommandAsync(login => login.RequestCodeAsync(Worlds.Phone, CancellationToken.None)));
        Assert.Equal("PHONE_NUMBER_BANNED", refused.Reason);
        Assert.DoesNotContain(Worlds.Phone, refused.Message, StringComparison.Ordinal);
    }
}
