using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Scheduling;

namespace TelegramParser.UnitTests.Contracts;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData("15m", "2026-01-01T00:00:00Z", "2026-01-01T00:15:00Z")]
    [InlineData("15m", "2026-01-01T00:14:59Z", "2026-01-01T00:15:00Z")]
    [InlineData("1h30m", "2026-01-01T00:00:00Z", "2026-01-01T01:30:00Z")]
    [InlineData("10s", "2026-01-01T00:00:03Z", "2026-01-01T00:00:10Z")]
    public void An_interval_comes_due_at_its_next_multiple(string interval, string after, string next) =>
        Assert.Equal(At(next), Schedule.Parse(new ScheduleSpec { Interval = interval }).Next(At(after)));

    [Theory]
    [InlineData("*/15 * * * *", "UTC", "2026-01-01T00:01:00Z", "2026-01-01T00:15:00Z")]
    [InlineData("0 9 * * 1-5", "Europe/Berlin", "2026-03-27T09:00:00Z", "2026-03-30T07:00:00Z")]
    [InlineData("0 9 * * 7", "UTC", "2026-01-01T00:00:00Z", "2026-01-04T09:00:00Z")]
    [InlineData("0 9 * JAN,mar MON", "UTC", "2026-01-30T00:00:00Z", "2026-03-02T09:00:00Z")]
    [InlineData("0 0 1 * FRI", "UTC", "2026-01-29T00:00:00Z", "2026-01-30T00:00:00Z")]
    [InlineData("0 0 1 * FRI", "UTC", "2026-01-31T00:00:00Z", "2026-02-01T00:00:00Z")]
    public void Cron_means_what_crontab_says(string cron, string zone, string after, string next) =>
        Assert.Equal(At(next), Cron(cron, zone).Next(At(after)));

    [Fact]
    public void A_time_that_daylight_saving_skips_runs_right_after_the_gap()
    {
        var schedule = Cron("30 2 * * *", "Europe/Berlin");
        Assert.Equal(
            [At("2026-03-28T01:30:00Z"), At("2026-03-29T01:30:00Z"), At("2026-03-30T00:30:00Z")],
            Next(schedule, At("2026-03-28T00:00:00Z"), 3));
    }

    [Fact]
    public void A_time_that_daylight_saving_repeats_runs_once()
    {
        var schedule = Cron("30 2 * * *", "Europe/Berlin");
        Assert.Equal(
            [At("2026-10-24T00:30:00Z"), At("2026-10-25T00:30:00Z"), At("2026-10-26T01:30:00Z")],
            Next(schedule, At("2026-10-24T00:00:00Z"), 3));
    }

    [Fact]
    public void Every_hour_goes_on_through_the_hour_that_is_repeated()
    {
        var schedule = Cron("*/30 * * * *", "Europe/Berlin");
        var start = At("2026-10-24T23:30:00Z");
        Assert.Equal(
            Enumerable.Range(1, 6).Select(i => start.AddMinutes(30 * i)),
            Next(schedule, start, 6));
    }

    [Theory]
    [InlineData(null, null, null, "needs 'interval'")]
    [InlineData("15m", "* * * * *", null, "not both")]
    [InlineData("15m", null, "UTC", "goes with 'cron'")]
    [InlineData("15", null, null, "not a duration")]
    [InlineData("5s", null, null, "shortest is 10s")]
    [InlineData("32d", null, null, "longest 31d")]
    [InlineData(null, "* * * *", null, "4 fields")]
    [InlineData(null, "60 * * * *", null, "wrong minute")]
    [InlineData(null, "* 5-1 * * *", null, "wrong hour")]
    [InlineData(null, "* * * FOO *", null, "wrong month")]
    [InlineData(null, "* * */0 * *", null, "at least 1")]
    [InlineData(null, "0 0 31 2 *", null, "never comes due")]
    [InlineData(null, "* * * * *", "Mars/Olympus", "not known")]
    public void A_wrong_schedule_says_what_is_wrong(string? interval, string? cron, string? zone, string problem)
    {
        var error = Assert.Throws<ScheduleException>(
            () => Schedule.Parse(new ScheduleSpec { Interval = interval, Cron = cron, TimeZone = zone }));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subscription_overrides_its_user_and_both_override_the_default()
    {
        var own = new ScheduleSpec { Interval = "1m" };
        var user = new ScheduleSpec { Interval = "2m" };
        Assert.Equal(new IntervalSchedule(TimeSpan.FromMinutes(1)), Schedule.Effective(own, user));
        Assert.Equal(new IntervalSchedule(TimeSpan.FromMinutes(2)), Schedule.Effective(null, user));
        Assert.Equal(new IntervalSchedule(TimeSpan.FromMinutes(15)), Schedule.Effective(null, null));
    }

    [Fact]
    public void The_jitter_of_a_subscription_is_stable_and_spreads_evenly()
    {
        var spread = TimeSpan.FromMinutes(15);
        var shifts = Enumerable.Range(0, 1000).Select(i => Jitter.For($"default/ns/sub-{i}", spread)).ToList();
        Assert.All(shifts, s => Assert.InRange(s, TimeSpan.Zero, spread));
        Assert.InRange(shifts.Average(s => s.TotalMinutes), 7, 8);
        Assert.Equal(shifts[7], Jitter.For("default/ns/sub-7", spread));
    }

    private static Schedule Cron(string cron, string zone) => Schedule.Parse(new ScheduleSpec { Cron = cron, TimeZone = zone });

    private static IEnumerable<DateTimeOffset> Next(Schedule schedule, DateTimeOffset after, int count)
    {
        for (var i = 0; i < count; i++)
            yield return after = schedule.Next(after);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
