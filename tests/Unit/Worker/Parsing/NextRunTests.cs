using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Scheduling;
using TelegramParser.Contracts.Workers;
using TelegramParser.Worker.Parsing;

namespace TelegramParser.UnitTests.Worker.Parsing;

public sealed class NextRunTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_subscription_that_was_never_parsed_is_due_at_once() =>
        Assert.Equal(Noon, NextRun.Resume(Every(TimeSpan.FromMinutes(15)), Noon));

    [Fact]
    public void Missed_runs_are_one_run_at_once()
    {
        var subscription = Every(TimeSpan.FromMinutes(15));
        subscription.LastRun = Noon.AddHours(-5);
        Assert.Equal(Noon, NextRun.Resume(subscription, Noon));
    }

    [Fact]
    public void A_restart_does_not_move_a_run_that_is_still_to_come()
    {
        var subscription = Every(TimeSpan.FromMinutes(15));
        subscription.LastRun = Noon.AddMinutes(-3);
        Assert.Equal(Noon.AddMinutes(0.001), NextRun.Resume(subscription, Noon.AddMinutes(0.001)));
        subscription.LastRun = Noon.AddMinutes(3);
        Assert.Equal(Noon.AddMinutes(15), NextRun.Resume(subscription, Noon.AddMinutes(5)));
    }

    [Fact]
    public void Runs_that_come_due_while_one_takes_its_time_are_passed_over() =>
        Assert.Equal(Noon.AddMinutes(45), NextRun.After(Every(TimeSpan.FromMinutes(15)), Noon, Noon.AddMinutes(40), retryAt: null));

    [Fact]
    public void A_flood_wait_moves_the_next_run_to_its_end()
    {
        var subscription = Every(TimeSpan.FromMinutes(15));
        subscription.Failures = 1;
        Assert.Equal(Noon.AddHours(1), NextRun.After(subscription, Noon, Noon, Noon.AddHours(1)));
    }

    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 60)]
    [InlineData(5, 480)]
    [InlineData(40, 3600)]
    public void A_failure_is_tried_again_soon_and_repeated_ones_ever_later_whatever_the_schedule(int failures, int seconds)
    {
        var subscription = Every(TimeSpan.FromDays(1));
        subscription.Failures = failures;
        Assert.Equal(Noon.AddSeconds(seconds), NextRun.After(subscription, Noon, Noon, retryAt: null));
    }

    [Theory]
    [InlineData(Reasons.TelegramUnreachable)]
    [InlineData(Reasons.DatabaseUnavailable)]
    public void However_long_an_outage_lasts_its_end_is_noticed_within_a_minute(string reason)
    {
        var subscription = Every(TimeSpan.FromDays(1));
        (subscription.Failures, subscription.Reason) = (40, reason);
        Assert.Equal(Noon.AddMinutes(1), NextRun.After(subscription, Noon, Noon, retryAt: null));
    }

    [Fact]
    public void A_clock_that_is_set_back_does_not_put_the_next_run_off()
    {
        var subscription = Every(TimeSpan.FromMinutes(15));
        subscription.NextRun = Noon.AddMinutes(15);
        Assert.Equal(Noon.AddMinutes(15), NextRun.ByClock(subscription, Noon.AddMinutes(1), waitsEnd: null));
        Assert.Equal(Noon.AddMinutes(-45), NextRun.ByClock(subscription, Noon.AddMinutes(-59), waitsEnd: null));
        (subscription.Failures, subscription.Reason) = (1, Reasons.ParseFailed);
        Assert.Equal(Noon.AddHours(-1).AddSeconds(30), NextRun.ByClock(subscription, Noon.AddHours(-1), waitsEnd: null));
        subscription.Reason = Reasons.FloodWait;
        Assert.Equal(Noon.AddMinutes(-50), NextRun.ByClock(subscription, Noon.AddHours(-1), waitsEnd: Noon.AddMinutes(-50)));
        Assert.Equal(Noon.AddHours(-1), NextRun.ByClock(subscription, Noon.AddHours(-1), waitsEnd: null));
    }

    [Fact]
    public void The_shift_of_a_subscription_moves_all_its_runs()
    {
        var subscription = Every(TimeSpan.FromMinutes(15));
        subscription.Shift = TimeSpan.FromMinutes(4);
        var first = NextRun.After(subscription, Noon, Noon, retryAt: null);
        Assert.Equal(Noon.AddMinutes(4), first);
        Assert.Equal(Noon.AddMinutes(19), NextRun.After(subscription, first, first, retryAt: null));
    }

    private static Subscription Every(TimeSpan interval) =>
        new(1, new SubscriptionSettings { Name = "a", Channel = "@a_channel" }) { Schedule = new IntervalSchedule(interval) };
}
