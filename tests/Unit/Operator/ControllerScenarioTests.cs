using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.TelegramUsers;
using TelegramParser.Storage.Queries;

namespace TelegramParser.UnitTests.Operator;

/// <summary>The controllers as they run in a cluster, against the in-memory API server.</summary>
public sealed class ControllerScenarioTests : IAsyncLifetime
{
    private const string Manager = "a person";
    private static readonly ObjectKey Alice = new("default", "alice");
    private static readonly ObjectKey Worker = new("default", "alice-worker");
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly InMemoryApi _api = new(TimeProvider.System);
    private readonly FakeUserRecords _records = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly OperatorRuntime _operator;
    private Task _running = Task.CompletedTask;

    public ControllerScenarioTests() =>
        _operator = new OperatorRuntime(_api, _records, Samples.Options, TimeProvider.System, NullLoggerFactory.Instance);

    public Task InitializeAsync()
    {
        _running = _operator.RunAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _operator.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_user_gets_its_children_and_its_row_and_its_subscriptions_reach_the_worker()
    {
        await ApplyAsync(Samples.User());
        await ApplyAsync(Samples.Subscription("a"));
        await SeeAsync<ConfigMap>(Worker, map => DesiredConfigMap.SettingsOf(map)?.Subscriptions is [{ Name: "a" }]);
        await SeeAsync<StatefulSet>(Worker, _ => true);
        await SeeAsync<Secret>(Worker, secret => secret.Data!.ContainsKey(WorkerSecrets.ControlToken));
        await SeeAsync<Service>(Alice with { Name = ChildNames.Service }, _ => true);
        await Eventually.SeeAsync(() => Task.FromResult(_records.Row("alice") is not null));
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

        var settings = DesiredConfigMap.SettingsOf(await _api.GetAsync<ConfigMap>(Worker, None))!;
        Record(session => session with { SettingsHash = WorkerSettingsJson.Hash(settings) });
        await SeeSubscriptionAsync("a", "False/AwaitingFirstParse");

        _records.Record("alice", row => row with { Subscriptions = [Observed.Parsed("a")] });
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
        await ApplyAsync(Samples.Subscription("a", "no channel at all"));
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
        await ApplyAsync(Samples.User(spec: new() { Schedule = new() { Interval = "1h", Cron = "* * * * *" } }));
        await SeeReadyAsync("alice", "False/InvalidSpec");
        Assert.Equal("1h", DesiredConfigMap.SettingsOf(await _api.GetAsync<ConfigMap>(Worker, None))!.Schedule!.Interval);
        await SeeAsync<StatefulSet>(Worker, _ => true);
    }

    [Fact]
    public async Task A_subscription_cannot_move_to_another_user_and_stays_where_it_is()
    {
        await ApplyAsync(Samples.User());
        await ApplyAsync(Samples.User("bob"));
        await ApplyAsync(Samples.Subscription("a"));
        await SeeAsync<ChannelSubscription>(new ObjectKey("default", "a"), subscription => subscription.Status?.User is "alice");
        await ApplyAsync(Samples.Subscription("a", user: "bob"));
        await SeeSubscriptionAsync("a", "False/InvalidSpec");
        await SeeSettingsAsync("a=@telegram");
        var bobs = DesiredConfigMap.SettingsOf(await _api.GetAsync<ConfigMap>(new ObjectKey("default", "bob-worker"), None))!;
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
        await _api.DeleteAsync<ChannelSubscription>(new ObjectKey("default", "a"), preconditions: null, None);
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
        Assert.Null(await _api.FindAsync<StatefulSet>(Worker, None));
        await ApplyAsync(Samples.Secret("mine", ("api-id", "1"), ("api-hash", "ffffffffffffffffffffffffffffffff")));
        await SeeAsync<StatefulSet>(Worker, _ => true);
    }

    [Fact]
    public async Task A_session_volume_without_its_key_is_told_and_never_given_a_new_one()
    {
        await _api.CreateAsync(new PersistentVolumeClaim { Metadata = new ObjectMeta { Namespace = "default", Name = "session-alice-worker-0" } }, None);
        await ApplyAsync(Samples.User());
        await SeeReadyAsync("alice", "False/SessionKeyMissing");
        Assert.Null(await _api.FindAsync<Secret>(Worker, None));
        Assert.Null(await _api.FindAsync<StatefulSet>(Worker, None));
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
        await _api.ApplyAsync(set with { Spec = set.Spec with { Replicas = 0 } }, "somebody", None);
        await SeeAsync<StatefulSet>(Worker, live => live.Spec.Replicas == 1);
        await _api.DeleteAsync<ConfigMap>(Worker, preconditions: null, None);
        await SeeAsync<ConfigMap>(Worker, _ => true);
    }

    [Fact]
    public async Task A_deleted_user_takes_its_children_along_and_leaves_its_row_orphaned()
    {
        await ApplyAsync(Samples.User());
        await ApplyAsync(Samples.User("bob"));
        await SeeAsync<StatefulSet>(Worker, _ => true);
        await SeeAsync<StatefulSet>(new ObjectKey("default", "bob-worker"), _ => true);
        await Eventually.SeeAsync(() => Task.FromResult(_records.Row("alice") is not null));
        await _api.DeleteAsync<TelegramUser>(Alice, preconditions: null, None);
        await Eventually.SeeAsync(() => Task.FromResult(_records.Row("alice")?.Overview.User.OrphanedAt is not null));
        Assert.Null(await _api.FindAsync<StatefulSet>(Worker, None));
        Assert.Null(await _api.FindAsync<Secret>(Worker, None));
        Assert.NotNull(await _api.FindAsync<StatefulSet>(new ObjectKey("default", "bob-worker"), None));
        Assert.NotNull(await _api.FindAsync<Service>(Alice with { Name = ChildNames.Service }, None));
    }

    [Fact]
    public async Task A_row_whose_resource_went_while_the_operator_was_away_is_orphaned()
    {
        _records.Record("ghost", row => row);
        await Eventually.SeeAsync(() => Task.FromResult(_records.Row("ghost")?.Overview.User.OrphanedAt is not null));
    }

    [Fact]
    public async Task At_rest_nothing_is_written()
    {
        await ApplyAsync(Samples.User());
        await ApplyAsync(Samples.Subscription("a"));
        await SeeReadyAsync("alice", "False/WorkerStarting");
        await SeeSubscriptionAsync("a", "False/UserNotReady");
        var version = await StableVersionAsync();

        // Looked at again, for no reason: a label that nothing depends on.
        var user = await _api.GetAsync<TelegramUser>(Alice, None);
        var seen = await _api.ApplyAsync(
            user with { Metadata = user.Metadata with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "x" } } }, Manager, None);
        await ApplyAsync(Samples.Subscription("marker", user: "nobody"));
        await SeeSubscriptionAsync("marker", "False/UserNotFound");
        Assert.NotEqual(version, seen.Metadata.ResourceVersion);
        Assert.Equal(seen.Metadata.ResourceVersion, (await _api.GetAsync<TelegramUser>(Alice, None)).Metadata.ResourceVersion);
    }

    private async Task<string> StableVersionAsync()
    {
        var last = "";
        return await Eventually.SeeAsync(
            async () => (await _api.ListAsync<TelegramUser>(new Selection(), None)).ResourceVersion,
            version =>
            {
                var isStable = string.Equals(version, last, StringComparison.Ordinal);
                last = version;
                return isStable;
            });
    }

    private void Record(Func<SessionRow, SessionRow> change) => _records.Record("alice", row => row with
    {
        Overview = row.Overview with { Session = change(row.Overview.Session ?? new SessionRow { State = SessionState.Starting }) },
    });

    // What the kubelet would do.
    private async Task RunWorkerAsync(bool ready)
    {
        var set = await SeeAsync<StatefulSet>(Worker, _ => true);
        var pod = await _api.CreateAsync(
            new Pod
            {
                Metadata = new ObjectMeta { Namespace = "default", Name = "alice-worker-0", Labels = set.Spec.Template.Metadata.Labels },
                Spec = set.Spec.Template.Spec,
            },
            None);
        await _api.UpdateStatusAsync(pod with { Status = new PodStatus { Conditions = [new PodCondition("Ready", ready ? "True" : "False")] } }, None);
    }

    private Task<T> ApplyAsync<T>(T obj)
        where T : KubernetesObject, IResource =>
        _api.ApplyAsync(obj with { Metadata = obj.Metadata with { Uid = null } }, Manager, None);

    private async Task<T> SeeAsync<T>(ObjectKey key, Func<T, bool> condition)
        where T : KubernetesObject, IResource =>
        (await Eventually.SeeAsync(() => _api.FindAsync<T>(key, None), found => found is not null && condition(found)))!;

    private Task SeeSettingsAsync(string expected) => Eventually.SeeAsync(
        async () => string.Join(' ', DesiredConfigMap.SettingsOf(await _api.FindAsync<ConfigMap>(Worker, None))?.Subscriptions
            .Select(subscription => $"{subscription.Name}={subscription.Channel}") ?? []),
        seen => string.Equals(seen, expected, StringComparison.Ordinal));

    private Task SeeReadyAsync(string name, string expected) => Eventually.SeeAsync(
        async () => Ready((await _api.FindAsync<TelegramUser>(new ObjectKey("default", name), None))?.Status?.Conditions),
        seen => string.Equals(seen, expected, StringComparison.Ordinal));

    // An Event is written after the status that it tells of.
    private Task SeeEventAsync(string reason, string type, string about) => Eventually.SeeAsync(
        async () => (await _api.ListAsync<Event>(new Selection(), None)).Items
            .Any(e => e.Reason == reason && e.Type == type && e.InvolvedObject.Name == about));

    private Task SeeSubscriptionAsync(string name, string expected) => Eventually.SeeAsync(
        async () => Ready((await _api.FindAsync<ChannelSubscription>(new ObjectKey("default", name), None))?.Status?.Conditions),
        seen => string.Equals(seen, expected, StringComparison.Ordinal));

    private static string Ready(IReadOnlyList<Condition>? conditions) =>
        ConditionList.Find(conditions, ConditionTypes.Ready) is { } ready ? $"{ready.Status}/{ready.Reason}" : "none";
}
