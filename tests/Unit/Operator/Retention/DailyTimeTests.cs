using TelegramParser.Operator.Retention;

namespace TelegramParser.UnitTests.Operator.Retention;

public sealed class DailyTimeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_comes_once_a_day_and_never_at_the_instant_itself()
    {
        var first = DailyTime.Next("default/alice", Noon);
        Assert.InRange(first, Noon.AddTicks(1), Noon.AddDays(1));
        Assert.Equal(first.AddDays(1), DailyTime.Next("default/alice", first));
        Assert.Equal(first, DailyTime.Next("default/alice", first.AddSeconds(-1)));
        Assert.Equal(first, DailyTime.Next("default/alice", Noon.ToOffset(TimeSpan.FromHours(9))));
    }

    [Fact]
    public void Users_are_spread_over_the_day()
    {
        var hours = Enumerable.Range(0, 1000).CountBy(i => DailyTime.Next($"default/user-{i}", Noon).Hour).ToList();
        Assert.Equal(24, hours.Count);
        Assert.All(hours, hour => Assert.InRange(hour.Value, 15, 80));
    }
}
