using TelegramParser.Contracts.Resources;

namespace TelegramParser.Worker.Parsing;

/// <summary>When a subscription is parsed next: a pure function of its schedule and its last outcome.</summary>
internal static class NextRun
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestBackoffInOutage = TimeSpan.FromMinutes(1);

    /// <summary>
    /// After a parse: by the schedule. After one that failed: when Telegram's wait ends, else soon and then ever later,
    /// so that neither a daily schedule loses a day nor a short one hammers.
    /// </summary>
    public static DateTimeOffset After(Subscription subscription, DateTimeOffset started, DateTimeOffset now, DateTimeOffset? retryAt)
    {
        if (subscription.Failures > 0)
            return retryAt ?? now + Backoff(subscription);
        var next = Scheduled(subscription, started);
        // Runs that were missed while this one took its time are one run.
        return next < now ? Scheduled(subscription, now) : next;
    }

    /// <summary>At start or after a change of the schedule: at once when a run was missed or none was made yet.</summary>
    public static DateTimeOffset Resume(Subscription subscription, DateTimeOffset now) =>
        subscription.LastRun is { } last && Scheduled(subscription, last) is var next && next > now ? next : now;

    /// <summary>
    /// The next run as it stands, but no later than one that is set now: when the clock has been set back, a time of the clock before it
    /// may be hours away.
    /// </summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="now">The clock as it is set now.</param>
    /// <param name="waitsEnd">When the last wait ends that Telegram has asked for, by that clock.</param>
    public static DateTimeOffset ByClock(Subscription subscription, DateTimeOffset now, DateTimeOffset? waitsEnd)
    {
        var latest = subscription.Reason is Reasons.FloodWait ? waitsEnd ?? now
            : subscription.Failures > 0 ? now + Backoff(subscription)
            : Scheduled(subscription, now);
        return subscription.NextRun < latest ? subscription.NextRun : latest;
    }

    private static DateTimeOffset Scheduled(Subscription subscription, DateTimeOffset after) =>
        subscription.Schedule.Next(after - subscription.Shift) + subscription.Shift;

    private static TimeSpan Backoff(Subscription subscription)
    {
        // Whoever cannot be reached is not bothered by being asked, and an outage should be over as soon as it is over.
        var longest = subscription.Reason is Reasons.TelegramUnreachable or Reasons.DatabaseUnavailable ? LongestBackoffInOutage : LongestBackoff;
        var backoff = FirstBackoff * (1L << Math.Min(subscription.Failures - 1, 16));
        return backoff < longest ? backoff : longest;
    }
}
