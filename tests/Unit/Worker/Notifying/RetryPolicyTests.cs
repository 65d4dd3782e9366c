using TelegramParser.Worker.Notifying;

namespace TelegramParser.UnitTests.Worker.Notifying;

public sealed class RetryPolicyTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 20)]
    [InlineData(6, 640)]
    [InlineData(7, 900)]
    [InlineData(90, 900)]
    public void Waits_double_up_to_a_quarter_of_an_hour(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryPolicy.Next(attempts, TimeSpan.Zero, asked: null, random: 0));

    [Fact]
    public void Waits_are_spread_by_a_fifth() =>
        Assert.Equal(TimeSpan.FromSeconds(11), RetryPolicy.Next(0, TimeSpan.Zero, asked: null, random: 0.5));

    [Theory]
    [InlineData(1, 10)]
    [InlineData(3600, 3600)]
    public void A_longer_wait_that_was_asked_for_counts(int asked, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryPolicy.Next(0, TimeSpan.Zero, TimeSpan.FromSeconds(asked), random: 0));

    [Fact]
    public void The_last_try_is_a_day_after_the_first()
    {
        Assert.Equal(TimeSpan.FromMinutes(1), RetryPolicy.Next(100, TimeSpan.FromMinutes(23 * 60 + 59), asked: null, random: 0));
        Assert.Equal(TimeSpan.FromDays(1), RetryPolicy.Next(0, TimeSpan.Zero, TimeSpan.FromDays(3), random: 0));
        Assert.Null(RetryPolicy.Next(101, TimeSpan.FromDays(1), asked: null, random: 0));
    }

    [Theory]
    [InlineData(1, null, 5)]
    [InlineData(2, null, 10)]
    [InlineData(7, null, 300)]
    [InlineData(5000, null, 300)]
    [InlineData(1, 600, 600)]
    [InlineData(1, 1_000_000, 86_400)]
    public void A_receiver_that_fails_is_left_alone_ever_longer(int failures, int? asked, int seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds), RetryPolicy.Pause(failures, asked is { } wait ? TimeSpan.FromSeconds(wait) : null, random: 0));
}
