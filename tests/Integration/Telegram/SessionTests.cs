using System.Diagnostics;
using TelegramParser.Contracts.Control;
using TelegramParser.Harness.Telegram;
using TelegramParser.TelegramSimulator.World;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.IntegrationTests.Telegram;

public sealed class SessionTests : IAsyncLifetime
{
    private SimulatorHost _host = null!;

    public async Task InitializeAsync() => _host = await SimulatorHost.StartAsync(Worlds.Small());

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_closed_session_opens_again_without_a_login()
    {
        await using var session = await SimulatedSession.LoggedInAsync(_host, "reopen", Worlds.Phone);
        await session.CloseAsync();
        Assert.Equal(SessionState.Closed, (await session.UntilAsync(SessionState.Closed)).State);
        _host.World.Calls.Clear();

        await session.OpenAsync();
        var ready = await session.UntilAsync(SessionState.Ready);
        Assert.Equal(1001, ready.TelegramId);
        Assert.Empty(_host.World.Calls.Of("auth.sendCode"));
    }

    [Fact]
    public async Task The_client_is_refused_to_code_that_is_not_on_its_loop()
    {
        await using var session = await SimulatedSession.LoggedInAsync(_host, "off loop", Worlds.Phone);
        var client = session.Client;
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.SendAsync(new GetMe(), CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.StartAsync(session.Options, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.CloseAsync(TimeSpan.FromSeconds(1), CancellationToken.None));
        Assert.Throws<InvalidOperationException>(() => client.Subscribe(_ => { }));
        Assert.Throws<InvalidOperationException>(() => client.Authorization);
        Assert.Throws<InvalidOperationException>(() => client.ConnectionState);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => client.WaitForAsync<TdUpdate>(_ => true, TimeSpan.FromSeconds(1), CancellationToken.None));
    }

    [Fact]
    public async Task Answers_and_updates_arrive_on_the_loop()
    {
        await using var session = await SimulatedSession.LoggedInAsync(_host, "on loop", Worlds.Phone);
        await session.SendAsync(new SearchPublicChat(Worlds.ChannelName));
        await session.SendAsync(new JoinChat(Worlds.ChatId));
        var update = await session.Loop.InvokeAsync(async () =>
        {
            var arrival = session.Client.WaitForAsync<UpdateNewMessage>(
                candidate =>
                {
                    session.Loop.VerifyAccess();
                    return candidate.Message.Content is MessageText { Text.Text: "live" };
                },
                SimulatedSession.Patience, CancellationToken.None);
            _host.World.ChannelById(Worlds.ChannelId)!.Publish(new Post { Text = "live" });
            var found = await arrival;
            session.Loop.VerifyAccess();
            return found;
        });
        Assert.Equal(Worlds.ChatId, update.Message.ChatId);
    }

    [Fact]
    public async Task A_request_that_is_not_answered_ends_at_its_deadline()
    {
        await using var session = await SimulatedSession.LoggedInAsync(_host, "deadline", Worlds.Phone);
        _host.World.Faults.Add(new Fault { Method = "contacts.resolveUsername", DelayMilliseconds = 60_000, Times = 1 });
        var late = await Assert.ThrowsAsync<TelegramTimeoutException>(
            () => session.SendAsync(new SearchPublicChat(Worlds.ChannelName), TimeSpan.FromMilliseconds(200)));
        Assert.Contains("searchPublicChat", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_ends_the_requests_that_wait()
    {
        await using var session = await SimulatedSession.LoggedInAsync(_host, "abort", Worlds.Phone);
        _host.World.Faults.Add(new Fault { Method = "contacts.resolveUsername", DelayMilliseconds = 60_000, Times = 1 });
        var waits = session.SendAsync(new SearchPublicChat(Worlds.ChannelName));
        await session.CloseAsync();
        Assert.Equal(500, (await Assert.ThrowsAsync<TelegramException>(() => waits)).Code);
        var closed = await Assert.ThrowsAsync<TelegramException>(() => session.SendAsync(new GetMe()));
        Assert.Equal("Request aborted", closed.Error);
    }

    [Fact]
    public async Task A_folder_that_another_client_has_open_is_refused()
    {
        await using var session = await SimulatedSession.LoggedInAsync(_host, "first", Worlds.Phone);
        await using var second = new SimulatedSession(_host, "second");
        var refused = await Assert.ThrowsAsync<SessionOpenException>(
            () => second.OpenAsync(second.Options with { SessionFolder = session.Options.SessionFolder }));
        Assert.Equal(SessionOpenError.FolderInUse, refused.Cause);
        await session.SendAsync(new GetMe());
    }

    [Fact]
    public async Task A_folder_that_another_process_has_open_is_refused()
    {
        await using var session = await SimulatedSession.LoggedInAsync(_host, "other process", Worlds.Phone);
        await session.CloseAsync();
        using var other = LockHolder(Path.Combine(session.Options.SessionFolder, "td.binlog"));
        Assert.Equal("locked", await other.StandardOutput.ReadLineAsync());

        var refused = await Assert.ThrowsAsync<SessionOpenException>(() => session.OpenAsync());
        Assert.Equal(SessionOpenError.FolderInUse, refused.Cause);
        Assert.Contains(session.Options.SessionFolder, refused.Message, StringComparison.Ordinal);

        other.StandardInput.Close();
        await other.WaitForExitAsync();
        await session.OpenAsync();
        await session.UntilAsync(SessionState.Ready);
    }

    [Fact]
    public async Task A_wrong_encryption_key_is_refused_and_does_no_harm()
    {
        await using var session = await SimulatedSession.LoggedInAsync(_host, "key", Worlds.Phone);
        await session.CloseAsync();
        var refused = await Assert.ThrowsAsync<SessionOpenException>(() => session.OpenAsync(
            session.Options with { EncryptionKey = new byte[TelegramClientOptions.EncryptionKeyLength] }));
        Assert.Equal(SessionOpenError.WrongEncryptionKey, refused.Cause);

        await session.OpenAsync();
        await session.UntilAsync(SessionState.Ready);
    }

    [Fact]
    public async Task A_key_of_another_length_is_refused()
    {
        await using var session = new SimulatedSession(_host, "short key");
        await Assert.ThrowsAsync<ArgumentException>(() => session.OpenAsync(session.Options with { EncryptionKey = new byte[16] }));
    }

    [Fact]
    public async Task The_proxy_can_change_and_the_old_one_is_forgotten()
    {
        await using var session = await SimulatedSession.LoggedInAsync(_host, "old proxy", Worlds.Phone);
        var proxy = SimulatedSession.ProxyOf(_host, "new proxy");
        await session.Loop.InvokeAsync(() => session.Client.SetProxyAsync(proxy, CancellationToken.None));
        await session.SendAsync(new SearchPublicChat(Worlds.ChannelName));
        Assert.Single(_host.World.Calls.Of("contacts.resolveUsername", "new proxy"));
        Assert.Equal(proxy, Assert.Single((await session.SendAsync(new GetProxies())).Proxies).Proxy);

        await session.CloseAsync();
        await session.OpenAsync();
        await session.UntilAsync(SessionState.Ready);
        Assert.Equal(session.Options.Proxy, Assert.Single((await session.SendAsync(new GetProxies())).Proxies).Proxy);
    }

    [Fact]
    public async Task Reading_shows_nobody_online_and_marks_nothing_as_read()
    {
        await using var session = await SimulatedSession.LoggedInAsync(_host, "invisible", Worlds.Phone);
        await session.SendAsync(new SearchPublicChat(Worlds.ChannelName));
        await session.SendAsync(new JoinChat(Worlds.ChatId));
        await session.SendAsync(new OpenChat(Worlds.ChatId));
        var messages = await session.HistoryAsync(Worlds.ChatId);
        await session.SendAsync(new CloseChat(Worlds.ChatId));
        await session.SendAsync(new ViewMessages(
            Worlds.ChatId, [.. messages.Select(message => message.Id)], new MessageSourceOther()));
        await session.CloseAsync();

        var calls = _host.World.Calls.All.Where(call => call.Client is "invisible").ToList();
        Assert.Contains(calls, call => call.Method is "messages.getHistory");
        Assert.DoesNotContain(calls, call => call.Method is "channels.readHistory" or "messages.readHistory");
        Assert.DoesNotContain(calls, call => call.Method is "account.updateStatus" && call.Arguments["offline"] is "false");
        Assert.DoesNotContain(calls, call => call.Method is "messages.getMessagesViews" && call.Arguments["increment"] is "true");
    }

    // TDLib locks its binlog with fcntl, which .NET has no call for.
    private static Process LockHolder(string file) => Process.Start(new ProcessStartInfo("python3")
    {
        ArgumentList =
        {
            "-c",
            "import fcntl, sys; f = open(sys.argv[1], 'r+b'); fcntl.lockf(f, fcntl.LOCK_EX); print('locked', flush=True); sys.stdin.read()",
            file,
        },
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
