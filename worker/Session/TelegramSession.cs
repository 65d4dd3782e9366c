using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Dialogs;
using TelegramParser.Worker.Enrichment;
using TelegramParser.Worker.Hosting;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Loop;
using TelegramParser.Worker.Metrics;
using TelegramParser.Worker.Monitoring;
using TelegramParser.Worker.Notifying;
using TelegramParser.Worker.Notifying.SavedMessages;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Refreshing;
using TelegramParser.Worker.Scheduling;
using TelegramParser.Worker.Searching;
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
    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepParses = TimeSpan.FromDays(7);
    private static readonly TimeSpan RetryOpenAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StoreAgainAfter = TimeSpan.FromSeconds(5);

    private readonly HeldLease _lease;
    private readonly UserRow _user;
    private readonly Stores _stores;
    private readonly SessionBoard _board;
    private readonly WorkerOptions _options;
    private readonly SecretFiles _secrets;
    private readonly EventLoop _loop;
    private readonly WorkerMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logging;
    private readonly ILogger _logger;
    private readonly LoginPresenter _login;
    private readonly WatchSet _watches;
    private readonly ChatFolders _folders;
    private readonly SemaphoreSlim _applying = new(1);
    private WorkerSettings _settings;
    private Proxy? _proxy;
    private CancellationToken _running;

    public TelegramSession(
        HeldLease lease, UserRow user, WorkerSettings settings, Stores stores, SessionBoard board, WorkerOptions options,
        SecretFiles secrets, EventLoop loop, WorkerMetrics metrics, TimeProvider time, ILoggerFactory logging)
    {
        (_lease, _user, _settings, _stores, _board, _options) = (lease, user, settings, stores, board, options);
        (_secrets, _loop, _metrics, _time, _logging) = (secrets, loop, metrics, time, logging);
        _logger = logging.CreateLogger<TelegramSession>();
        FloodWaits = new FloodWaits(time);
        FloodWaits.Began += OnFloodWait;
        Subscriptions = new SubscriptionSet(time);
        NotifySources = new NotifySources();
        _watches = new WatchSet(time);
        Client = new TelegramClient(loop, time, logging.CreateLogger<TelegramClient>());
        _login = new LoginPresenter(board, settings.Login);
        _folders = new ChatFolders(Client);
        Client.Authorization.Subscribe(_login.Show);
        Client.Authorization.Subscribe(new StoredPassword(secrets, Client.Authorization).Look);
        Client.Subscribe(update =>
        {
            if (update is UpdateConnectionState { State.Name: var name })
                board.SetConnection(name);
        });
    }

    /// <summary>The user's number.</summary>
    public long UserId => _user.Id;

    /// <summary>The phone number that the resource names.</summary>
    public string? PhoneNumber => _settings.Login.PhoneNumber;

    /// <summary>The only client.</summary>
    public TelegramClient Client { get; }

    /// <summary>What is subscribed to.</summary>
    public SubscriptionSet Subscriptions { get; }

    /// <summary>Who is to be told of what is new.</summary>
    public NotifySources NotifySources { get; }

    /// <summary>What Telegram has asked to wait for.</summary>
    public FloodWaits FloodWaits { get; }

    /// <summary>The parser, while somebody is logged in.</summary>
    public ParseCoordinator? Parses { get; private set; }

    /// <summary>Messages that could not be stored, while somebody is logged in.</summary>
    public UnstoredMessages? Unstored { get; private set; }

    /// <summary>The text behind the links of posts, while somebody is logged in.</summary>
    public EnrichmentStage? Enrichment { get; private set; }

    /// <summary>Notifications, while somebody is logged in.</summary>
    public NotificationStage? Notifications { get; private set; }

    /// <summary>The channels that the account is in, while somebody is logged in.</summary>
    public DialogList? Dialogs { get; private set; }

    /// <summary>Runs until it is cancelled; the client is closed then.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        _running = ct;
        using var slept = new FloodWaitWatch(_loop, wait =>
        {
            _metrics.FloodWait("slept", wait.Duration);
            Log.Slept(_logger, wait.Duration.TotalSeconds);
        });
        using var ending = new SessionEndWatch(_loop, Client.Authorization.OnSessionError);
        await _stores.Runs.InterruptUnfinishedAsync(_lease.Token, ct);
        await _stores.Runs.PruneAsync(_lease.Token, KeepParses, ct);
        foreach (var wait in await _stores.Sessions.ListFloodWaitsAsync(_user.Id, ct))
            FloodWaits.Restore(wait.Method, wait.Until);
        await ApplyAsync(_settings, ct);
        while (!ct.IsCancellationRequested)
            await RunClientAsync(ct);
    }

    /// <summary>Takes over new settings; running parses go on.</summary>
    public async Task ApplyAsync(WorkerSettings settings, CancellationToken ct)
    {
        _settings = settings;
        await _applying.WaitAsync(ct);
        try
        {
            // Whoever waited here applies what is the newest by now.
            await ApplyNewestAsync(ct);
        }
        finally
        {
            _applying.Release();
        }
    }

    private async Task ApplyNewestAsync(CancellationToken ct)
    {
        var settings = _settings;
        var rows = await _stores.Subscriptions.SyncAsync(_lease.Token, settings.Subscriptions, ct);
        var monitors = await _stores.Monitors.SyncAsync(_lease.Token, settings.Monitors ?? [], ct);
        Subscriptions.Apply(settings, rows);
        NotifySources.Apply(settings);
        _watches.Apply(settings, monitors);
        _metrics.KeepOnly(settings.Subscriptions.Select(s => s.Name));
        _login.Preferred = settings.Login;
        await FollowProxyAsync(settings, ct);
        _board.SetSettingsHash(WorkerSettingsJson.Hash(settings));
        Log.Loaded(_logger, settings.Subscriptions.Count);
    }

    private async Task RunClientAsync(CancellationToken ct)
    {
        try
        {
            SessionVolume.EnsureRoom(_options.SessionFolder);
            _lease.SessionOpened();
            await Client.StartAsync(ClientOptions(), ct);
            await ServeAsync(ct);
        }
        catch (Exception e) when (e is SessionOpenException or SettingsException)
        {
            Log.NotOpened(_logger, e.Message);
            var reason = e is SettingsException ? Reasons.CredentialsMissing
                : ((SessionOpenException)e).Cause == SessionOpenError.WrongEncryptionKey ? Reasons.SessionKeyMissing
                : ((SessionOpenException)e).Cause == SessionOpenError.FolderInUse ? Reasons.SessionHeld
                : ((SessionOpenException)e).Cause == SessionOpenError.VolumeFull ? Reasons.SessionVolumeFull
                : Reasons.CredentialsMissing;
            _board.Set(SessionState.Failed, reason, e.Message);
            await Task.Delay(RetryOpenAfter, _time, ct);
        }
        finally
        {
            await Client.CloseAsync(CloseTime, CancellationToken.None);
            _lease.SessionClosed();
        }
    }

    private TelegramClientOptions ClientOptions()
    {
        _proxy = ProxyOf(_settings);
        return new TelegramClientOptions
        {
            ApiId = _secrets.ApiId,
            ApiHash = _secrets.ApiHash,
            SessionFolder = _options.SessionFolder,
            EncryptionKey = _secrets.SessionKey,
            Proxy = _proxy,
        };
    }

    private async Task RenewClientAsync(CancellationToken ct)
    {
        var clock = Stopwatch.GetTimestamp();
        await Client.RenewAsync(ClientOptions(), CloseTime, ct);
        await FollowProxyAsync(_settings, ct);
        Log.Renewed(_logger, Stopwatch.GetElapsedTime(clock).TotalSeconds);
    }

    private async Task FollowProxyAsync(WorkerSettings settings, CancellationToken ct)
    {
        // Who opens the client takes the proxy with it, and says what is wrong with it.
        if (!Client.IsOpen)
            return;
        var proxy = ProxyOf(settings);
        if (proxy == _proxy)
            return;
        await Client.SetProxyAsync(proxy, ct);
        _proxy = proxy;
    }

    // Until the client ends: by logout, by Telegram, or because this lease or process does.
    private async Task ServeAsync(CancellationToken ct)
    {
        var ready = await StateAsync(s => s is SessionState.Ready or SessionState.LoggedOut or SessionState.Closed, ct);
        if (ready.State != SessionState.Ready || !await AcceptAsync(ready, ct))
            return;
        using var parsing = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var limiter = new CallLimiter(FloodWaits, _time, _options.RateLimits);
        var renewal = new ClientRenewal(RenewClientAsync);
        var reactions = new ReactionsKnowledge(Client, limiter, renewal);
        var resolver = new ChannelResolver(Client, limiter, new ChatFinder(Client, limiter, reactions, _stores.Subscriptions));
        var reader = new ChannelReader(Client, limiter, reactions, renewal, _time);
        bool IsParsing() => Parses is { Running.Count: > 0 };
        var search = new SearchIndexer(_lease, _stores.SearchIndex, IsParsing, _time, _logging.CreateLogger<SearchIndexer>());
        using var enrichment = new EnrichmentStage(_lease, _options, _secrets, _stores, Subscriptions, IsParsing, _metrics, _time, _logging);
        var notifications = new NotificationStage(
            _lease, _user.Key, _options, _secrets, _stores, NotifySources, new SavedMessagesChat(Client, renewal, _time), limiter, IsParsing,
            _metrics.Notifications, _time, _logging);
        Unstored = new UnstoredMessages(
            _lease.Token, resolver, reader, renewal, Client, limiter, _stores.Unstored, _stores.Posts, OnStored, _metrics, _logging.CreateLogger<UnstoredMessages>());
        var parser = new Parser(
            _user.Key, _lease.Token, resolver, reader, renewal, Unstored, _stores, _metrics, _board, _time, _logging.CreateLogger<Parser>());
        var refresher = new Refresher(
            _user.Key, _lease, Subscriptions, new ChannelRefresher(_lease.Token, resolver, reader, renewal, Unstored, _stores, _time),
            renewal, _stores.Refresh, _metrics, _time, _logging.CreateLogger<Refresher>());
        var monitoring = new MonitoringStage(
            _lease, Client, limiter, reactions, renewal, _watches, Subscriptions, _stores, IsParsing, notifications.Wake, _board, _metrics, _time, _logging);
        Enrichment = enrichment;
        Notifications = notifications;
        Dialogs = new DialogList(Client, limiter, renewal, _folders, _time, parsing.Token);
        Parses = new ParseCoordinator(_loop, parser, Subscriptions, _stores.Runs, _lease, parsing.Token);
        var tasks = new[]
        {
            new Scheduler(Subscriptions, Parses, _metrics, _time).RunAsync(parsing.Token),
            renewal.RunAsync(parsing.Token),
            IdleTrim.RunAsync(Parses, enrichment, renewal, _time, parsing.Token),
            RetryUnstoredAsync(Unstored, parsing.Token),
            refresher.RunAsync(parsing.Token),
            search.RunAsync(parsing.Token),
            enrichment.RunAsync(parsing.Token),
            notifications.RunAsync(parsing.Token),
            monitoring.RunAsync(parsing.Token),
        };
        void OnStored()
        {
            search.Wake();
            enrichment.Wake();
            notifications.Wake();
        }
        _login.Accept(Client.Authorization.Status);
        try
        {
            // A scheduler that ends would be a worker that looks well and parses nothing: its error ends the session.
            var ended = StateAsync(s => s is SessionState.LoggedOut or SessionState.Closed, ct);
            await await Task.WhenAny([ended, .. tasks]);
        }
        finally
        {
            await parsing.CancelAsync();
            await Parses.DrainAsync();
            Parses = null;
            Unstored = null;
            Enrichment = null;
            Notifications = null;
            Dialogs = null;
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    // Once: a new version may store what the one before could not. Ends, as its neighbours do, only with an error.
    private async Task RetryUnstoredAsync(UnstoredMessages unstored, CancellationToken ct)
    {
        try
        {
            await unstored.RetryAsync([.. Subscriptions.All], ct);
        }
        catch (LeaseLostException e)
        {
            _lease.MarkLost(e.Message);
        }
        catch (Npgsql.NpgsqlException e)
        {
            Log.NotRetried(_logger, e.Message);
        }
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, ct);
    }

    /// <summary>Whether the account that is logged in may be used; logs out when it may not.</summary>
    private async Task<bool> AcceptAsync(LoginStatus login, CancellationToken ct)
    {
        var pin = await _stores.Sessions.PinAccountAsync(
            _lease.Token, login.TelegramId!.Value, login.Username, login.DisplayName, ct);
        var refusal = pin switch
        {
            PinOutcome.Mismatch other => (Reasons.AccountMismatch,
                $"Logged in to account {login.TelegramId}, but this user belongs to account {other.ExpectedTelegramId}. Log in to that one, or make another TelegramUser for this one."),
            PinOutcome.ClaimedBy owner => (Reasons.AccountClaimed,
                $"Account {login.TelegramId} belongs to TelegramUser {owner.User} already. Log in to another account, or delete one of the two."),
            _ => ((string, string)?)null,
        };
        if (refusal is not { } refused)
            return true;
        Log.Refused(_logger, refused.Item1, refused.Item2);
        _login.Explain(refused.Item1, refused.Item2);
        await Client.Authorization.LogOutAsync(ct);
        await StateAsync(s => s is SessionState.LoggedOut or SessionState.Closed, ct);
        return false;
    }

    private async Task<LoginStatus> StateAsync(Func<SessionState, bool> condition, CancellationToken ct)
    {
        var reached = new TaskCompletionSource<LoginStatus>();
        void Look(LoginStatus status)
        {
            if (condition(status.State))
                reached.TrySetResult(status);
        }
        using var subscription = Client.Authorization.Subscribe(Look);
        Look(Client.Authorization.Status);
        return await reached.Task.WaitAsync(ct);
    }

    private Proxy? ProxyOf(WorkerSettings settings) => settings.Proxy switch
    {
        null => null,
        { Type: Contracts.Resources.ProxyType.Mtproto } p => new Proxy(p.Server, p.Port, new ProxyTypeMtproto(_secrets.ProxySecret
            ?? throw new SettingsException("The MTProto proxy's secret is missing. Put it as 'secret' into the Secret that spec.proxy.secretRef names."))),
        var p => new Proxy(p.Server, p.Port, new ProxyTypeSocks5(_secrets.ProxyUsername ?? "", _secrets.ProxyPassword ?? "")),
    };

    private async void OnFloodWait(CallKind kind, DateTimeOffset until)
    {
        _metrics.FloodWait(FloodWaits.NameOf(kind), until - _time.GetUtcNow());
        Log.FloodWait(_logger, FloodWaits.NameOf(kind), until);
        // The next process must know of it, too: so until it is stored or has passed, or this one ends.
        while (until > _time.GetUtcNow() && !_running.IsCancellationRequested)
        {
            try
            {
                await _stores.Sessions.SetFloodWaitAsync(_lease.Token, FloodWaits.NameOf(kind), until, CancellationToken.None);
                _board.Touch();
                return;
            }
            catch (LeaseLostException e)
            {
                _lease.MarkLost(e.Message);
            }
            catch (Npgsql.NpgsqlException e)
            {
                Log.NotPersisted(_logger, e.Message);
                await Task.Delay(StoreAgainAfter, _time, _running).ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "settings loaded subscriptions={Count}")]
        public static partial void Loaded(ILogger logger, int count);

        [LoggerMessage(LogLevel.Information, "Telegram client renewed seconds={Seconds:F3}")]
        public static partial void Renewed(ILogger logger, double seconds);

        [LoggerMessage(LogLevel.Error, "the Telegram session cannot be opened: {Problem}")]
        public static partial void NotOpened(ILogger logger, string problem);

        [LoggerMessage(LogLevel.Error, "login refused reason={Reason}: {Problem}")]
        public static partial void Refused(ILogger logger, string reason, string problem);

        [LoggerMessage(LogLevel.Warning, "flood wait method={Method} until={Until:O}")]
        public static partial void FloodWait(ILogger logger, string method, DateTimeOffset until);

        [LoggerMessage(LogLevel.Information, "TDLib waits {Seconds:F0} s, as Telegram has asked it to")]
        public static partial void Slept(ILogger logger, double seconds);

        [LoggerMessage(LogLevel.Warning, "unstored messages could not be tried again: {Problem}")]
        public static partial void NotRetried(ILogger logger, string problem);

        [LoggerMessage(LogLevel.Warning, "the flood wait could not be stored and is tried again: {Problem}")]
        public static partial void NotPersisted(ILogger logger, string problem);
    }
}
