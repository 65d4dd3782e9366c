namespace TelegramParser.Kubernetes.Http;

/// <summary>A token bucket that bounds the client's own requests, like client-go's <c>flowcontrol</c>: first come, first served.</summary>
/// <param name="perSecond">Requests a second in the long run.</param>
/// <param name="burst">Requests at once.</param>
/// <param name="time">Clock.</param>
internal sealed class RequestRate(double perSecond, int burst, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _tokens = burst;
    private long _updated = time.GetTimestamp();

    /// <summary>Waits until one more request may be sent.</summary>
    /// <returns>How long it was.</returns>
    public async ValueTask<TimeSpan> WaitAsync(CancellationToken cancellationToken)
    {
        var wait = Take();
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancellationToken);
        return wait;
    }

    // A debt makes later callers wait.
    private TimeSpan Take()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(burst, _tokens + time.GetElapsedTime(_updated, now).TotalSeconds * perSecond);
            _updated = now;
            _tokens -= 1;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / perSecond);
        }
    }
}
