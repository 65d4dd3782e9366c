using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Time;
using TelegramParser.Storage.Subscriptions;
using TelegramParser.Worker.Parsing;

namespace TelegramParser.UnitTests.Worker.Parsing;

public sealed class SubscriptionSetTests
{
    private static readonly SubscriptionSettings News = new() { Name = "news", Channel = "@news" };
    private readonly SubscriptionSet _set = new(new ManualTime());

    [Fact]
    public void What_reads_for_a_subscription_ends_when_that_is_removed()
    {
        var demand = Apply(News)!.Demand;
        Assert.False(demand.Token.IsCancellationRequested);
        Apply();
        Assert.True(demand.Token.IsCancellationRequested);
        Assert.Equal(Reasons.SubscriptionRemoved, demand.End?.Reason);
        Assert.Null(Apply(News)!.Demand.End);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_suspension_ends_what_reads_and_not_what_is_asked_for_during_it(bool ofTheUser)
    {
        var before = Apply(News)!.Demand;
        Apply(ofTheUser, News with { Suspend = !ofTheUser });
        Assert.Equal(Reasons.Suspended, before.End?.Reason);

        var asked = _set.All.Single().Demand;
        Apply(suspend: true, News with { Suspend = true });
        Apply(ofTheUser, News with { Suspend = !ofTheUser, Backfill = new BackfillSpec { Limit = 5 } });
        Apply(News);
        Assert.Null(asked.End);
        Assert.Same(asked, _set.All.Single().Demand);
    }

    [Fact]
    public void Another_channel_ends_what_reads_the_one_before()
    {
        var before = Apply(News)!.Demand;
        var after = Apply(News with { Channel = "@other" })!.Demand;
        Assert.Equal(Reasons.SettingsPending, before.End?.Reason);
        Assert.Contains("@news", before.End!.Message, StringComparison.Ordinal);
        Assert.Null(after.End);
    }

    [Fact]
    public void Other_changes_end_nothing()
    {
        var demand = Apply(News)!.Demand;
        Apply(News with { Join = true, Schedule = new ScheduleSpec { Interval = "1h" }, Backfill = new BackfillSpec { Limit = 5 } });
        Assert.Null(demand.End);
    }

    private Subscription? Apply(params SubscriptionSettings[] wanted) => Apply(suspend: false, wanted);

    private Subscription? Apply(bool suspend, params SubscriptionSettings[] wanted)
    {
        var settings = new WorkerSettings { Installation = "test", Namespace = "default", Name = "alice", Suspend = suspend, Subscriptions = wanted };
        _set.Apply(settings, [.. wanted.Select((s, i) => Row(i + 1, s))]);
        return _set.All.SingleOrDefault();
    }

    private static SubscriptionRow Row(long id, SubscriptionSettings wanted) => new() { Id = id, Name = wanted.Name, Channel = wanted.Channel, Active = true };
}
