using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.GroupMonitors;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;

namespace TelegramParser.UnitTests.Operator;

public sealed class MonitorStatusTests
{
    private static readonly WorkerSettings Settings = new()
    {
        Installation = "test",
        Namespace = "default",
        Name = "alice",
        Monitors = [new MonitorSettings { Name = "m", Group = "@harbour_talk" }],
    };

    [Fact]
    public void A_group_that_is_watched_is_ready()
    {
        var status = Compute(Facts());
        Assert.Equal("Ready=True/Ready Resolved=True/GroupResolved Synced=True/SettingsLoaded", Summary(status));
        Assert.Equal(
            ("alice", -1002L, "Harbour talk", 7L, Samples.Now.AddHours(-1), null),
            (status.User, status.ChatId, status.Title, status.MentionsTotal, status.LastMentionTime, status.LastError));
    }

    [Fact]
    public void Before_the_first_look_it_is_awaited()
    {
        var status = Compute(Facts() with { Observation = Observed.Watched("m") with { Group = null, ExaminedAt = null } });
        Assert.Equal("Ready=False/AwaitingFirstLook Resolved=Unknown/Progressing Synced=True/SettingsLoaded", Summary(status));
    }

    [Fact]
    public void A_group_that_cannot_be_read_is_not_resolved_and_what_was_found_stays()
    {
        var status = Compute(Facts() with { Observation = Observed.Watched("m") with { Reason = Reasons.ChannelPrivate, Message = "Join it." } });
        Assert.Equal("Ready=False/ChannelPrivate Resolved=False/ChannelPrivate Synced=True/SettingsLoaded", Summary(status));
        Assert.Equal(("Join it.", 7L), (status.LastError, status.MentionsTotal));
    }

    [Fact]
    public void A_group_that_is_known_but_cannot_be_read_now_says_why()
    {
        var status = Compute(Facts() with { Observation = Observed.Watched("m") with { Reason = Reasons.FloodWait, Message = "Wait." } });
        Assert.Equal("Ready=False/FloodWait Resolved=True/GroupResolved Synced=True/SettingsLoaded", Summary(status));
    }

    [Fact]
    public void Until_the_worker_has_loaded_it_a_monitor_is_pending()
    {
        Assert.Contains("Ready=False/SettingsPending", Summary(Compute(Facts() with { LoadedHash = "older" })), StringComparison.Ordinal);
        Assert.Contains("Synced=False/SettingsPending", Summary(Compute(Facts() with { Settings = Settings with { Monitors = null } })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_suspended_monitor_is_as_asked()
    {
        var monitor = Samples.Monitor("m");
        var status = Compute(Facts() with { Monitor = monitor with { Spec = monitor.Spec with { Suspend = true } } });
        Assert.Contains("Ready=True/Suspended", Summary(status), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_database_conditions_are_unknown_and_counts_stay()
    {
        var before = Samples.Monitor("m") with { Status = Compute(Facts()) };
        var status = Compute(Facts() with { Monitor = before, Database = DatabaseState.Unavailable, Observation = null });
        Assert.Equal("Ready=Unknown/DatabaseUnavailable Resolved=Unknown/DatabaseUnavailable Synced=Unknown/DatabaseUnavailable", Summary(status));
        Assert.Equal((7L, "Harbour talk"), (status.MentionsTotal, status.Title));
    }

    private static MonitorFacts Facts() => new()
    {
        Monitor = Samples.Monitor("m"),
        User = Samples.User() with
        {
            Status = new TelegramUserStatus
            {
                Conditions =
                [
                    new Condition(ConditionTypes.WorkerAvailable, ConditionStatus.True, Reasons.WorkerRunning, "", Samples.Now, 1),
                    new Condition(ConditionTypes.Authorized, ConditionStatus.True, Reasons.LoggedIn, "", Samples.Now, 1),
                ],
            },
        },
        Settings = Settings,
        Database = DatabaseState.Available,
        LoadedHash = WorkerSettingsJson.Hash(Settings),
        Observation = Observed.Watched("m"),
    };

    private static GroupMonitorStatus Compute(MonitorFacts facts) => MonitorStatus.Compute(facts, Samples.Now);

    private static string Summary(GroupMonitorStatus status) =>
        string.Join(' ', status.Conditions.Select(condition => $"{condition.Type}={condition.Status}/{condition.Reason}"));
}
