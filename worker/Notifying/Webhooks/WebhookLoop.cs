using Microsoft.Extensions.Logging;
using Npgsql;
using TelegramParser.Contracts.Workers;
using TelegramParser.Storage.Outbox;
using TelegramParser.Worker.Loop;
using TelegramParser.Worker.Settings;

namespace TelegramParser.Worker.Notifying.Webhooks;

/// <summary>
/// Delivers notifications to webhooks, each at least once: one request of a source at a time, of many sources side by side. It tries again
/// with growing waits for a day. While channels are parsed it sends little. At rest it holds no connection.
/// </summary>
/// <remarks>Lives on the event loop; requests are sent on the thread pool.</remarks>
/// <param name="userId">The user.</param>
/// <param name="outbox">Where notifications wait.</param>
/// <param name="record">Keeps what became of them.</param>
/// <param name="sources">Who is to be told.</param>
/// <param name="target">Makes requests.</param>
/// <param name="sender">Sends them.</param>
/// <param name="isParsing">Whether channels are parsed.</param>
/// <param name="random">From 0 up to 1, spreads tries.</param>
/// <param name="time">Measures waits.</param>
/// <param name="logger">Gets what failed.</param>
internal sealed partial class WebhookLoop(
    long userId, OutboxStore outbox, OutboxRecord record, NotifySources sources, WebhookTarget target, WebhookSender sender,
    Func<bool> isParsing, Func<double> random, TimeProvider time, ILogger<WebhookLoop> logger)
{
    private const int MostAtOnce = 16;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(10);

    // Nobody but this process makes anything due, except for a person's wish that the worker was not told of.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(5);

    // A receiver that takes all that waits as fast as it comes would halve the speed of a parse.
    private static readonly TimeSpan PauseBesideParse = TimeSpan.FromMilliseconds(250);

    private readonly WebhookGates _gates = new(random, time);
    private readonly WakeSignal _queued = new();
    private readonly List<Task> _running = [];
    private long? _lastStart;

    /// <summary>Requests are being sent, or looked for.</summary>
    public bool IsBusy { get; private set; } = true;

    /// <summary>Tells that something is due.</summary>
    public void Wake() => _queued.Set();

    /// <summary>Tells that a person has changed something: who was left alone is tried again.</summary>
    public void Restart()
    {
        _gates.OpenAll();
        Wake();
    }

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (true)
                await WaitAsync(await StartAsync(ct), ct);
        }
        finally
        {
            await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    // Starts what is due and can be sent; returns how long to wait.
    private async Task<TimeSpan> StartAsync(CancellationToken ct)
    {
        _queued.Reset();
        try
        {
            while (_running.Count < MostAtOnce && sources.With(NotificationTargets.Webhook) is { Count: > 0 } asking)
            {
                var now = time.GetUtcNow();
                var most = MostAtOnce - _running.Count;
                if (isParsing())
                {
                    if (_lastStart is { } last && time.GetElapsedTime(last) is var since && since < PauseBesideParse)
                        return PauseBesideParse - since;
                    most = 1;
                }
                var open = _gates.Open(asking, now);
                var next = open.Count == 0
                    ? []
                    : await outbox.NextAsync(userId, NotificationTargets.Webhook, open, now, most, ct);
                var due = next.Where(notification => notification.Payload is not null).ToList();
                if (due.Count == 0)
                    return Until(next.Select(notification => notification.DueAt).Append(_gates.NextOpening(now) ?? DateTimeOffset.MaxValue).Min(), now);
                foreach (var notification in due)
                    Start(notification, ct);
                _lastStart = time.GetTimestamp();
            }
            return Timeout.InfiniteTimeSpan;
        }
        catch (NpgsqlException e)
        {
            Log.NotRead(logger, e.Message);
            return RetryAfter;
        }
    }

    // Postgres rounds times: what is due in less than that may be due only after it.
    private static TimeSpan Until(DateTimeOffset at, DateTimeOffset now) => TimeSpan.FromTicks(Math.Clamp((at - now).Ticks, LeastWait.Ticks, LookEvery.Ticks));

    private void Start(QueuedNotification notification, CancellationToken ct)
    {
        // Settings may have changed while the queue was read.
        if (sources.Find(notification.Source) is not { } notify || !notify.HasWebhook())
            return;
        _gates.Enter(notification.Source);
        _running.Add(DeliverAsync(notification, notify, ct));
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        IsBusy = _running.Count > 0;
        await Task.WhenAny([.. _running, _queued.Task, Task.Delay(wait, time, over.Token)]);
        IsBusy = true;
        await over.CancelAsync();
        ct.ThrowIfCancellationRequested();
        foreach (var ended in _running.Where(delivery => delivery.IsCompleted).ToList())
        {
            _running.Remove(ended);
            await ended;
        }
    }

    private async Task DeliverAsync(QueuedNotification notification, NotifySettings notify, CancellationToken ct)
    {
        var outcome = await Task.Run(() => TryAsync(notification, notify, ct), ct);
        // The gate stays closed until it is recorded: what was delivered is not sent again because Postgres was away.
        await RecordAsync(notification, outcome, ct);
        switch (outcome)
        {
            case WebhookOutcome.Failed { OfReceiver: true } failed:
                _gates.Pause(notification.Source, failed.RetryAfter);
                break;
            case WebhookOutcome.Failed:
                _gates.LeaveAsBefore(notification.Source);
                break;
            default:
                if (_gates.Leave(notification.Source))
                    await record.HastenAsync(NotificationTargets.Webhook, notification.Source, ct);
                break;
        }
    }

    private async Task<WebhookOutcome> TryAsync(QueuedNotification notification, NotifySettings notify, CancellationToken ct)
    {
        try
        {
            return await sender.SendAsync(target.Request(notification, notify), ct);
        }
        catch (Exception e) when (e is SettingsException or IOException or UnauthorizedAccessException)
        {
            return new WebhookOutcome.Failed(e is SettingsException ? e.Message : "The webhook's secrets cannot be read.", OfReceiver: true);
        }
    }

    private Task RecordAsync(QueuedNotification notification, WebhookOutcome outcome, CancellationToken ct) => outcome switch
    {
        WebhookOutcome.Delivered => record.DeliveredAsync(NotificationTargets.Webhook, [notification], ct),
        WebhookOutcome.Failed failed => record.FailedAsync(NotificationTargets.Webhook, notification, failed.Error, failed.RetryAfter, ct),
        _ => record.GiveUpAsync(NotificationTargets.Webhook, notification, "The receiver answered 410: it wants no more.", ct),
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "notifications that are due could not be read, it is tried again: {Problem}")]
        public static partial void NotRead(ILogger logger, string problem);
    }
}
