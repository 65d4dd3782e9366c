using TelegramParser.Worker.Metrics;
using TelegramParser.Worker.Parsing;

namespace TelegramParser.Worker.Scheduling;

/// <summary>Starts the parses that are due. A run that was missed, however often, runs once.</summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class Scheduler(
    SubscriptionSet subscriptions, ParseCoordinator coordinator, WorkerMetrics metrics, TimeProvider time)
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
            foreach (var due in subscriptions.Active.Where(s => s.NextRun <= now))
            {
                metrics.ScheduleLag(now - due.NextRun!.Value);
                // Set again by the parse; until then it must not be due once more.
                due.NextRun = null;
                _ = ParseAsync(due);
            }
            await SleepAsync(now, ct);
        }
    }

    // Only the end of a parse sets when the next one is due: look again then, not when the sleep happens to end.
    private async Task ParseAsync(Subscription due)
    {
        try
        {
            await coordinator.ParseAsync(due, ParseTrigger.Schedule, runId: null);
        }
        finally
        {
            subscriptions.Wake();
        }
    }

    private async Task SleepAsync(DateTimeOffset now, CancellationToken ct)
    {
        var next = subscriptions.Active.Min(s => s.NextRun);
        var sleep = next - now is { } wait && wait < LongestSleep ? wait : LongestSleep;
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var timer = Task.Delay(sleep > TimeSpan.Zero ? sleep : TimeSpan.Zero, time, woken.Token);
        await Task.WhenAny(timer, subscriptions.Changed);
        await woken.CancelAsync();
    }
}
