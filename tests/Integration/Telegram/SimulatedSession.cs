using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Secrets;
using TelegramParser.Harness.Telegram;
using TelegramParser.Worker.Loop;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;
using TelegramParser.Worker.Telegram.Authorization;

namespace TelegramParser.IntegrationTests.Telegram;

/// <summary>A worker's Telegram client on an event loop of its own, with a session folder that can outlive it.</summary>
internal sealed class SimulatedSession : IAsyncDisposable
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<Exception> _unhandled = new();
    private readonly SearchedLog _log = new("a Telegram client");

    // One process loads one library, and takes its path from the environment, as a worker does.
    static SimulatedSession() => Environment.SetEnvironmentVariable(WorkerEnvironment.TdJson, SimulatorHost.TdJsonPath);

    internal SimulatedSession(SimulatorHost host, string name)
    {
        Loop = new EventLoop(_unhandled.Enqueue);
        Client = new TelegramClient(Loop, TimeProvider.System, _log.CreateLogger<TelegramClient>());
        Options = new TelegramClientOptions
        {
            ApiId = 12345,
            ApiHash = "0123456789abcdef0123456789abcdef",
            SessionFolder = Directory.CreateTempSubdirectory("session-").FullName,
            EncryptionKey = [.. Enumerable.Range(0, TelegramClientOptions.EncryptionKeyLength).Select(i => (byte)i)],
            Proxy = ProxyOf(host, name),
        };
        KnownSecrets.Add("an api-hash", Options.ApiHash);
    }

    internal EventLoop Loop { get; }

    internal TelegramClient Client { get; }

    internal TelegramClientOptions Options { get; init; }

    internal static Proxy ProxyOf(SimulatorHost host, string name) =>
        new("127.0.0.1", host.Port, new ProxyTypeMtproto(host.Register(name)));

    /// <summary>A client that is started and asks for a login.</summary>
    internal static async Task<SimulatedSession> StartAsync(SimulatorHost host, string name)
    {
        var session = new SimulatedSession(host, name);
        await session.OpenAsync();
        await session.UntilAsync(SessionState.WaitingForLogin);
        return session;
    }

    /// <summary>A client that is logged in.</summary>
    internal static async Task<SimulatedSession> LoggedInAsync(SimulatorHost host, string name, string phone)
    {
        var session = await StartAsync(host, name);
        await session.LogInAsync(phone);
        return session;
    }

    internal Task OpenAsync(TelegramClientOptions? options = null) =>
        Loop.InvokeAsync(() => Client.StartAsync(options ?? Options, CancellationToken.None));

    internal Task CloseAsync() => Loop.InvokeAsync(() => Client.CloseAsync(Patience, CancellationToken.None));

    internal async Task LogInAsync(string phone, string code = "12345")
    {
        KnownSecrets.AddPhone(phone);
        KnownSecrets.Add("a login code", code);
        await CommandAsync(login => login.RequestCodeAsync(phone, CancellationToken.None));
        await UntilAsync(SessionState.WaitingForCode);
        await CommandAsync(login => login.SubmitCodeAsync(code, CancellationToken.None));
        await UntilAsync(SessionState.Ready);
    }

    internal Task CommandAsync(Func<AuthorizationFlow, Task> command) => Loop.InvokeAsync(() => command(Client.Authorization));

    internal Task<T> SendAsync<T>(ITdFunction<T> request, TimeSpan? deadline = null)
        where T : class => Loop.InvokeAsync(() => Client.SendAsync(request, CancellationToken.None, deadline));

    internal Task<LoginStatus> UntilAsync(SessionState state) => UntilAsync(status => status.State == state);

    /// <summary>The first status, the present one included, that fits.</summary>
    internal Task<LoginStatus> UntilAsync(Func<LoginStatus, bool> fits) => Loop.InvokeAsync(async () =>
    {
        var status = Client.Authorization.Status;
        if (fits(status))
            return status;
        var found = new TaskCompletionSource<LoginStatus>();
        using var subscription = Client.Authorization.Subscribe(changed =>
        {
            if (fits(changed))
                found.TrySetResult(changed);
        });
        return await found.Task.WaitAsync(Patience);
    });

    /// <summary>Every message of a channel, from oldest to newest.</summary>
    internal async Task<IReadOnlyList<Message>> HistoryAsync(long chatId)
    {
        var messages = new SortedDictionary<long, Message>();
        for (var from = 0L; ;)
        {
            var page = await SendAsync(new GetChatHistory(chatId, from, 0, 100));
            if (page.Items.Count == 0)
                return [.. messages.Values];
            foreach (var message in page.Items)
                messages[message!.Id] = message;
            from = messages.Keys.First();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await Loop.DisposeAsync();
        Directory.Delete(Options.SessionFolder, recursive: true);
        Assert.Empty(_unhandled);
        _log.Verify();
    }
}
