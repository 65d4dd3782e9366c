using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.TelegramUsers;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Scenarios.Operator;

/// <summary>The controllers as they run in a cluster.</summary>
public abstract class ControllerScenarios : ControllerScenario
{
    [Fact]
    public async Task A_user_gets_its_children_and_its_row_and_its_subscriptions_reach_the_worker()
    {
        await ApplyAsync(Samples.User());
        await ApplyAsync(Samples.Subscription("a"));
        await SeeAsync<ConfigMap>(Worker, map => DesiredConfigMap.SettingsOf(map)?.Subscriptions is [{ Name: "a" }]);
        await SeeAsync<StatefulSet>(Worker, _ => true);
        await SeeAsync<Secret>(Worker, secret => secret.Data!.ContainsKey(WorkerSecrets.ControlToken));
        await SeeAsync<Service>(Alice with { Name = ChildNames.Service }, _ => true);
        await Eventually.SeeAsync(() => Task.FromResult(Records.Row("alice") is not null));
        await SeeReadyAsync("alice", "False/WorkerStarting");
    }

    [Fact]
    public async Task From_the_first_manifest_to_ready_each_condition_follows_what_is_so()
    {
        await ApplyAsync(Samples.User());
        await ApplyAsync(Samples.Subscription("a"));
        await RunWorkerAsync(ready: true);
        await SeeReadyAsync("alice", "Unknown/WorkerStarting");

        Record(session => session with { State = SessionState.WaitingForQrScan });
        await SeeReadyAsync("alice", "False/LoginRequired");
        await SeeSubscriptionAsync("a", "False/UserNotReady");

        Record(session => session with { State = SessionState.Ready });
        await SeeReadyAsync("alice", "True/Ready");
        await SeeSubscriptionAsync("a", "False/SettingsPending");

        var settings = DesiredConfigMap.SettingsOf(await Api.GetAsync<ConfigMap>(Worker, None))!;
        Record(session => session with { SettingsHash = WorkerSettingsJson.Hash(settings) });
        await SeeSubscriptionAsync("a", "False/AwaitingFirstParse");

        Records.Record("alice", row => row with { Subscriptions = [Observed.Parsed("a")] });
        await SeeSubscriptionAsync("a", "True/Ready");
        await SeeEventAsync(Reasons.LoginRequired, Event.Warning, "alice");
        await SeeEventAsync(Reasons.Ready, Event.Normal, "a");
    }

    [Fact]
    public async Task A_bad_subscription_is_told_and_its_last_good_version_stays_with_the_worker()
    {
        await ApplyAsync(Samples.User());
        await ApplyAsync(Samples.Subscription("a"));
        await SeeSettingsAsync("a=@telegram");
        await ApplyAsync(Samples.Subscription("a", "0"));
        await ApplyAsync(Samples.Subscription("b", "@durov"));
        await SeeSubscriptionAsync("a", "False/InvalidSpec");
        await SeeSettingsAsync("a=@telegram b=@durov");
        await SeeEventAsync(Reasons.InvalidSpec, Event.Warning, "a");
    }

    [Fact]
    public async Task A_bad_user_keeps_its_worker_as_it_was()
    {
        await ApplyAsync(Samples.User(spec: new() { Schedule = new() { Interval = "1h" } }));
        await SeeAsync<StatefulSet>(Worker, _ => true);
        await ApplyAsync(Samples.User(spec: new() { Schedule = new() { Cron = "61 * * * *" } }));
        await SeeReadyAsync("alice", "False/InvalidSpec");
        Assert.Equal("1h", DesiredConfigMap.SettingsOf(await Api.GetAsync<ConfigMap>(Worker, None))!.Schedule!.Interval);
        await SeeAsync<StatefulSet>(Worker, _ => true);
    }

    [Fact]
    public async Task A_subscription_cannot_move_to_another_user_and_stays_where_it_is()
    {
        await ApplyAsync(Samples.User());
        await ApplyAsync(Samples.User("bob"));
        await ApplyAsync(Samples.Subscription("a"));
        await SeeAsync<ChannelSubscription>(Key("a"), subscription => subscription.Status?.User is "alice");
        await SeeSettingsAsync("a=@telegram");
        await MoveAsync("a", "bob");
        await SeeSettingsAsync("a=@telegram");
        var bobs = DesiredConfigMap.SettingsOf(await Api.GetAsync<ConfigMap>(Key("bob-worker"), None))!;
        Assert.Empty(bobs.Subscriptions);
    }

    [Fact]
    public async Task When_the_first_of_two_subscriptions_for_a_channel_goes_the_second_takes_its_place()
    {
        await ApplyAsync(Samples.User());
        await ApplyAsync(Samples.Subscription("a"));
        await ApplyAsync(Samples.Subscription("b", "https://t.me/Telegram"));
        await SeeSubscriptionAsync("b", "False/DuplicateSubscription");
        await SeeSettingsAsync("a=@telegram");
        await Api.DeleteAsync<ChannelSubscription>(Key("a"), preconditions: null, None);
        await SeeSettingsAsync("b=https://t.me/Telegram");
    }

    [Fact]
    public async Task A_subscription_of_nobody_is_told_and_taken_up_when_its_user_comes()
    {
        await ApplyAsync(Samples.Subscription("a"));
        await SeeSubscriptionAsync("a", "False/UserNotFound");
        await ApplyAsync(Samples.User());
        await SeeSettingsAsync("a=@telegram");
        await SeeSubscriptionAsync("a", "False/UserNotReady");
    }

    [Fact]
    public async Task Missing_credentials_are_told_and_the_worker_starts_when_they_come()
    {
        await ApplyAsync(Samples.User(spec: new() { CredentialsSecretRef = new() { Name = "mine" } }));
        await SeeReadyAsync("alice", "False/CredentialsMissing");
        Assert.Null(await Api.FindAsync<StatefulSet>(Worker, None));
        await ApplyAsync(Samples.Secret("mine", ("api-id", "1"), ("api-hash", "ffffffffffffffffffffffffffffffff")));
        await SeeAsync<StatefulSet>(Worker, _ => true);
    }

    [Fact]
    public async Task A_session_volume_without_its_key_is_told_and_never_given_a_new_one()
    {
        await Api.CreateAsync(Claim("session-alice-worker-0"), None);
        await ApplyAsync(Samples.User());
        await SeeReadyAsync("alice", "False/SessionKeyMissing");
        Assert.Null(await Api.FindAsync<Secret>(Worker, None));
        Assert.Null(await Api.FindAsync<StatefulSet>(Worker, None));
    }

    [Fact]
    public async Task The_session_key_stays_the_same_whatever_else_changes()
    {
        await ApplyAsync(Samples.User());
        var first = await SeeAsync<Secret>(Worker, secret => secret.Data!.ContainsKey(WorkerSecrets.ApiId));
        await ApplyAsync(Samples.Secret("mine", ("api-id", "777"), ("api-hash", "ffffffffffffffffffffffffffffffff")));
        await ApplyAsync(Samples.User(spec: new() { CredentialsSecretRef = new() { Name = "mine" } }));
        var second = await SeeAsync<Secret>(Worker, secret => System.Text.Encoding.UTF8.GetString(secret.Data![WorkerSecrets.ApiId]) is "777");
        Assert.Equal(DesiredSecret.SessionKeyOf(first), DesiredSecret.SessionKeyOf(second));
    }

    [Fact]
    public async Task A_child_that_somebody_changed_or_deleted_is_put_right()
    {
        await ApplyAsync(Samples.User());
        var set = await SeeAsync<StatefulSet>(Worker, _ => true);
        // Whatever its version is by now: its status changes meanwhile.
        await Api.ApplyAsync(
            set with { Metadata = set.Metadata with { ResourceVersion = null }, Spec = set.Spec with { Replicas = 0 } }, "somebody", None);
        await SeeAsync<StatefulSet>(Worker, live => live.Spec.Replicas == 1);
        await Api.DeleteAsync<ConfigMap>(Worker, preconditions: null, None);
        await SeeAsync<ConfigMap>(Worker, _ => true);
    }

    [Fact]
    public async Task A_deleted_user_takes_its_children_along_and_leaves_its_row_orphaned()
    {
        await ApplyAsync(Samples.User());
        await ApplyAsync(Samples.User("bob"));
        await SeeAsync<StatefulSet>(Worker, _ => true);
        await SeeAsync<StatefulSet>(Key("bob-worker"), _ => true);
        await Eventually.SeeAsync(() => Task.FromResult(Records.Row("alice") is not null));
        await Api.DeleteAsync<TelegramUser>(Alice, preconditions: null, None);
        await Eventually.SeeAsync(() => Task.FromResult(Records.Row("alice")?.Overview.User.OrphanedAt is not null));
        await GoesAsync<StatefulSet>(Worker);
        await GoesAsync<Secret>(Worker);
        Assert.NotNull(await Api.FindAsync<StatefulSet>(Key("bob-worker"), None));
        Assert.NotNull(await Api.FindAsync<Service>(Alice with { Name = ChildNames.Service }, None));
    }

    [Fact]
    public async Task A_row_whose_resource_went_while_the_operator_was_away_is_orphaned()
    {
        Records.Record("ghost", row => row);
        await Eventually.SeeAsync(() => Task.FromResult(Records.Row("ghost")?.Overview.User.OrphanedAt is not null));
    }

    [Fact]
    public async Task At_rest_nothing_is_written()
    {
        await ApplyAsync(Samples.User());
        await ApplyAsync(Samples.Subscription("a"));
        await SeeReadyAsync("alice", "False/WorkerStarting");
        await SeeSubscriptionAsync("a", "False/UserNotReady");
        var before = await AtRestAsync();

        // Looked at again, for no reason: a label that nothing depends on.
        var user = await Api.GetAsync<TelegramUser>(Alice, None);
        var labelled = await ApplyAsync(
            user with { Metadata = new ObjectMeta { Name = "alice", Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "x" } } });
        await ApplyAsync(Samples.Subscription("marker", user: "nobody"));
        await SeeSubscriptionAsync("marker", "False/UserNotFound");
        var after = (await VersionsAsync()).Where(version => !version.Key.Contains("marker", StringComparison.Ordinal));
        before["TelegramUser alice"] = labelled.Metadata.ResourceVersion;
        Assert.Equal(before, after);
    }

    // Servers that know CEL rules refuse it; with older ones the controller does.
    private async Task MoveAsync(string subscription, string user)
    {
        try
        {
            await ApplyAsync(Samples.Subscription(subscription, user: user));
        }
        catch (ApiException e) when (e.Is(StatusReasons.Invalid))
        {
            Assert.Contains("userRef cannot change", e.Message, StringComparison.Ordinal);
            return;
        }
        await SeeSubscriptionAsync(subscription, "False/InvalidSpec");
    }

    private PersistentVolumeClaim Claim(string name) => new()
    {
        Metadata = new ObjectMeta { Namespace = Namespace, Name = name },
        Spec = new PersistentVolumeClaimSpec
        {
            AccessModes = ["ReadWriteOnce"],
            Resources = new ResourceRequirements { Requests = new Dictionary<string, string>(StringComparer.Ordinal) { ["storage"] = "1Gi" } },
        },
    };
}
