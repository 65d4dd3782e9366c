using TelegramParser.Harness;
using TelegramParser.Operator.ChannelSubscriptions;
using TelegramParser.Operator.GroupMonitors;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.Standalone.Manifests;
using TelegramParser.Operator.TelegramUsers;

namespace TelegramParser.UnitTests.Operator.Manifests;

public sealed class ExamplesTests
{
    [Theory]
    [InlineData("quickstart", 1, 2, 0)]
    [InlineData("monitors", 0, 0, 2)]
    [InlineData("demo", 2, 6, 0)]
    public void Every_example_can_be_used_as_it_is(string folder, int users, int subscriptions, int monitors)
    {
        var manifests = new ManifestFolder(Path.Combine(Repository.Root, "examples", folder)).Read();
        Assert.Empty(manifests.Errors);
        var objects = manifests.Entries.Select(entry => entry.Object).ToList();
        Assert.Equal(users, objects.OfType<TelegramUser>().Count());
        Assert.All(objects.OfType<TelegramUser>(), user => Assert.Null(TelegramUserValidation.Check(user)));
        Assert.Equal(subscriptions, objects.OfType<ChannelSubscription>().Count());
        Assert.All(objects.OfType<ChannelSubscription>().GroupBy(subscription => subscription.UserKey), ofUser =>
            Assert.All(SubscriptionVerdicts.Judge(ofUser).Values, Assert.Null));
        Assert.Equal(monitors, objects.OfType<GroupMonitor>().Count());
        Assert.All(objects.OfType<GroupMonitor>(), monitor => Assert.Null(GroupMonitorValidation.Check(monitor)));
    }
}
