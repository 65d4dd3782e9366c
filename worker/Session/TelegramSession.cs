using Microsoft.Extensions.Logging;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Worker.Dialogs;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Memory;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Settings;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Session;

/// <summary>
/// The Telegram session during one lease: opens the client, waits for a login, parses, and opens a fresh client when
/// Telegram or a person has ended the session, so that a person can log in again.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed partial class TelegramSession
{
    private static readonly TimeSpan KeepParses = TimeSpan.FromDays(7);
    private static readonly TimeSpan RetryOpenAfter = TimeSpan.FromSeconds(15);

    private readonly SessionContext _context;
    private readonly ILogger _logger;
    private readonly LoginPresenter _login;
    private readonly ClientOpener _opener;
    private readonly AppliedSettings _settings;
    private readonly FloodWaitRecorder _recorder;
    private readonly AccountGate _gate;
    private readonly ChatFolders _folders;

    public TelegramSession(SessionContext context, WorkerSettings settings)
    {
        _context = context;
        _logger = context.Logging.CreateLogger<TelegramSession>();
        Client = new TelegramClient(context.Loop, context.Time, context.Logging.CreateLogger<TelegramClient>());
        FloodWaits = new FloodWaits(context.Time);
        _recorder = new FloodWaitRecorder(context, FloodWaits);
        _login = new LoginPresenter(context.Board, settings.Login);
        _opener = new ClientOpener(Client, context.Options, context.Secrets, context.Logging.CreateLogger<ClientOpener>());
        _settings = new AppliedSettings(context, settings, _login, _opener);
        _gate = new AccountGate(
            context.Lease, context.Stores.Sessions, Client.Authorization, _login, context.Logging.CreateLogger<AccountGate>());
        _folders = new ChatFolders(Client);
        Client.Authorization.Subscribe(_login.Show);
        Client.Authorization.Subscribe(new StoredPassword(context.Secrets, Client.Authorization).Look);
        Client.Subscribe(update =>
        {
            if (update is UpdateConnectionState { State.Name: var name })
                context.Board.SetConnection(name);
        });
    }

    /// <summary>The user's number.</summary>
    public long UserId => _context.User.Id;

    /// <summary>The phone number that the resource names.</summary>
    public string? PhoneNumber => _settings.Newest.Login.PhoneNumber;

    /// <summary>The only client.</summary>
    public TelegramClient Client { get; }

    /// <summary>What is subscribed to.</summary>
    public SubscriptionSet Subscriptions => _settings.Subscriptions;

    /// <summary>What Telegram has asked to wait for.</summary>
    public FloodWaits FloodWaits { get; }

    /// <summary>What works for the user, while somebody is logged in.</summary>
    public LoggedInSession? LoggedIn { get; private set; }

    /// <summary>Runs until it is cancelled; the client is closed then.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        _recorder.Follow(ct);
        using var slept = new FloodWaitWatch(_context.Loop, wait =>
        {
            _context.Metrics.FloodWait("slept", wait.Duration);
            Log.Slept(_logger, wait.Duration.TotalSeconds);
        });
        using var ending = new SessionEndWatch(_context.Loop, Client.Authorization.OnSessionError);
        await _context.Stores.Runs.InterruptUnfinishedAsync(_context.Lease.Token, ct);
        await _context.Stores.Runs.PruneAsync(_context.Lease.Token, KeepParses, ct);
        await _recorder.RestoreAsync(ct);
        await ApplyAsync(_settings.Newest, ct);
        while (!ct.IsCancellationRequested)
            await RunClientAsync(ct);
    }

    /// <summary>Takes over new settings; running parses go on.</summary>
    public Task ApplyAsync(WorkerSettings settings, CancellationToken ct) => _settings.ApplyAsync(settings, ct);

    private async Task RunClientAsync(CancellationToken ct)
    {
        try
        {
            SessionVolume.EnsureRoom(_context.Options.SessionFolder);
            _context.Lease.SessionOpened();
            await _opener.OpenAsync(_settings.Newest, ct);
            await ServeAsync(ct);
        }
        catch (Exception e) when (e is SessionOpenException or SettingsException)
        {
            Log.NotOpened(_logger, e.Message);
            _context.Board.Set(SessionState.Failed, ReasonOf((e as SessionOpenException)?.Cause ?? SessionOpenError.InvalidCredentials), e.Message);
            await Task.Delay(RetryOpenAfter, _context.Time, ct);
        }
        finally
        {
            await _opener.CloseAsync();
            _context.Lease.SessionClosed();
        }
    }

    private static string ReasonOf(SessionOpenError cause) => cause switch
    {
        SessionOpenError.InvalidCredentials => Reasons.CredentialsMissing,
        SessionOpenError.WrongEncryptionKey => Reasons.SessionKeyMissing,
        SessionOpenError.FolderInUse => Reasons.SessionHeld,
        SessionOpenError.VolumeFull => Reasons.SessionVolumeFull,
        _ => Reasons.SessionNotOpened,
    };

    private async Task RenewClientAsync(CancellationToken ct)
    {
        await _opener.RenewAsync(_settings.Newest, ct);
        // The old client had freed all of it before it was closed; the new one, on threads of its own, would fill other arenas beside.
        await Task.Run(MemoryTrim.GiveFreedBack, ct);
        // Settings that came meanwhile found no client that could follow them.
        await _opener.FollowProxyAsync(_settings.Newest, ct);
    }

    // Until the client ends: by logout, by Telegram, or because this lease or process does.
    private async Task ServeAsync(CancellationToken ct)
    {
        var ready = await Client.Authorization.WaitForAsync(s => s is SessionState.Ready or SessionState.LoggedOut or SessionState.Closed, ct);
        if (ready.State != SessionState.Ready || !await _gate.AcceptAsync(ready, ct))
            return;
        using var work = new LoggedInSession(_context, _settings, Client, FloodWaits, _folders, RenewClientAsync, ct);
        LoggedIn = work;
        var failed = work.Start();
        _login.Accept(Client.Authorization.Status);
        try
        {
            // A scheduler that ends would be a worker that looks well and parses nothing: its error ends the session.
            var ended = Client.Authorization.WaitForAsync(s => s is SessionState.LoggedOut or SessionState.Closed, ct);
            await await Task.WhenAny(ended, failed.Unwrap());
        }
        finally
        {
            await work.DrainAsync();
            LoggedIn = null;
            await work.StopAsync();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "the Telegram session cannot be opened: {Problem}")]
        public static partial void NotOpened(ILogger logger, string problem);

        [LoggerMessage(LogLevel.Information, "TDLib waits {Seconds:F0} s, as Telegram has asked it to")]
        public static partial void Slept(ILogger logger, double seconds);
    }
}
