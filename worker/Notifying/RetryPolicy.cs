namespace TelegramParser.Worker.Notifying;

/// <summary>When a notification that was not taken is tried again, and how long its target is left alone.</summary>
internal static class RetryPolicy
{
    /// <summary>How long after its first try a notification is tried for the last time.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(1);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>When a notification is tried again; null when there were enough tries.</summary>
    /// <param name="attempts">Tries that failed before this one.</param>
    /// <param name="sinceFirst">Time since the first of them.</param>
    /// <param name="asked">What the target asked for.</param>
    /// <param name="random">From 0 up to 1: what failed together is not tried again together.</param>
    public static TimeSpan? Next(int attempts, TimeSpan sinceFirst, TimeSpan? asked, double random)
    {
        if (sinceFirst >= GiveUpAfter)
            return null;
        var wait = Longer(Doubled(FirstWait, attempts, LongestWait) * (1 + 0.2 * random), asked);
        return wait < GiveUpAfter - sinceFirst ? wait : GiveUpAfter - sinceFirst;
    }

    /// <summary>How long a target is left alone that has failed so often, one time after another.</summary>
    /// <param name="failures">Failures, this one included.</param>
    /// <param name="asked">What the target asked for.</param>
    /// <param name="random">From 0 up to 1.</param>
    public static TimeSpan Pause(int failures, TimeSpan? asked, double random) => Longer(
        Doubled(FirstPause, failures - 1, LongestPause) * (1 + 0.2 * random), asked < GiveUpAfter ? asked : asked is null ? null : GiveUpAfter);

    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan most)
    {
        var wait = first * Math.Pow(2, Math.Min(times, 20));
        return wait < most ? wait : most;
    }

    private static TimeSpan Longer(TimeSpan wait, TimeSpan? asked) => asked > wait ? asked.Value : wait;
}
