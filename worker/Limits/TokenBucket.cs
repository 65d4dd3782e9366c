namespace TelegramParser.Worker.Limits;

/// <summary>A token bucket (RFC 2697 in spirit): <paramref name="capacity"/> calls at once, refilled evenly over a period.</summary>
/// <param name="capacity">Calls that may be made at once.</param>
/// <param name="period">Time in which an empty bucket fills up.</param>
/// <param name="time">Clock.</param>
/// <remarks>Not thread-safe: it lives on the event loop.</remarks>
internal sealed class TokenBucket(int capacity, TimeSpan period, TimeProvider time)
{
    private readonly double _perTick = capacity / (double)period.Ticks;
    private double _tokens = capacity;
    private long _updated = time.GetTimestamp();

    /// <summary>Whether so many calls could be made at once.</summary>
    public bool Has(int tokens) => _tokens + time.GetElapsedTime(_updated).Ticks * _perTick >= tokens;

    /// <summary>Calls that may be made at once.</summary>
    public int Capacity => capacity;

    /// <summary>Takes a token, in order of calls; a debt makes later callers wait.</summary>
    /// <returns>How long to wait before making the call.</returns>
    public TimeSpan Take()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(capacity, _tokens + time.GetElapsedTime(_updated, now).Ticks * _perTick);
        _updated = now;
        _tokens -= 1;
        return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromTicks((long)Math.Ceiling(-_tokens / _perTick));
    }
}
