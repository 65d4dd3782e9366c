using TelegramParser.Worker.Telegram;

namespace TelegramParser.Worker.Limits;

/// <summary>
/// Lets calls through at a pace that Telegram tolerates, and not at all while Telegram has asked to wait. The paces
/// are what collectors found out; Telegram publishes none.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class CallLimiter
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    // Where others always have something to do, this much of their time is taken all the same: a call a minute.
    private static readonly TimeSpan LongestStandBack = TimeSpan.FromMinutes(1);

    private readonly FloodWaits _floodWaits;
    private readonly TimeProvider _time;
    private readonly bool _enabled;
    private readonly Dictionary<CallKind, TokenBucket> _buckets;
    private readonly Func<bool>? _isBusy;

    /// <summary>Makes a limiter.</summary>
    /// <param name="floodWaits">The waits that Telegram has asked for.</param>
    /// <param name="time">Clock.</param>
    /// <param name="enabled">False turns the paces off; waits that Telegram asks for are kept all the same.</param>
    public CallLimiter(FloodWaits floodWaits, TimeProvider time, bool enabled)
        : this(floodWaits, time, enabled, isBusy: null, new()
        {
            [CallKind.History] = new TokenBucket(24, TimeSpan.FromSeconds(30), time),
            [CallKind.Resolve] = new TokenBucket(10, TimeSpan.FromMinutes(10), time),
            [CallKind.Join] = new TokenBucket(3, TimeSpan.FromMinutes(5), time),
            [CallKind.Send] = new TokenBucket(1, TimeSpan.FromMinutes(1), time),
        })
    {
    }

    private CallLimiter(FloodWaits floodWaits, TimeProvider time, bool enabled, Func<bool>? isBusy, Dictionary<CallKind, TokenBucket> buckets)
    {
        (_floodWaits, _time, _enabled, _isBusy, _buckets) = (floodWaits, time, enabled, isBusy, buckets);
    }

    /// <summary>
    /// The same limits for work that can wait: while others are busy, and unless half of what may be called at once would be left for
    /// them, its calls stand back, for a minute at most.
    /// </summary>
    /// <param name="isBusy">Whether others are at work.</param>
    public CallLimiter BehindOthers(Func<bool> isBusy) => new(_floodWaits, _time, _enabled, isBusy, _buckets);

    /// <summary>Makes a call when its kind's turn comes; remembers the wait when Telegram asks for one.</summary>
    /// <exception cref="FloodWaitException">Telegram has asked to wait.</exception>
    public async Task<T> CallAsync<T>(CallKind kind, Func<Task<T>> call, CancellationToken ct)
    {
        _floodWaits.ThrowIfWaiting(kind);
        if (_enabled && _buckets.TryGetValue(kind, out var bucket))
        {
            await StandBackAsync(bucket, ct);
            if (bucket.Take() is var delay && delay > TimeSpan.Zero)
                await Task.Delay(delay, _time, ct);
            _floodWaits.ThrowIfWaiting(kind);
        }
        try
        {
            return await call();
        }
        catch (TelegramException e) when (e.RetryAfter is { } wait)
        {
            throw _floodWaits.Begin(kind, wait);
        }
    }

    private async Task StandBackAsync(TokenBucket bucket, CancellationToken ct)
    {
        var since = _time.GetTimestamp();
        // Of a single call there is no half to leave.
        bool IsScarce() => bucket.Capacity > 1 && !bucket.Has(bucket.Capacity / 2 + 1);
        while (_isBusy is not null && (_isBusy() || IsScarce()) && _time.GetElapsedTime(since) < LongestStandBack)
            await Task.Delay(LookAgainAfter, _time, ct);
    }
}
