using Microsoft.Extensions.Logging;
using Npgsql;
using TelegramParser.Storage.Outbox;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Loop;
using TelegramParser.Worker.Metrics;
using TelegramParser.Worker.Session;

namespace TelegramParser.Worker.Notifying;

/// <summary>Keeps the outbox: follows settings, counts what waits, deletes what is old. It rests while nothing waits.</summary>
/// <remarks>Lives on the event loop.</remarks>
/// <param name="lease">The user's lease.</param>
/// <param name="outbox">The outbox.</param>
/// <param name="sources">Who is to be told.</param>
/// <param name="changed">Called when the outbox follows new settings.</param>
/// <param name="metrics">Shows what waits.</param>
/// <param name="time">Measures the pauses.</param>
/// <param name="logger">Gets what failed.</param>
internal sealed partial class OutboxKeeper(
    HeldLease lease, OutboxStore outbox, NotifySources sources, Action changed, NotificationMetrics metrics, TimeProvider time,
    ILogger<OutboxKeeper> logger)
{
    private const int PruneAtOnce = 500;
    private static readonly TimeSpan KeepEnded = TimeSpan.FromDays(30);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PruneEvery = TimeSpan.FromHours(1);

    private readonly WakeSignal _filled = new();
    private long? _pruned;

    /// <summary>Tells that somebody else has changed the outbox: it is to follow the settings again.</summary>
    public void Look() => sources.Changed.Set();

    /// <summary>Tells that something waits.</summary>
    public void Wake() => _filled.Set();

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        // What the process before has left.
        Wake();
        while (true)
        {
            try
            {
                await FollowSettingsAsync(ct);
                await CountAsync(ct);
                if (_pruned is not { } last || time.GetElapsedTime(last) > PruneEvery)
                    await PruneAsync(ct);
            }
            catch (LeaseLostException e)
            {
                lease.MarkLost(e.Message);
            }
            catch (NpgsqlException e)
            {
                Log.NotKept(logger, e.Message);
                await Task.Delay(RetryAfter, time, ct);
                Wake();
            }
            await RestAsync(ct);
        }
    }

    private async Task FollowSettingsAsync(CancellationToken ct)
    {
        if (!sources.Changed.Task.IsCompleted)
            return;
        sources.Changed.Reset();
        try
        {
            foreach (var target in new[] { NotificationTargets.Webhook, NotificationTargets.SavedMessages })
            {
                await outbox.AbandonAsync(lease.Token, target, sources.With(target), time.GetUtcNow(), ct);
                await outbox.HastenAllAsync(lease.Token, target, time.GetUtcNow(), ct);
            }
        }
        catch
        {
            sources.Changed.Set();
            throw;
        }
        changed();
    }

    private async Task CountAsync(CancellationToken ct)
    {
        _filled.Reset();
        metrics.Depth = await outbox.GetDepthAsync(lease.Token.UserId, ct);
    }

    private async Task PruneAsync(CancellationToken ct)
    {
        while (await outbox.PruneAsync(lease.Token, time.GetUtcNow() - KeepEnded, PruneAtOnce, ct))
        {
        }
        _pruned = time.GetTimestamp();
    }

    private async Task RestAsync(CancellationToken ct)
    {
        if (metrics.Depth.Queued == 0)
            await Task.WhenAny(_filled.Task, sources.Changed.Task).WaitAsync(ct);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(sources.Changed.Task, Task.Delay(LookEvery, time, over.Token));
        await over.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "the outbox of notifications could not be kept, it is tried again: {Problem}")]
        public static partial void NotKept(ILogger logger, string problem);
    }
}
