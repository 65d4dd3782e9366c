using TelegramParser.Worker.Telegram;

namespace TelegramParser.Worker.Limits;

/// <summary>
/// Lets calls through at a pace that Telegram tolerates, and not at all while Telegram has asked to wait. The paces
/// are what collectors found out; Telegram publishes none.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class CallLimiter(FloodWaits floodWaits, TimeProvider time, bool enabled)
{
    private readonly Dictionary<CallKind, TokenBucket> _buckets = new()
    {
        [CallKind.History] = new TokenBucket(24, TimeSpan.FromSeconds(30), time),
        [CallKind.Resolve] = new TokenBucket(10, TimeSpan.FromMinutes(10), time),
        [CallKind.Join] = new TokenBucket(3, TimeSpan.FromMinutes(5), time),
    };

    /// <summary>Makes a call when its kind's turn comes; remembers the wait when Telegram asks for one.</summary>
    /// <exception cref="FloodWaitException">Telegram has asked to wait.</exception>
    public async Task<T> CallAsync<T>(CallKind kind, Func<Task<T>> call, CancellationToken ct)
    {
        floodWaits.ThrowIfWaiting(kind);
        if (enabled && _buckets.TryGetValue(kind, out var bucket) && bucket.Take() is var delay && delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, time, ct);
            floodWaits.ThrowIfWaiting(kind);
        }
        try
        {
            return await call();
        }
        catch (TelegramException e) when (e.RetryAfter is { } wait)
        {
            throw floodWaits.Begin(kind, wait);
        }
    }
}
