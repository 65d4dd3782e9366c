using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Workers;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.TelegramUsers;

namespace TelegramParser.Scenarios.Operator;

/// <summary>What users ask to be undone at their deletion, and what is asked of volumes and pods.</summary>
public abstract class DeletionScenarios : ControllerScenario
{
    [Fact]
    public async Task A_user_is_held_only_while_it_asks_for_something_to_be_undone()
    {
        await ApplyAsync(Samples.User());
        await SeeAsync<StatefulSet>(Worker, _ => true);
        Assert.Null((await Api.GetAsync<TelegramUser>(Alice, None)).Metadata.Finalizers);
        await ApplyAsync(Samples.User(spec: new() { LogoutOnDelete = true }));
        await SeeAsync<TelegramUser>(Alice, UserFinalizer.Holds);
        await ApplyAsync(Samples.User(spec: new() { DeletionPolicy = DeletionPolicy.Delete }));
        await SeeAsync<TelegramUser>(Alice, user => user.Spec.DeletionPolicy is DeletionPolicy.Delete && UserFinalizer.Holds(user));
        await ApplyAsync(Samples.User());
        await SeeAsync<TelegramUser>(Alice, user => !UserFinalizer.Holds(user));
    }

    [Fact]
    public async Task What_is_stored_is_removed_after_the_worker_has_ended_and_nothing_of_another_user()
    {
        await ApplyAsync(Samples.User(spec: new() { DeletionPolicy = DeletionPolicy.Delete }));
        await ApplyAsync(Samples.User("bob"));
        await RunWorkerAsync(ready: true);
        await SeeAsync<TelegramUser>(Alice, UserFinalizer.Holds);
        await SeeAsync<StatefulSet>(Key("bob-worker"), _ => true);
        await Eventually.SeeAsync(() => Task.FromResult(Records.Row("alice") is not null && Records.Row("bob") is not null));
        Records.BatchesLeft = 45;

        await Api.DeleteAsync<TelegramUser>(Alice, preconditions: null, None);
        // A real StatefulSet controller ends the pod itself, and all of this may be over before it is seen.
        if (Api is InMemoryApi)
        {
            await SeeAsync<StatefulSet>(Worker, set => set.Spec.Replicas == 0);
            Assert.NotNull(Records.Row("alice"));
            await Api.DeleteAsync<Pod>(Key("alice-worker-0"), preconditions: null, None);
        }
        await Eventually.SeeAsync(async () => await Api.FindAsync<TelegramUser>(Alice, None) is null);
        Assert.Null(Records.Row("alice"));
        Assert.NotNull(Records.Row("bob"));
        Assert.NotNull(await Api.FindAsync<StatefulSet>(Key("bob-worker"), None));
        Assert.DoesNotContain((await Api.ListAsync<Event>(new Selection(Namespace), None)).Items, e => e.Reason == Reasons.CleanupIncomplete);
    }

    [Fact]
    public async Task The_session_is_ended_through_the_worker()
    {
        await using var worker = await ScriptedWorker.StartAsync(
            ControlCredentials.Derive(Samples.Options.ControlKey.Span, Samples.Options.Installation, Namespace, "alice"));
        worker.Login.Status = new LoginStatus { State = SessionState.Ready, PreferredMethod = "qr_code" };
        await ApplyAsync(Samples.User(spec: new() { LogoutOnDelete = true }));
        await SeeAsync<TelegramUser>(Alice, UserFinalizer.Holds);
        await Eventually.SeeAsync(() => Task.FromResult(Records.Row("alice") is not null));
        Record(session => session with { State = SessionState.Ready, ControlUrl = worker.Url.ToString() });
        await SeeSessionAsync();

        await Api.DeleteAsync<TelegramUser>(Alice, preconditions: null, None);
        await Eventually.SeeAsync(async () => await Api.FindAsync<TelegramUser>(Alice, None) is null);
        Assert.NotEqual(SessionState.Ready, worker.Login.Status.State);
        await Eventually.SeeAsync(() => Task.FromResult(Records.Row("alice")?.Overview.User.OrphanedAt is not null));
    }

    [Fact]
    public async Task Where_nobody_ever_logged_in_there_is_nothing_to_end()
    {
        await ApplyAsync(Samples.User(spec: new() { LogoutOnDelete = true }));
        await SeeAsync<TelegramUser>(Alice, UserFinalizer.Holds);
        await Eventually.SeeAsync(() => Task.FromResult(Records.Row("alice") is not null));
        await Api.DeleteAsync<TelegramUser>(Alice, preconditions: null, None);
        await Eventually.SeeAsync(async () => await Api.FindAsync<TelegramUser>(Alice, None) is null);
    }

    [Fact]
    public async Task Another_volume_is_told_and_other_changes_still_arrive()
    {
        await ApplyAsync(Samples.User(spec: new() { Storage = new() { Size = "1Gi" } }));
        await SeeAsync<StatefulSet>(Worker, _ => true);
        await ApplyAsync(Samples.User(spec: new()
        {
            Storage = new() { Size = "2Gi" },
            Worker = new() { NodeSelector = new Dictionary<string, string>(StringComparer.Ordinal) { ["disk"] = "ssd" } },
        }));
        await SeeReadyAsync("alice", "False/StorageImmutable");
        var set = await SeeAsync<StatefulSet>(Worker, live => live.Spec.Template.Spec.NodeSelector?.GetValueOrDefault("disk") is "ssd");
        Assert.Equal(new SessionVolume("1Gi", null), SessionVolume.Of(set));
        await SeeEventAsync(Reasons.StorageImmutable, Event.Warning, "alice");
    }

    [Fact]
    public async Task A_pod_is_touched_when_its_worker_runs_with_older_settings_and_its_template_stays()
    {
        await ApplyAsync(Samples.User());
        await RunWorkerAsync(ready: true);
        var set = await SeeAsync<StatefulSet>(Worker, _ => true);
        var settings = DesiredConfigMap.SettingsOf(await Api.GetAsync<ConfigMap>(Worker, None))!;
        await Eventually.SeeAsync(() => Task.FromResult(Records.Row("alice") is not null));
        Record(session => session with { State = SessionState.Ready, SettingsHash = WorkerSettingsJson.Hash(settings) });
        await SeeSessionAsync();
        Assert.Null((await Api.GetAsync<Pod>(Key("alice-worker-0"), None)).Metadata.Annotations?.GetValueOrDefault(Annotations.Settings));

        await ApplyAsync(Samples.Subscription("a"));
        await SeeAsync<Pod>(Key("alice-worker-0"), pod => pod.Metadata.Annotations?.ContainsKey(Annotations.Settings) == true);
        Assert.Equal(set.Metadata.Generation, (await Api.GetAsync<StatefulSet>(Worker, None)).Metadata.Generation);
    }

    [Fact]
    public async Task What_the_workers_of_a_namespace_share_goes_with_the_last_user()
    {
        await ApplyAsync(Samples.User());
        var account = await SeeAsync<ServiceAccount>(Key(ChildNames.ServiceAccount), _ => true);
        Assert.False(account.AutomountServiceAccountToken);
        await SeeAsync<Service>(Key(ChildNames.Service), _ => true);
        await Api.DeleteAsync<TelegramUser>(Alice, preconditions: null, None);
        await Eventually.SeeAsync(async () => await Api.FindAsync<ServiceAccount>(Key(ChildNames.ServiceAccount), None) is null);
        await Eventually.SeeAsync(async () => await Api.FindAsync<Service>(Key(ChildNames.Service), None) is null);
    }

    // The controllers have read what was recorded.
    private Task SeeSessionAsync() => SeeAsync<TelegramUser>(Alice, user =>
        user.Status?.Conditions.Any(condition => condition is { Type: ConditionTypes.Authorized, Status: ConditionStatus.True }) == true);
}
