using System.Globalization;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Scheduling;

namespace TelegramParser.UnitTests.Contracts;

public sealed class MissedRunsTests
{
    private static readonly Schedule Quarterly = Schedule.Parse(new ScheduleSpec { Interval = "15m" });
    private static readonly Schedule Weekdays = Schedule.Parse(new ScheduleSpec { Cron = "0 9 * * 1-5" });

    [Theory]
    [InlineData("2026-01-01T00:00:20Z", "2026-01-01T00:14:59Z", 0)]
    [InlineData("2026-01-01T00:00:20Z", "2026-01-01T00:15:00Z", 1)]
    [InlineData("2026-01-01T00:00:20Z", "2026-01-01T00:59:59Z", 3)]
    [InlineData("2026-01-01T00:00:20Z", "2026-03-01T00:00:00Z", MissedRuns.Most)]
    public void Every_run_that_came_due_after_the_last_success_was_missed(string since, string now, int missed) =>
        Assert.Equal(missed, MissedRuns.Since(Quarterly, TimeSpan.Zero, At(since), At(now)).Count);

    [Fact]
    public void A_shift_moves_what_is_due() =>
        Assert.Equal(1, MissedRuns.Since(Quarterly, TimeSpan.FromMinutes(4), At("2026-01-01T00:05:00Z"), At("2026-01-01T00:33:59Z")).Count);

    [Theory]
    [InlineData("2026-01-02T09:00:10Z", "2026-01-05T08:59:00Z", 0)]
    [InlineData("2026-01-02T09:00:10Z", "2026-01-06T09:00:00Z", 2)]
    public void A_weekend_without_runs_is_not_missed(string since, string now, int missed) =>
        Assert.Equal(missed, MissedRuns.Since(Weekdays, TimeSpan.Zero, At(since), At(now)).Count);

    [Fact]
    public void The_interval_is_that_between_the_next_two_runs()
    {
        Assert.Equal(TimeSpan.FromMinutes(15), MissedRuns.Since(Quarterly, TimeSpan.FromMinutes(7), Now, Now).Interval);
        Assert.Equal(TimeSpan.FromDays(1), MissedRuns.Since(Weekdays, TimeSpan.FromSeconds(20), Now, Now).Interval);
    }

    private static DateTimeOffset Now => At("2026-01-05T08:00:00Z");

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
