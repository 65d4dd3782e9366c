using Microsoft.Extensions.Logging;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Dialogs;
using TelegramParser.Worker.Enrichment;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Memory;
using TelegramParser.Worker.Monitoring;
using TelegramParser.Worker.Notifying;
using TelegramParser.Worker.Notifying.SavedMessages;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Refreshing;
using TelegramParser.Worker.Scheduling;
using TelegramParser.Worker.Searching;
using TelegramParser.Worker.Telegram;

namespace TelegramParser.Worker.Session;

/// <summary>All that works for the user while somebody is logged in, each part with what it needs of the others.</summary>
/// <remarks>Lives on the event loop. Started once.</remarks>
internal sealed partial class LoggedInSession : IDisposable
{
    private readonly SessionContext _context;
    private readonly AppliedSettings _settings;
    private readonly FloodWaits _waits;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ending;
    private readonly ClientRenewal _renewal;
    private readonly Refresher _refresher;
    private readonly SearchIndexer _search;
    private readonly MonitoringStage _monitoring;
    private IReadOnlyList<Task> _tasks = [];

    /// <summary>Puts the parts together.</summary>
    /// <param name="context">The session.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="client">The client, logged in.</param>
    /// <param name="waits">What Telegram has asked to wait for.</param>
    /// <param name="folders">The account's chat folders.</param>
    /// <param name="renewClient">Closes and opens the client.</param>
    /// <param name="ct">Ends the work.</param>
    public LoggedInSession(
        SessionContext context, AppliedSettings settings, TelegramClient client, FloodWaits waits, ChatFolders folders,
        Func<CancellationToken, Task> renewClient, CancellationToken ct)
    {
        (_context, _settings, _waits) = (context, settings, waits);
        _logger = context.Logging.CreateLogger<LoggedInSession>();
        _ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _renewal = new ClientRenewal(renewClient);
        var (lease, user, stores, time) = (context.Lease, context.User.Key, context.Stores, context.Time);
        var limiter = new CallLimiter(waits, time, context.Options.RateLimits);
        var reactions = new ReactionsKnowledge(client, limiter, _renewal);
        var resolver = new ChannelResolver(client, limiter, new ChatFinder(client, limiter, reactions, stores.Subscriptions));
        var reader = new ChannelReader(client, limiter, reactions, _renewal, time);
        _search = new SearchIndexer(lease, stores.SearchIndex, IsParsing, time, context.Logging.CreateLogger<SearchIndexer>());
        Enrichment = new EnrichmentStage(
            lease, context.Options, context.Secrets, stores, settings.Subscriptions, IsParsing, context.Metrics, time, context.Logging);
        Notifications = new NotificationStage(
            lease, user, context.Options, context.Secrets, stores, settings.NotifySources, new SavedMessagesChat(client, _renewal, time),
            limiter, IsParsing, context.Metrics.Notifications, time, context.Logging);
        Unstored = new UnstoredMessages(
            lease.Token, resolver, reader, _renewal, client, limiter, stores.Unstored, stores.Posts, OnStored, context.Metrics,
            context.Logging.CreateLogger<UnstoredMessages>());
        var parser = new Parser(
            user, lease.Token, resolver, reader, _renewal, Unstored, stores, context.Metrics, context.Board, time,
            context.Logging.CreateLogger<Parser>());
        _refresher = new Refresher(
            user, lease, settings.Subscriptions, new ChannelRefresher(lease.Token, resolver, reader, _renewal, Unstored, stores, time),
            _renewal, stores.Refresh, context.Metrics, time, context.Logging.CreateLogger<Refresher>());
        _monitoring = new MonitoringStage(
            lease, client, limiter, reactions, _renewal, settings.Watches, settings.Subscriptions, stores, IsParsing, Notifications.Wake,
            context.Board, context.Metrics, time, context.Logging);
        Dialogs = new DialogList(client, limiter, _renewal, folders, time, _ending.Token);
        Parses = new ParseCoordinator(context.Loop, parser, settings.Subscriptions, stores.Runs, lease, _ending.Token);
    }

    /// <summary>The parser.</summary>
    public ParseCoordinator Parses { get; }

    /// <summary>Messages that could not be stored.</summary>
    public UnstoredMessages Unstored { get; }

    /// <summary>The text behind the links of posts.</summary>
    public EnrichmentStage Enrichment { get; }

    /// <summary>Notifications.</summary>
    public NotificationStage Notifications { get; }

    /// <summary>The channels that the account is in.</summary>
    public DialogList Dialogs { get; }

    /// <summary>Starts every part. The result is the first that ends: none does without an error.</summary>
    public Task<Task> Start()
    {
        var ct = _ending.Token;
        _tasks =
        [
            new Scheduler(_settings.Subscriptions, Parses, _waits, _context.Metrics, _context.Time).RunAsync(ct),
            _renewal.RunAsync(ct),
            IdleTrim.RunAsync(
                () => Parses.Ended + Enrichment.Ended, () => Parses.Running.Count > 0 || Enrichment.IsBusy, _renewal, MemoryTrim.Run, _context.Time, ct),
            RetryUnstoredAsync(ct),
            _refresher.RunAsync(ct),
            _search.RunAsync(ct),
            Enrichment.RunAsync(ct),
            Notifications.RunAsync(ct),
            _monitoring.RunAsync(ct),
        ];
        return Task.WhenAny(_tasks);
    }

    /// <summary>Takes on nothing more, and waits for the parses that run.</summary>
    public async Task DrainAsync()
    {
        await _ending.CancelAsync();
        await Parses.DrainAsync();
    }

    /// <summary>Waits until every part has ended, however it does.</summary>
    public async Task StopAsync() =>
        await Task.WhenAll(_tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    /// <inheritdoc/>
    public void Dispose()
    {
        Enrichment.Dispose();
        _ending.Dispose();
    }

    private bool IsParsing() => Parses.Running.Count > 0;

    private void OnStored()
    {
        _search.Wake();
        Enrichment.Wake();
        Notifications.Wake();
    }

    // Once: a new version may store what the one before could not. Ends, as its neighbours do, only with an error.
    private async Task RetryUnstoredAsync(CancellationToken ct)
    {
        try
        {
            await Unstored.RetryAsync([.. _settings.Subscriptions.All], ct);
        }
        catch (LeaseLostException e)
        {
            _context.Lease.MarkLost(e.Message);
        }
        catch (Npgsql.NpgsqlException e)
        {
            Log.NotRetried(_logger, e.Message);
        }
        await Task.Delay(Timeout.InfiniteTimeSpan, _context.Time, ct);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "unstored messages could not be tried again: {Problem}")]
        public static partial void NotRetried(ILogger logger, string problem);
    }
}
