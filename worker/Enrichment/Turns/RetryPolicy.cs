namespace TelegramParser.Worker.Enrichment.Turns;

/// <summary>When a page that could not be read is tried again.</summary>
internal static class RetryPolicy
{
    /// <summary>The longest wait that a server may ask for.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(12),
    ];

    /// <summary>The wait before the next try; null when there have been enough.</summary>
    /// <param name="attempts">Tries that have failed before this one.</param>
    /// <param name="atLeast">What the server asked for.</param>
    /// <param name="random">From 0 up to 1: pages that failed together are not tried again together.</param>
    public static TimeSpan? Next(int attempts, TimeSpan? atLeast, double random)
    {
        if (attempts >= Waits.Length)
            return null;
        var wait = Waits[attempts] * (1 + 0.2 * random);
        var asked = atLeast < LongestWait ? atLeast : atLeast is null ? null : LongestWait;
        return asked > wait ? asked : wait;
    }
}
