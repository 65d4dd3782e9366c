using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Operator.GroupMonitors;
using TelegramParser.Operator.Resources;

namespace TelegramParser.UnitTests.Operator;

public sealed class DesiredMonitorsTests
{
    private static readonly GroupMonitor Good = Samples.Monitor("b");

    [Fact]
    public void The_worker_is_told_of_each_monitor_by_name()
    {
        var other = Samples.Monitor("a", "@port_news");
        other = other with
        {
            Spec = other.Spec with { Triggers = new TriggersSpec { Replies = false, Keywords = ["harbour"] }, ContextMessages = 2, Suspend = true },
        };
        var settings = Build([Good, other], lastGood: null)!;
        Assert.Equal(["a", "b"], settings.Select(entry => entry.Name));
        Assert.Equal(("@port_news", false, "harbour", 2, true), settings[0] is var a
            ? (a.Group, a.Triggers.Replies, Assert.Single(a.Triggers.Keywords), a.ContextMessages, a.Suspend)
            : default);
        Assert.Equal((true, true, 5), (settings[1].Triggers.Mentions, settings[1].Triggers.Replies, settings[1].ContextMessages));
    }

    [Fact]
    public void Without_monitors_nothing_is_told_of_them() => Assert.Null(Build([], lastGood: null));

    [Fact]
    public void One_that_turns_bad_keeps_its_last_good_version_and_what_is_deleted_goes()
    {
        var lastGood = Build([Good, Samples.Monitor("gone")], lastGood: null);
        var bad = Good with { Spec = Good.Spec with { Triggers = new TriggersSpec { Patterns = ["("] } } };
        Assert.Equal("@harbour_talk", Assert.Single(Build([bad], lastGood)!).Group);
    }

    private static IReadOnlyList<MonitorSettings>? Build(IReadOnlyList<GroupMonitor> monitors, IReadOnlyList<MonitorSettings>? lastGood) =>
        DesiredMonitors.Build(monitors, name => monitors.Any(monitor => monitor.Metadata.Name == name), lastGood);
}
