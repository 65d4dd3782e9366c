using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Harness.Helm;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Configuration;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Election;
using TelegramParser.Kubernetes.Http;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.Setup;
using TelegramParser.Operator.TelegramUsers;
using TelegramParser.Scenarios.Operator;
using TelegramParser.Storage.Queries;
using Definitions = TelegramParser.Harness.Cluster.CustomResources;

namespace TelegramParser.KubernetesTests.Charts;

/// <summary>
/// The operator at work under the chart's own account: no request is refused, and nothing is allowed that no request needs. Its own
/// namespace is not the one that it watches, so that the two roles are told apart.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class PermissionTests(ClusterFixture fixture) : IAsyncLifetime
{
    private const string Alice = "alice";
    private const string Bob = "bob";

    // A pod counts as lost some time after it should have ended.
    private static readonly TimeProvider Time = new LaterTime(TimeSpan.FromMinutes(10));

    // Pods are to wait for a node that nobody has: no kubelet interferes.
    private static readonly WorkerSpec Nowhere =
        new() { NodeSelector = new Dictionary<string, string>(StringComparer.Ordinal) { ["tgparser.io/test"] = "nowhere" } };

    private readonly string _own = $"tgparser-own-{Guid.NewGuid():N}";
    private readonly string _watched = $"tgparser-watched-{Guid.NewGuid():N}";
    private readonly HttpKubernetesApi _person = fixture.Cluster.Connect("permission-tests/1.0");
    private HelmRendering _chart = null!;
    private HttpKubernetesApi _account = null!;
    private RecordingApi _api = null!;

    private static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync()
    {
        await fixture.Cluster.KubectlAsync("create", "namespace", _own);
        await fixture.Cluster.KubectlAsync("create", "namespace", _watched);
        _chart = await ServerRelease.RenderAsync(fixture.Cluster, _own, "postgres.enabled=true", $"watch.namespace=\"{_watched}\"");
        await Definitions.InstallAsync(fixture.Cluster);
        await fixture.Cluster.KubectlOnAsync(
            ServerRelease.Manifest([.. _chart.Of("ServiceAccount"), .. _chart.Of("Role"), .. _chart.Of("RoleBinding")]),
            "apply", "--filename", "-");

        var token = (await fixture.Cluster.KubectlAsync("create", "token", HelmChart.FullName, "--namespace", _own)).Trim();
        var person = ClientConfigurationLoader.Load(fixture.Cluster.Kubeconfig, context: null, TimeProvider.System);
        _account = new HttpKubernetesApi(
            person with { ClientCertificate = null, Token = new StaticToken(token) },
            new ClientOptions { UserAgent = "permission-tests-operator/1.0" }, TimeProvider.System, Random.Shared, NullLogger.Instance);
        _api = new RecordingApi(_account);
    }

    public async Task DisposeAsync()
    {
        await fixture.Cluster.KubectlAsync("delete", "namespace", _own, _watched, "--wait=false");
        _account.Dispose();
        _person.Dispose();
    }

    [Fact]
    public async Task The_roles_allow_what_the_operator_needs_and_no_more()
    {
        await MakeSecretsAsync();
        var records = new FakeUserRecords(_watched);
        await WhileTheOperatorRunsAsync(records, async () =>
        {
            await SeeUsedAsync(_own, "coordination.k8s.io/leases: patch");
            await RunAUserAsync(records);
            await LoseAPodAsync();
            await MissASecretAsync();
        });
        // Another operator finds the Event of the one before.
        await PersonMakesSecretAsync("app");
        await WhileTheOperatorRunsAsync(records, async () =>
        {
            await SeeUserAsync(Bob, status => !IsMissingCredentials(status));
            await MissASecretAsync();
            await SeeUsedAsync(_watched, "/events: get");
            await DeleteEverybodyAsync();
        });

        Assert.Empty(_api.Refused);
        Assert.Equal(Granted(_chart.One("Role")), _api.Used(_own));
        Assert.Equal(Granted(_chart.One("Role", HelmChart.FullName + "-workers")), _api.Used(_watched));
    }

    private async Task MakeSecretsAsync()
    {
        var secrets = new CreateOnceSecrets(_api);
        Assert.True(await secrets.EnsureAsync(new ObjectKey(_own, $"{HelmChart.FullName}-keys"), InstallationSecrets.Keys(), None));
        Assert.True(await secrets.EnsureAsync(new ObjectKey(_own, $"{HelmChart.FullName}-database"), InstallationSecrets.OfDatabase("host"), None));
    }

    private async Task WhileTheOperatorRunsAsync(FakeUserRecords records, Func<Task> act)
    {
        var options = Samples.Options with
        {
            WatchNamespace = _watched,
            Network = new WorkerNetwork
            {
                OperatorNamespace = _own,
                OperatorLabels = new Dictionary<string, string>(StringComparer.Ordinal) { ["app"] = "operator" },
                PrometheusLabels = new Dictionary<string, string>(StringComparer.Ordinal),
            },
        };
        var election = new LeaderElectionOptions { Lease = new ObjectKey(_own, $"{HelmChart.FullName}-leader"), Identity = "test" };
        var elector = new LeaderElector(_api, election, TimeProvider.System, Random.Shared, NullLogger<LeaderElector>.Instance);
        using var stop = new CancellationTokenSource();
        using var controllers = new OperatorRuntime(_api, records, options, Time, NullLoggerFactory.Instance);
        var running = elector.RunAsync(controllers.RunAsync, stop.Token);
        try
        {
            await act();
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} Refused: {string.Join('\n', _api.Refused)}", e);
        }
        finally
        {
            await stop.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Alice has a subscription and a monitor, and a worker that has not loaded it yet. The deletion of what is stored needs a finalizer.
    private async Task RunAUserAsync(FakeUserRecords records)
    {
        await _person.ApplyAsync(Subscription(), "a person", None);
        await _person.ApplyAsync(Monitor(), "a person", None);
        await _person.ApplyAsync(User(Alice, new TelegramUserSpec { DeletionPolicy = DeletionPolicy.Delete, Worker = Nowhere }), "a person", None);
        await SeeAsync<Pod>(new ObjectKey(_watched, "alice-worker-0"));
        records.Record(Alice, row => row with { Overview = row.Overview with { Session = new SessionRow { State = SessionState.Starting, SettingsHash = new string('0', 64) } } });
        await SeeUsedAsync(_watched, "/pods: patch");
        await SeeUsedAsync(_watched, "tgparser.io/telegramusers: patch");
        await SeeUsedAsync(_watched, "tgparser.io/channelsubscriptions/status: update");
        await SeeUsedAsync(_watched, "tgparser.io/groupmonitors/status: update");
    }

    // A finalizer keeps the pod, as a node does that cannot be reached.
    private async Task LoseAPodAsync()
    {
        await fixture.Cluster.KubectlAsync(
            "patch", "pod", "alice-worker-0", "--namespace", _watched, "--type=merge", "--patch", """{"metadata":{"finalizers":["tgparser.io/test"]}}""");
        await fixture.Cluster.KubectlAsync("delete", "pod", "alice-worker-0", "--namespace", _watched, "--wait=false");
        await SeeUsedAsync(_watched, "/pods: delete");
        await fixture.Cluster.KubectlAsync(
            "patch", "pod", "alice-worker-0", "--namespace", _watched, "--type=merge", "--patch", """{"metadata":{"finalizers":null}}""");
    }

    // Bob names a Secret that is there before him, so that it is read for him, and that goes.
    private async Task MissASecretAsync()
    {
        if (await _person.FindAsync<TelegramUser>(new ObjectKey(_watched, Bob), None) is null)
        {
            await PersonMakesSecretAsync("app");
            await SeeUsedAsync(_watched, "/secrets: watch");
            var spec = new TelegramUserSpec { CredentialsSecretRef = new LocalSecretReference { Name = "app" }, Worker = Nowhere };
            await _person.ApplyAsync(User(Bob, spec), "a person", None);
            await SeeUserAsync(Bob, status => status is not null && !IsMissingCredentials(status));
        }
        await _person.DeleteAsync<Secret>(new ObjectKey(_watched, "app"), preconditions: null, None);
        await SeeUserAsync(Bob, IsMissingCredentials);
        // The Event comes after the status, and an operator that is stopped in between writes none.
        await Eventually.SeeAsync(async () => (await _person.ListAsync<Event>(new Selection(_watched), None)).Items
            .Any(found => found.Reason == Reasons.CredentialsMissing && found.InvolvedObject.Name == Bob));
    }

    private async Task DeleteEverybodyAsync()
    {
        foreach (var name in new[] { Alice, Bob })
            await _person.DeleteAsync<TelegramUser>(new ObjectKey(_watched, name), preconditions: null, None);
        await SeeUsedAsync(_watched, "/services: delete");
        await SeeUsedAsync(_watched, "/serviceaccounts: delete");
        await SeeUsedAsync(_watched, "networking.k8s.io/networkpolicies: delete");
    }

    private Task<Secret> PersonMakesSecretAsync(string name) => _person.CreateAsync(
        Samples.Secret(name, ("api-id", "12345"), ("api-hash", "0123456789abcdef0123456789abcdef")) with
        {
            Metadata = new ObjectMeta { Namespace = _watched, Name = name },
        },
        None);

    private TelegramUser User(string name, TelegramUserSpec spec) =>
        new() { Metadata = new ObjectMeta { Namespace = _watched, Name = name }, Spec = spec };

    private ChannelSubscription Subscription() => new()
    {
        Metadata = new ObjectMeta { Namespace = _watched, Name = "news" },
        Spec = new ChannelSubscriptionSpec { UserRef = new UserReference { Name = Alice }, Channel = "@telegram" },
    };

    private GroupMonitor Monitor() => new()
    {
        Metadata = new ObjectMeta { Namespace = _watched, Name = "talk" },
        Spec = new GroupMonitorSpec { UserRef = new UserReference { Name = Alice }, Group = "@harbour_talk" },
    };

    private static bool IsMissingCredentials(TelegramUserStatus? status) =>
        status?.Conditions?.Any(condition => condition.Reason == Reasons.CredentialsMissing) == true;

    private Task SeeUserAsync(string name, Func<TelegramUserStatus?, bool> condition) => Eventually.SeeAsync(
        async () => await _person.FindAsync<TelegramUser>(new ObjectKey(_watched, name), None) is { } user && condition(user.Status));

    private Task SeeAsync<T>(ObjectKey key)
        where T : KubernetesObject, IResource => Eventually.SeeAsync(async () => await _person.FindAsync<T>(key, None) is not null);

    private async Task SeeUsedAsync(string ns, string grant)
    {
        try
        {
            await Eventually.SeeAsync(() => Task.FromResult(_api.HasUsed(ns, grant)));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{grant} was not used in {ns}; used: {string.Join(", ", _api.Used(ns))}", e);
        }
    }

    /// <summary>What a role allows, as <see cref="RecordingApi.Used"/> tells it.</summary>
    internal static IReadOnlyList<string> Granted(JsonObject role) =>
    [
        .. (from rule in role["rules"]!.AsArray()
            from apiGroup in rule!["apiGroups"]!.AsArray()
            from resource in rule["resources"]!.AsArray()
            from verb in rule["verbs"]!.AsArray()
            select $"{apiGroup}/{resource}: {verb}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    private sealed class LaterTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
