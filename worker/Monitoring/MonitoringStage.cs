using Microsoft.Extensions.Logging;
using Npgsql;
using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Metrics;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Session;
using TelegramParser.Worker.Telegram;

namespace TelegramParser.Worker.Monitoring;

/// <summary>
/// Watches the groups of the user's monitors: examines messages as they arrive, and reads each group again from its cursor, so that
/// nothing is lost that did not arrive. It works behind the parser.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed partial class MonitoringStage
{
    // A reading mostly waits for Telegram.
    private const int AtOnce = 4;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Shortly = TimeSpan.FromSeconds(1);

    // Bounds what a jump of the clock or a missed wake-up can cost.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private readonly HeldLease _lease;
    private readonly WatchSet _watches;
    private readonly Stores _stores;
    private readonly SessionBoard _board;
    private readonly WorkerMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly GroupReader _groups;
    private readonly LiveMessages _live;
    private readonly Dictionary<Watch, Task> _running = [];

    /// <summary>Makes the stage of a session. Its calls come behind all others.</summary>
    public MonitoringStage(
        HeldLease lease, TelegramClient client, CallLimiter limiter, ReactionsKnowledge reactions, ClientRenewal renewal, WatchSet watches,
        SubscriptionSet subscriptions, Stores stores, Func<bool> isParsing, Action onMentions, SessionBoard board, WorkerMetrics metrics, TimeProvider time, ILoggerFactory logging)
    {
        (_lease, _watches, _stores, _board, _metrics, _time) = (lease, watches, stores, board, metrics, time);
        _logger = logging.CreateLogger<MonitoringStage>();
        var behind = limiter.BehindOthers(isParsing);
        var reader = new ChannelReader(client, behind, reactions, renewal, time);
        var names = new Names(client, behind);
        var resolver = new GroupResolver(client, behind, new ChatFinder(client, behind, reactions, stores.Subscriptions));
        var examiner = new Examiner(lease.Token, reader, new OwnMessages(client, behind, renewal), names, stores, onMentions, metrics, board);
        _groups = new GroupReader(lease.Token, client, resolver, reader, renewal, examiner, watches, subscriptions, stores, time);
        _live = new LiveMessages(lease, client, watches, examiner, names, renewal, time, logging.CreateLogger<LiveMessages>());
    }

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        // A fresh client has missed what was written before it.
        foreach (var watch in _watches.Active)
        {
            watch.FallBehind();
            watch.NextReading = _time.GetUtcNow();
        }
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var live = _live.RunAsync(ended.Token);
        try
        {
            await await Task.WhenAny(live, ReadAsync(ended.Token));
        }
        finally
        {
            _metrics.Monitors(0, _watches.Active.Count());
            await ended.CancelAsync();
            await Task.WhenAll([live, .. _running.Values]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var changed = _watches.Changed;
            var now = _time.GetUtcNow();
            foreach (var due in Waiting.Where(w => w.NextReading <= now).OrderBy(w => w.NextReading).Take(AtOnce - _running.Count).ToList())
            {
                var reading = ReadAsync(due, ct);
                if (!reading.IsCompleted)
                    _running[due] = reading;
            }
            var active = _watches.Active.ToList();
            _metrics.Monitors(active.Count(w => w.IsRunning), active.Count);
            await SleepAsync(now, changed, ct);
        }
    }

    private IEnumerable<Watch> Waiting => _watches.Active.Where(w => !_running.ContainsKey(w));

    private async Task SleepAsync(DateTimeOffset now, Task changed, CancellationToken ct)
    {
        // With as many at once as there may be, the end of one is waited for.
        var next = _running.Count < AtOnce ? Waiting.Select(w => (DateTimeOffset?)w.NextReading).Min() : null;
        var sleep = next - now is { } wait && wait < LongestSleep ? wait : LongestSleep;
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var timer = Task.Delay(sleep > TimeSpan.Zero ? sleep : TimeSpan.Zero, _time, woken.Token);
        await Task.WhenAny(timer, changed);
        await woken.CancelAsync();
    }

    /// <summary>Reads one group; every failure ends on the monitor.</summary>
    private async Task ReadAsync(Watch watch, CancellationToken ct)
    {
        // What asks for a reading while this one runs gets another one.
        watch.NextReading = DateTimeOffset.MaxValue;
        var group = watch.Settings.Group;
        try
        {
            var isDone = await _groups.ReadAsync(watch, ct);
            Plan(watch, isDone ? Every : Shortly);
            if (isDone)
                Succeed(watch);
        }
        catch (LeaseLostException e)
        {
            _lease.MarkLost(e.Message);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            await FailAsync(watch, MonitorFailure.Of(e, group), e, ct);
        }
        finally
        {
            watch.LastReading = _time.GetUtcNow();
            _running.Remove(watch);
            _watches.Wake();
        }
    }

    private void Succeed(Watch watch)
    {
        var isNews = watch.Reason is not null || watch.LastReading == default;
        (watch.Failures, watch.Reason) = (0, null);
        if (!isNews)
            return;
        Log.Watched(_logger, watch.Name, watch.ChatId);
        _board.Touch();
    }

    private async Task FailAsync(Watch watch, ParseFailure failure, Exception error, CancellationToken ct)
    {
        watch.FallBehind();
        var wait = TimeSpan.FromTicks(Math.Min(Every.Ticks, FirstRetry.Ticks << Math.Min(watch.Failures, 10)));
        Plan(watch, failure.RetryAt - _time.GetUtcNow() ?? wait);
        watch.Failures++;
        if (failure.Reason == Reasons.ParseFailed)
            Log.Unexpected(_logger, watch.Name, error);
        else
            Log.NotWatched(_logger, watch.Name, failure.Reason, failure.Message);
        watch.Reason = failure.Reason;
        try
        {
            await _stores.Monitors.RecordFailureAsync(_lease.Token, watch.Id, failure.Reason, failure.Message, ct);
            _board.Touch();
        }
        catch (LeaseLostException e)
        {
            _lease.MarkLost(e.Message);
        }
        catch (NpgsqlException e)
        {
            Log.NotRecorded(_logger, watch.Name, e.Message);
        }
    }

    private void Plan(Watch watch, TimeSpan wait)
    {
        var at = _time.GetUtcNow() + wait;
        if (at < watch.NextReading)
            watch.NextReading = at;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "monitor {Monitor} watches its group chat={ChatId}")]
        public static partial void Watched(ILogger logger, string monitor, long? chatId);

        [LoggerMessage(LogLevel.Warning, "monitor {Monitor} cannot watch its group reason={Reason}: {Problem}")]
        public static partial void NotWatched(ILogger logger, string monitor, string reason, string problem);

        [LoggerMessage(LogLevel.Error, "reading the group of monitor {Monitor} met an unexpected error")]
        public static partial void Unexpected(ILogger logger, string monitor, Exception exception);

        [LoggerMessage(LogLevel.Warning, "why monitor {Monitor} does not run could not be recorded: {Problem}")]
        public static partial void NotRecorded(ILogger logger, string monitor, string problem);
    }
}
