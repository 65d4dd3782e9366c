namespace TelegramParser.Contracts.Scheduling;

/// <summary>How far a subscription is behind its schedule: a pure function of the schedule and the last success.</summary>
/// <param name="Count">Runs that came due after the last success; never more than <see cref="Most"/>.</param>
/// <param name="Interval">Time between the next two runs.</param>
public sealed record MissedRuns(int Count, TimeSpan Interval)
{
    /// <summary>More than these are not counted.</summary>
    public const int Most = 20;

    /// <summary>Counts them.</summary>
    /// <param name="schedule">The schedule in force.</param>
    /// <param name="shift">How far the runs are moved behind its times, see <see cref="Jitter"/>.</param>
    /// <param name="since">End of the last success, or where counting begins when there was none.</param>
    /// <param name="now">The present.</param>
    public static MissedRuns Since(Schedule schedule, TimeSpan shift, DateTimeOffset since, DateTimeOffset now)
    {
        var count = 0;
        for (var due = Next(since); due <= now && count < Most; due = Next(due))
            count++;
        var next = Next(now);
        return new MissedRuns(count, Next(next) - next);

        DateTimeOffset Next(DateTimeOffset after) => schedule.Next(after - shift) + shift;
    }
}
