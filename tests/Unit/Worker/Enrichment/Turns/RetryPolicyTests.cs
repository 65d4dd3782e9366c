using TelegramParser.Worker.Enrichment.Turns;

namespace TelegramParser.UnitTests.Worker.Enrichment.Turns;

public sealed class RetryPolicyTests
{
    [Fact]
    public void Waits_grow_until_there_were_enough_tries()
    {
        var minutes = Enumerable.Range(0, 6).Select(attempts => RetryPolicy.Next(attempts, atLeast: null, random: 0)?.TotalMinutes);
        Assert.Equal([1, 5, 30, 120, 720, null], minutes);
    }

    [Fact]
    public void Pages_that_failed_together_are_tried_again_up_to_a_fifth_later() =>
        Assert.Equal(TimeSpan.FromMinutes(33), RetryPolicy.Next(2, atLeast: null, random: 0.5));

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(60, 60)]
    [InlineData(1440, 1440)]
    [InlineData(100_000, 1440)]
    public void A_server_may_ask_for_more_but_not_for_more_than_a_day(double asked, double minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), RetryPolicy.Next(0, TimeSpan.FromMinutes(asked), random: 0));
}
