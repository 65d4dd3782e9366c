namespace TelegramParser.Kubernetes.Queues;

/// <summary>Delays that double with each failure up to a limit, spread by jitter so that retries do not come together.</summary>
/// <param name="Initial">Delay after the first failure.</param>
/// <param name="Maximum">Longest delay, before jitter.</param>
/// <param name="Jitter">Largest part that is added at random, such as 0.2.</param>
public sealed record ExponentialBackoff(TimeSpan Initial, TimeSpan Maximum, double Jitter = 0)
{
    /// <summary>The delay after the n-th failure in a row, from 1.</summary>
    /// <param name="failures">Failures in a row, the last one included.</param>
    /// <param name="random">Where the jitter comes from: a number from 0 to 1.</param>
    public TimeSpan Delay(int failures, double random = 0)
    {
        var doubled = Initial.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 60));
        var bounded = Math.Min(doubled, Maximum.TotalSeconds);
        return TimeSpan.FromSeconds(bounded * (1 + Jitter * random));
    }
}
