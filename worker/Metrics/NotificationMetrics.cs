using System.Diagnostics.Metrics;
using TelegramParser.Storage.Outbox;

namespace TelegramParser.Worker.Metrics;

/// <summary>The instruments of notifications.</summary>
internal sealed class NotificationMetrics : IDisposable
{
    /// <summary>Outcome of a try: the target has taken it.</summary>
    public const string Delivered = "delivered";

    /// <summary>Outcome of a try: it is tried again.</summary>
    public const string Postponed = "postponed";

    /// <summary>Outcome of a try: it was the last.</summary>
    public const string Dead = "dead";

    private readonly Meter _meter = new("TelegramParser.Worker.Notifying");
    private readonly Counter<long> _tries;
    private OutboxDepth _depth = new(0, null);

    /// <summary>Makes the instruments.</summary>
    /// <param name="time">Tells ages.</param>
    public NotificationMetrics(TimeProvider time)
    {
        _tries = _meter.CreateCounter<long>("tgparser_notifications_total", null, "Tries to deliver notifications, by target and outcome: delivered, postponed or dead.");
        // An increase shows from a value that was there before.
        foreach (var target in new[] { NotificationTargets.Webhook, NotificationTargets.SavedMessages })
        {
            foreach (var outcome in new[] { Delivered, Postponed, Dead })
                Ended(target, outcome, count: 0);
        }
        _meter.CreateObservableGauge("tgparser_notification_queue", () => Volatile.Read(ref _depth).Queued, null, "Notifications that wait to be delivered.");
        _meter.CreateObservableGauge("tgparser_notification_oldest_seconds",
            () => Volatile.Read(ref _depth).OldestAt is { } oldest ? (time.GetUtcNow() - oldest).TotalSeconds : 0,
            "s", "How long the oldest notification that waits has waited; 0 when none does.");
    }

    /// <summary>What waits, as it was last counted.</summary>
    public OutboxDepth Depth
    {
        get => Volatile.Read(ref _depth);
        set => Volatile.Write(ref _depth, value);
    }

    /// <summary>A try has ended.</summary>
    public void Ended(string target, string outcome, int count = 1) => _tries.Add(count, new("target", target), new("outcome", outcome));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
