using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Metrics;
using TelegramParser.Worker.Parsing;

namespace TelegramParser.Worker.Scheduling;

/// <summary>Starts the parses that are due. A run that was missed, however often, runs once.</summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class Scheduler(
    SubscriptionSet subscriptions, ParseCoordinator coordinator, FloodWaits waits, WorkerMetrics metrics, TimeProvider time)
{
    // Bounds what a jump of the clock or a missed wake-up can cost.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var now = time.GetUtcNow();
            foreach (var waiting in Waiting)
                waiting.NextRun = NextRun.ByClock(waiting, now, waits.LastEnd);
            foreach (var due in Waiting.Where(s => s.NextRun <= now).ToList())
            {
                metrics.ScheduleLag(now - due.NextRun);
                _ = coordinator.ParseAsync(due, ParseTrigger.Schedule, runId: null);
            }
            await SleepAsync(now, ct);
        }
    }

    // The end of a parse sets when the next one is due, and wakes the scheduler; a parse that was cut off stays due.
    private IEnumerable<Subscription> Waiting => subscriptions.Active.Where(s => !coordinator.Running.Contains(s.Id));

    private async Task SleepAsync(DateTimeOffset now, CancellationToken ct)
    {
        var next = Waiting.Select(s => (DateTimeOffset?)s.NextRun).Min();
        var sleep = next - now is { } wait && wait < LongestSleep ? wait : LongestSleep;
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var timer = Task.Delay(sleep > TimeSpan.Zero ? sleep : TimeSpan.Zero, time, woken.Token);
        await Task.WhenAny(timer, subscriptions.Changed);
        await woken.CancelAsync();
    }
}
