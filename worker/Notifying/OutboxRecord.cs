using Microsoft.Extensions.Logging;
using Npgsql;
using TelegramParser.Storage.Outbox;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Metrics;
using TelegramParser.Worker.Session;

namespace TelegramParser.Worker.Notifying;

/// <summary>
/// Records what became of tries. It goes on until Postgres has taken it: what was delivered is not sent again because Postgres was away.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
/// <param name="lease">The user's lease.</param>
/// <param name="outbox">The outbox.</param>
/// <param name="random">From 0 up to 1, spreads tries.</param>
/// <param name="metrics">Counts outcomes.</param>
/// <param name="time">Measures waits.</param>
/// <param name="logger">Gets what failed.</param>
internal sealed partial class OutboxRecord(
    HeldLease lease, OutboxStore outbox, Func<double> random, NotificationMetrics metrics, TimeProvider time, ILogger<OutboxRecord> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>They were taken.</summary>
    public Task DeliveredAsync(string target, IReadOnlyCollection<QueuedNotification> notifications, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        metrics.Ended(target, NotificationMetrics.Delivered, notifications.Count);
        return StoreAsync(() => outbox.DeliveredAsync(lease.Token, [.. notifications.Select(taken => taken.Id)], now, ct), ct);
    }

    /// <summary>One was not taken: it is tried again, for a day.</summary>
    /// <param name="target">One of <see cref="NotificationTargets"/>.</param>
    /// <param name="notification">The notification.</param>
    /// <param name="error">Why, in words that name no URL and no secret.</param>
    /// <param name="asked">What the target asked for.</param>
    /// <param name="ct">Ends the call.</param>
    public Task FailedAsync(string target, QueuedNotification notification, string error, TimeSpan? asked, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (RetryPolicy.Next(notification.Attempts, now - (notification.FirstTriedAt ?? now), asked, random()) is not { } wait)
            return GiveUpAsync(target, notification, error, ct);
        metrics.Ended(target, NotificationMetrics.Postponed);
        Log.NotDelivered(logger, target, notification.Source.Kind, notification.Source.Name, notification.Attempts + 1, error);
        return StoreAsync(() => outbox.FailedAsync(lease.Token, [notification.Id], new FailedTry(error, now, now + wait), ct), ct);
    }

    /// <summary>One was not taken, and is not tried again.</summary>
    public Task GiveUpAsync(string target, QueuedNotification notification, string error, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        metrics.Ended(target, NotificationMetrics.Dead);
        Log.GivenUp(logger, target, notification.Source.Kind, notification.Source.Name, notification.Id, error);
        return StoreAsync(() => outbox.FailedAsync(lease.Token, [notification.Id], new FailedTry(error, now, RetryAt: null), ct), ct);
    }

    /// <summary>A source's target takes notifications again: everything of it is due now.</summary>
    public Task HastenAsync(string target, NotificationSource source, CancellationToken ct) =>
        StoreAsync(() => outbox.HastenAsync(lease.Token, source, target, time.GetUtcNow(), ct), ct);

    private async Task StoreAsync(Func<Task> store, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await store();
                return;
            }
            catch (LeaseLostException e)
            {
                lease.MarkLost(e.Message);
                return;
            }
            catch (NpgsqlException e)
            {
                Log.NotStored(logger, e.Message);
                await Task.Delay(RetryAfter, time, ct);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "what became of a notification could not be stored, it is tried again: {Problem}")]
        public static partial void NotStored(ILogger logger, string problem);

        [LoggerMessage(LogLevel.Warning, "{Target} of {Kind} {Name} not delivered attempt={Attempt}: {Problem}")]
        public static partial void NotDelivered(ILogger logger, string target, string kind, string name, int attempt, string problem);

        [LoggerMessage(LogLevel.Error, "{Target} of {Kind} {Name} given up notification={Id}: {Problem}")]
        public static partial void GivenUp(ILogger logger, string target, string kind, string name, long id, string problem);
    }
}
