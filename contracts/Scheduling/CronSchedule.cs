using Quartz;

namespace TelegramParser.Contracts.Scheduling;

/// <summary>
/// A parse at the times of a five-field cron expression in a time zone. Day of month and day of week, when both are
/// restricted, are alternatives, as in crontab(5). Times that daylight saving skips run right after the gap; times that
/// it repeats run once, except where the hour is a wildcard.
/// </summary>
public sealed record CronSchedule : Schedule
{
    /// <summary>Five words: what any expression looks like.</summary>
    public const string Pattern = "^ *[^ ]+( +[^ ]+){4} *$";

    private readonly CronFields _fields;

    private CronSchedule(string expression, TimeZoneInfo timeZone, CronFields fields)
    {
        Expression = expression;
        TimeZone = timeZone;
        _fields = fields;
    }

    /// <summary>The five fields as written.</summary>
    public string Expression { get; }

    /// <summary>Zone whose wall clock the fields mean.</summary>
    public TimeZoneInfo TimeZone { get; }

    /// <inheritdoc/>
    public override DateTimeOffset Next(DateTimeOffset after) =>
        Earliest(after) ?? throw new InvalidOperationException($"cron '{Expression}' never comes due.");

    /// <inheritdoc/>
    public override TimeSpan Spread => TimeSpan.FromSeconds(30);

    internal static CronSchedule Parse(string expression, string? timeZone)
    {
        var zone = FindZone(timeZone);
        var schedule = new CronSchedule(expression, zone, CronFields.Parse(expression));
        return schedule.Earliest(DateTimeOffset.UnixEpoch) is not null
            ? schedule
            : throw new ScheduleException($"cron '{expression}' never comes due: no month has such a day.");
    }

    private DateTimeOffset? Earliest(DateTimeOffset after)
    {
        var next = NextIn(TimeZone, after);
        if (!_fields.EveryHour || !TimeZone.SupportsDaylightSavingTime || next is null)
            return next;
        // Quartz passes over the hour that a clock repeats. With a wildcard hour it is an hour like any other: look for
        // a match at the offset that holds before and after the clock changes.
        return new[] { TimeZone.GetUtcOffset(after), TimeZone.GetUtcOffset(next.Value) }
            .Distinct()
            .Select(offset => (Offset: offset, Time: NextIn(AtOffset(offset), after)))
            .Where(c => c.Time is { } time && TimeZone.GetUtcOffset(time) == c.Offset)
            .Select(c => c.Time)
            .Append(next)
            .Min();
    }

    private DateTimeOffset? NextIn(TimeZoneInfo zone, DateTimeOffset after) =>
        _fields.ToQuartz().Select(q => new CronExpression(q) { TimeZone = zone }.GetNextValidTimeAfter(after)).Min();

    private static TimeZoneInfo AtOffset(TimeSpan offset)
    {
        var name = $"UTC{(offset < TimeSpan.Zero ? "-" : "+")}{offset:hh\\:mm}";
        return TimeZoneInfo.CreateCustomTimeZone(name, offset, name, name);
    }

    private static TimeZoneInfo FindZone(string? id)
    {
        if (id is null)
            return TimeZoneInfo.Utc;
        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
            ? zone
            : throw new ScheduleException($"timeZone '{id}' is not known. Use an IANA name such as Europe/Berlin or UTC.");
    }
}
