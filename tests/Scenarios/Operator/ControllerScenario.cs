using System.Text.Json.Nodes;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Secrets;
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

namespace TelegramParser.Scenarios.Operator;

/// <summary>An operator at work in a namespace of its own, and what the scenarios do and see there.</summary>
public abstract class ControllerScenario : IAsyncLifetime
{
    private const string Manager = "a person";

    private readonly CancellationTokenSource _stop = new();
    private readonly SearchedLog _log = new("the operator");
    private OperatorRuntime? _operator;
    private Task _running = Task.CompletedTask;

    private protected static CancellationToken None => CancellationToken.None;

    /// <summary>The namespace; it is empty when the scenario starts.</summary>
    private protected string Namespace { get; private set; } = "";

    private protected IKubernetesApi Api { get; private set; } = null!;

    private protected FakeUserRecords Records { get; private set; } = null!;

    private protected ObjectKey Alice => Key("alice");

    private protected ObjectKey Worker => Key("alice-worker");

    public async Task InitializeAsync()
    {
        (Api, Namespace) = await OpenAsync();
        Records = new FakeUserRecords(Namespace);
        var options = Samples.Options with { WatchNamespace = Namespace, OwnNamespace = "operators-own" };
        _operator = new OperatorRuntime(Api, Records, options, TimeProvider.System, _log);
        _running = _operator.RunAsync(_stop.Token);
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _operator?.Dispose();
        _stop.Dispose();
        KnownSecrets.AddVariable("WORKER_DATABASE", Samples.Options.WorkerDatabase);
        foreach (var secret in (await Api.ListAsync<Secret>(new Selection(Namespace), None)).Items)
            KnownSecrets.AddSecret(secret.Metadata.Name, secret.Data);
        await CloseAsync();
        _log.Verify();
    }

    /// <summary>A server, and a namespace for this scenario alone.</summary>
    private protected abstract Task<(IKubernetesApi Api, string Namespace)> OpenAsync();

    /// <summary>Removes the namespace.</summary>
    private protected virtual Task CloseAsync() => Task.CompletedTask;

    private protected ObjectKey Key(string name) => new(Namespace, name);

    /// <summary>Resource versions of all that the operator may write, by kind and name.</summary>
    private protected async Task<SortedDictionary<string, string?>> VersionsAsync()
    {
        var versions = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        await AddAsync<TelegramUser>();
        await AddAsync<ChannelSubscription>();
        await AddAsync<GroupMonitor>();
        await AddAsync<ConfigMap>();
        await AddAsync<Secret>();
        await AddAsync<Service>();
        await AddAsync<StatefulSet>();
        await AddAsync<Event>();
        return versions;

        async Task AddAsync<T>()
            where T : KubernetesObject, IResource
        {
            foreach (var obj in (await Api.ListAsync<T>(new Selection(Namespace), None)).Items)
                versions[$"{obj.Kind} {obj.Metadata.Name}"] = obj.Metadata.ResourceVersion;
        }
    }

    /// <summary>The versions once they have stopped to change.</summary>
    private protected async Task<SortedDictionary<string, string?>> AtRestAsync()
    {
        SortedDictionary<string, string?> last = [];
        return await Eventually.SeeAsync(VersionsAsync, versions =>
        {
            var isStable = versions.SequenceEqual(last);
            last = versions;
            return isStable;
        });
    }

    private protected void Record(Func<SessionRow, SessionRow> change) => Records.Record("alice", row => row with
    {
        Overview = row.Overview with { Session = change(row.Overview.Session ?? new SessionRow { State = SessionState.Starting, LeaseValid = true }) },
    });

    // What the kubelet would do. A real StatefulSet controller makes the pod itself, and no node takes it.
    private protected async Task RunWorkerAsync(bool ready)
    {
        var set = await SeeAsync<StatefulSet>(Worker, _ => true);
        var key = Key("alice-worker-0");
        var pod = new Pod
        {
            Metadata = new ObjectMeta { Namespace = key.Namespace, Name = key.Name, Labels = set.Spec.Template.Metadata.Labels },
            Spec = set.Spec.Template.Spec,
        };
        if (Api is InMemoryApi)
            await Api.CreateAsync(pod, None);
        var status = new JsonObject { ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = ready ? "True" : "False" }) };
        await SeeAsync<Pod>(key, _ => true);
        await Api.PatchStatusAsync<Pod>(key, new MergePatch(new JsonObject { ["status"] = status }), None);
    }

    private protected Task<T> ApplyAsync<T>(T obj)
        where T : KubernetesObject, IResource
    {
        var own = obj with { Metadata = new ObjectMeta { Namespace = Namespace, Name = obj.Metadata.Name, Labels = obj.Metadata.Labels } };
        if (own is TelegramUser user)
            own = (T)(KubernetesObject)(user with { Spec = user.Spec with { Worker = OnNoNode(user.Spec.Worker ?? new WorkerSpec()) } });
        return Api.ApplyAsync(own, Manager, None);
    }

    // The scenarios play the kubelet themselves.
    private static WorkerSpec OnNoNode(WorkerSpec worker) => worker with
    {
        NodeSelector = new Dictionary<string, string>(worker.NodeSelector ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal)
        {
            ["scenario"] = "no-node-has-this",
        },
    };

    private protected async Task<T> SeeAsync<T>(ObjectKey key, Func<T, bool> condition)
        where T : KubernetesObject, IResource =>
        (await Eventually.SeeAsync(() => Api.FindAsync<T>(key, None), found => found is not null && condition(found)))!;

    private protected Task GoesAsync<T>(ObjectKey key)
        where T : KubernetesObject, IResource => Eventually.SeeAsync(async () => await Api.FindAsync<T>(key, None) is null);

    private protected Task SeeSettingsAsync(string expected) => Eventually.SeeAsync(
        async () => string.Join(' ', DesiredConfigMap.SettingsOf(await Api.FindAsync<ConfigMap>(Worker, None))?.Subscriptions
            .Select(subscription => $"{subscription.Name}={subscription.Channel}") ?? []),
        seen => string.Equals(seen, expected, StringComparison.Ordinal));

    private protected Task SeeReadyAsync(string name, string expected) => Eventually.SeeAsync(
        async () => Ready((await Api.FindAsync<TelegramUser>(Key(name), None))?.Status?.Conditions),
        seen => string.Equals(seen, expected, StringComparison.Ordinal));

    // An Event is written after the status that it tells of.
    private protected Task SeeEventAsync(string reason, string type, string about) => Eventually.SeeAsync(
        async () => (await Api.ListAsync<Event>(new Selection(Namespace), None)).Items
            .Any(e => e.Reason == reason && e.Type == type && e.InvolvedObject.Name == about));

    private protected Task SeeSubscriptionAsync(string name, string expected) => Eventually.SeeAsync(
        async () => Ready((await Api.FindAsync<ChannelSubscription>(Key(name), None))?.Status?.Conditions),
        seen => string.Equals(seen, expected, StringComparison.Ordinal));

    private protected Task SeeMonitorAsync(string name, string expected) => Eventually.SeeAsync(
        async () => Ready((await Api.FindAsync<GroupMonitor>(Key(name), None))?.Status?.Conditions),
        seen => string.Equals(seen, expected, StringComparison.Ordinal));

    private static string Ready(IReadOnlyList<Condition>? conditions) =>
        ConditionList.Find(conditions, ConditionTypes.Ready) is { } ready ? $"{ready.Status}/{ready.Reason}" : "none";
}
