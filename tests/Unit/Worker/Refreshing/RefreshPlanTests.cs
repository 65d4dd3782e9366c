using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Scheduling;
using TelegramParser.Contracts.Workers;
using TelegramParser.Storage.Refreshing;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Refreshing;

namespace TelegramParser.UnitTests.Worker.Refreshing;

public sealed class RefreshPlanTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_channel_is_due_an_interval_after_its_last_refresh_or_its_first_reading()
    {
        Assert.Equal(Noon.AddHours(1), RefreshPlan.DueAt(Subscription(), new RefreshState(-1001, Noon, RefreshedAt: null)));
        Assert.Equal(Noon.AddHours(1), RefreshPlan.DueAt(Subscription(), new RefreshState(-1001, Noon.AddDays(-9), Noon)));
    }

    [Fact]
    public void What_is_off_or_cannot_be_parsed_is_never_due()
    {
        var state = new RefreshState(-1001, Noon, Noon);
        Assert.Null(RefreshPlan.DueAt(Subscription(new RefreshSpec { Window = "0s" }), state));
        var failing = Subscription();
        failing.Failures = 1;
        Assert.Null(RefreshPlan.DueAt(failing, state));
    }

    [Fact]
    public void After_a_failure_it_waits_as_long_as_it_was_told()
    {
        var subscription = Subscription();
        subscription.RefreshRetryAt = Noon.AddHours(5);
        Assert.Equal(Noon.AddHours(5), RefreshPlan.DueAt(subscription, new RefreshState(-1001, Noon, Noon)));
    }

    [Fact]
    public void A_round_takes_all_that_is_due_the_longest_overdue_first_and_knows_when_the_next_begins()
    {
        Subscription[] all = [Subscription(chatId: -1001), Subscription(chatId: -1002), Subscription(chatId: -1003), Subscription(chatId: null)];
        RefreshState[] states = [new(-1001, Noon, Noon.AddHours(-2)), new(-1002, Noon, Noon.AddMinutes(-30)), new(-1003, Noon, Noon.AddHours(-3))];
        var (due, next) = RefreshPlan.Of(all, states, Noon);
        Assert.Equal([-1003L, -1001L], due.Select(s => s.ChatId!.Value));
        Assert.Equal(Noon.AddMinutes(30), next);
    }

    [Theory]
    [InlineData(null, null, 72, 60)]
    [InlineData("1h", null, 1, 60)]
    [InlineData("0s", "15m", 0, 15)]
    [InlineData("365d", "31d", 8760, 44640)]
    public void A_policy_is_what_the_spec_says_and_the_default_where_it_says_nothing(string? window, string? interval, int hours, int minutes) =>
        Assert.Equal(
            new RefreshPolicy(TimeSpan.FromHours(hours), TimeSpan.FromMinutes(minutes)),
            RefreshPolicy.Parse(new RefreshSpec { Window = window, Interval = interval }));

    private static Subscription Subscription(RefreshSpec? refresh = null, long? chatId = -1001) =>
        new(1, new SubscriptionSettings { Name = "a", Channel = "@a_channel" }) { ChatId = chatId, Refresh = RefreshPolicy.Parse(refresh) };
}
