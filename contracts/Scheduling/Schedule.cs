using TelegramParser.Contracts.Resources;

namespace TelegramParser.Contracts.Scheduling;

/// <summary>When parses are due: a pure function from one instant to the next.</summary>
public abstract record Schedule
{
    /// <summary>Shortest interval: Telegram's limits make anything below pointless.</summary>
    public static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(10);

    /// <summary>Longest interval.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromDays(31);

    /// <summary>Every 15 minutes: what a user without a schedule gets.</summary>
    public static Schedule Default { get; } = new IntervalSchedule(TimeSpan.FromMinutes(15));

    /// <summary>The first instant after <paramref name="after"/> at which a parse is due.</summary>
    /// <param name="after">When the last parse started.</param>
    public abstract DateTimeOffset Next(DateTimeOffset after);

    /// <summary>Within what time the parses of all that share this schedule are spread, see <see cref="Jitter"/>.</summary>
    public abstract TimeSpan Spread { get; }

    /// <summary>Reads a spec.</summary>
    /// <exception cref="ScheduleException">The spec is not one of interval and cron, or its value is wrong.</exception>
    public static Schedule Parse(ScheduleSpec spec) => spec switch
    {
        { Interval: not null, Cron: not null } =>
            throw new ScheduleException("A schedule has either 'interval' or 'cron', not both. Remove one of them."),
        { Interval: not null, TimeZone: not null } =>
            throw new ScheduleException("'timeZone' goes with 'cron' only. Remove it, or replace 'interval' by 'cron'."),
        { Interval: { } interval } => IntervalSchedule.Parse(interval),
        { Cron: { } cron } => CronSchedule.Parse(cron, spec.TimeZone),
        _ => throw new ScheduleException("A schedule needs 'interval' (such as 15m) or 'cron' (such as \"*/15 * * * *\")."),
    };

    /// <summary>The subscription's own schedule, else the user's, else the default.</summary>
    /// <exception cref="ScheduleException">The one that applies is wrong.</exception>
    public static Schedule Effective(ScheduleSpec? own, ScheduleSpec? user) =>
        (own ?? user) is { } spec ? Parse(spec) : Default;
}

/// <summary>A parse at every multiple of an interval since the Unix epoch, so that a restart moves nothing.</summary>
/// <param name="Interval">Time between starts.</param>
public sealed record IntervalSchedule(TimeSpan Interval) : Schedule
{
    /// <inheritdoc/>
    public override DateTimeOffset Next(DateTimeOffset after)
    {
        var sinceEpoch = (after - DateTimeOffset.UnixEpoch).Ticks;
        var multiples = Math.DivRem(sinceEpoch, Interval.Ticks, out var rest) - (rest < 0 ? 1 : 0);
        return DateTimeOffset.UnixEpoch.AddTicks((multiples + 1) * Interval.Ticks);
    }

    /// <inheritdoc/>
    public override TimeSpan Spread => Interval;

    internal static IntervalSchedule Parse(string text)
    {
        if (!Duration.TryParse(text, out var interval))
            throw new ScheduleException($"interval '{text}' is not a duration. Write it as 30s, 15m, 1h30m or 1d.");
        if (interval < ShortestInterval || interval > LongestInterval)
            throw new ScheduleException($"interval '{text}' is out of range. The shortest is 10s, the longest 31d.");
        return new IntervalSchedule(interval);
    }
}

/// <summary>A schedule that cannot be used; the message says why and what to write instead.</summary>
public sealed class ScheduleException(string message) : Exception(message);
