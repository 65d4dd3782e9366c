using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.TelegramUsers;

namespace TelegramParser.Scenarios.Operator;

/// <summary>What becomes of a GroupMonitor.</summary>
public abstract class MonitorScenarios : ControllerScenario
{
    [Fact]
    public async Task A_monitor_reaches_the_worker_and_its_status_follows_what_the_worker_records()
    {
        await ApplyAsync(Samples.Monitor("m"));
        await SeeMonitorAsync("m", "False/UserNotFound");
        await ApplyAsync(Samples.User());
        await RunWorkerAsync(ready: true);
        await SeeMonitorAsync("m", "False/UserNotReady");

        var given = await SeeAsync<ConfigMap>(Worker, map => DesiredConfigMap.SettingsOf(map)?.Monitors is [{ Name: "m", Group: "@harbour_talk" }]);
        Record(session => session with
        {
            State = SessionState.Ready, LeaseValid = true, SettingsHash = WorkerSettingsJson.Hash(DesiredConfigMap.SettingsOf(given)!),
        });
        await SeeMonitorAsync("m", "False/AwaitingFirstLook");

        Records.Record("alice", row => row with { Monitors = [Observed.Watched("m")] });
        await SeeMonitorAsync("m", "True/Ready");
        var watched = await SeeAsync<GroupMonitor>(Key("m"), monitor => monitor.Status is { MentionsTotal: 7 });
        Assert.Equal(("alice", "Harbour talk", -1002L), (watched.Status!.User, watched.Status.Title, watched.Status.ChatId));
        await SeeAsync<TelegramUser>(Alice, user => user.Status is { Monitors: 1, MonitorsRunning: 1 });
        await SeeEventAsync(Reasons.Ready, Event.Normal, "m");

        Records.Record("alice", row => row with { Monitors = [Observed.Watched("m") with { Reason = Reasons.ChannelPrivate, Message = "Join it." }] });
        await SeeMonitorAsync("m", "False/ChannelPrivate");
        await SeeAsync<TelegramUser>(Alice, user => user.Status is { Monitors: 1, MonitorsRunning: 0 });
        await SeeEventAsync(Reasons.ChannelPrivate, Event.Warning, "m");
    }

    [Fact]
    public async Task A_bad_monitor_is_told_and_its_last_good_version_stays_until_it_is_deleted()
    {
        var good = Samples.Monitor("m");
        await ApplyAsync(Samples.User());
        await ApplyAsync(good);
        await SeeGroupsAsync("@harbour_talk");
        await ApplyAsync(good with { Spec = good.Spec with { Group = "@port_news", Triggers = new TriggersSpec { Patterns = ["("] } } });
        await SeeMonitorAsync("m", "False/InvalidSpec");
        await SeeGroupsAsync("@harbour_talk");
        await Api.DeleteAsync<GroupMonitor>(Key("m"), preconditions: null, None);
        await SeeGroupsAsync("");
    }

    private Task SeeGroupsAsync(string expected) => SeeAsync<ConfigMap>(
        Worker, map => string.Join(' ', DesiredConfigMap.SettingsOf(map)?.Monitors?.Select(monitor => monitor.Group) ?? []) == expected);
}
