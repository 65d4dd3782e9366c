using System.Diagnostics;
using System.Text.Json.Nodes;
using Npgsql;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Cluster;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Resources;
using TelegramParser.Storage.Identity;

namespace TelegramParser.Bench.Operator;

/// <summary>The users of the bench, in a namespace of their own. No node takes their pods.</summary>
internal sealed class Population : IAsyncDisposable
{
    private const string Installation = "default";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private static readonly Dictionary<string, string> NoNode = new(StringComparer.Ordinal) { ["bench"] = "no-node-has-this" };

    private readonly KubernetesCluster _cluster;
    private readonly IKubernetesApi _api;
    private readonly NpgsqlDataSource _database;
    private readonly int _users;
    private ReplayedUser[] _replayed = [];

    private Population(KubernetesCluster cluster, IKubernetesApi api, NpgsqlDataSource database, int users) =>
        (_cluster, _api, _database, _users) = (cluster, api, database, users);

    /// <summary>Where they live.</summary>
    public string Namespace { get; } = $"tgparser-bench-{Guid.NewGuid():N}";

    /// <summary>Makes the namespace.</summary>
    public static async Task<Population> CreateAsync(KubernetesCluster cluster, IKubernetesApi api, NpgsqlDataSource database, int users)
    {
        var population = new Population(cluster, api, database, users);
        await cluster.KubectlAsync("create", "namespace", population.Namespace);
        return population;
    }

    /// <summary>Creates all users and subscriptions in one go.</summary>
    public Task ApplyAsync() => Parallel.ForEachAsync(Enumerable.Range(0, _users), AFewAtOnce, async (number, cancellationToken) =>
    {
        await _api.CreateAsync(
            new TelegramUser { Metadata = Metadata(UserName(number)), Spec = new TelegramUserSpec { Worker = new WorkerSpec { NodeSelector = NoNode } } },
            cancellationToken);
        foreach (var subscription in Enumerable.Range(0, OperatorBench.Subscriptions))
        {
            var spec = new ChannelSubscriptionSpec
            {
                UserRef = new UserReference { Name = UserName(number) },
                Channel = $"@channel_{subscription}",
            };
            await _api.CreateAsync(
                new ChannelSubscription { Metadata = Metadata($"{UserName(number)}-{subscription}"), Spec = spec }, cancellationToken);
        }
    });

    /// <summary>Waits until each user has its children and each object's status tells of its newest generation.</summary>
    public async Task ConvergeAsync()
    {
        await SeeAllAsync<TelegramUser>(_users, user => user.Status is { Subscriptions: OperatorBench.Subscriptions } status
            && status.ObservedGeneration == user.Metadata.Generation);
        await SeeAllAsync<StatefulSet>(_users, _ => true);
        await SeeAllAsync<ConfigMap>(_users, map => SettingsOf(map)?.Subscriptions.Count == OperatorBench.Subscriptions, IsWorkers);
        await SeeAllAsync<ChannelSubscription>(_users * OperatorBench.Subscriptions, subscription =>
            subscription.Status is { } status && status.ObservedGeneration == subscription.Metadata.Generation
            && status.Conditions.Any(condition => condition is { Type: ConditionTypes.Ready, Reason: Reasons.UserNotReady }));
    }

    /// <summary>What the kubelet and the workers would do: each pod becomes ready, each session is logged in, each channel parsed once.</summary>
    public async Task LogInAsync()
    {
        await SeeAllAsync<Pod>(_users, _ => true);
        var settings = (await _api.ListAsync<ConfigMap>(new Selection(Namespace), default)).Items
            .Where(IsWorkers)
            .ToDictionary(map => map.Metadata.Name, map => SettingsOf(map)!, StringComparer.Ordinal);
        _replayed = new ReplayedUser[_users];
        await Parallel.ForEachAsync(Enumerable.Range(0, _users), AFewAtOnce, async (number, cancellationToken) =>
        {
            var ready = new JsonObject { ["type"] = "Ready", ["status"] = "True" };
            await _api.PatchStatusAsync<Pod>(
                new ObjectKey(Namespace, $"{UserName(number)}-worker-0"),
                new MergePatch(new JsonObject { ["status"] = new JsonObject { ["conditions"] = new JsonArray(ready) } }),
                cancellationToken);
            _replayed[number] = await ReplayedUser.StartAsync(
                _database, new UserKey(Installation, Namespace, UserName(number)), settings[$"{UserName(number)}-worker"]);
        });
    }

    /// <summary>Waits until everything is ready.</summary>
    public async Task BecomeReadyAsync()
    {
        await SeeAllAsync<TelegramUser>(_users, user => IsReady(user.Status?.Conditions));
        await SeeAllAsync<ChannelSubscription>(_users * OperatorBench.Subscriptions, subscription => IsReady(subscription.Status?.Conditions));
    }

    /// <summary>Parses every subscription once a round, evenly over its time.</summary>
    public async Task ParseAsync(TimeSpan round, int rounds)
    {
        var parses = _users * OperatorBench.Subscriptions;
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, parses * rounds), AFewAtOnce, async (parse, cancellationToken) =>
        {
            var due = round * parse / parses - clock.Elapsed;
            if (due > TimeSpan.Zero)
                await Task.Delay(due, cancellationToken);
            await _replayed[parse % _users].ParseAsync(parse % parses / _users);
        });
    }

    /// <summary>Watches for writes of statuses.</summary>
    public StatusGaps WatchStatus(CancellationToken cancellationToken)
    {
        var gaps = new StatusGaps(_api, Namespace);
        _ = gaps.WatchAsync<TelegramUser>(cancellationToken);
        _ = gaps.WatchAsync<ChannelSubscription>(cancellationToken);
        return gaps;
    }

    /// <summary>How often the operator has told Events.</summary>
    public async Task<int> EventsAsync() => (await _api.ListAsync<Event>(new Selection(Namespace), default)).Items
        .Where(e => e.InvolvedObject.Kind is ResourceNames.TelegramUser or ResourceNames.ChannelSubscription)
        .Sum(e => e.Count ?? 1);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _cluster.KubectlAsync("delete", "namespace", Namespace, "--wait=false");

    private static ParallelOptions AFewAtOnce => new() { MaxDegreeOfParallelism = 16 };

    private static string UserName(int number) => $"user-{number}";

    private static bool IsWorkers(ConfigMap map) => map.Metadata.Name.EndsWith("-worker", StringComparison.Ordinal);

    private static bool IsReady(IReadOnlyList<Condition>? conditions) =>
        conditions?.Any(condition => condition is { Type: ConditionTypes.Ready, Status: ConditionStatus.True, Reason: Reasons.Ready }) == true;

    private static WorkerSettings? SettingsOf(ConfigMap map) =>
        map.Data?.Values.Select(WorkerSettingsJson.Deserialize).SingleOrDefault();

    private ObjectMeta Metadata(string name) => new() { Namespace = Namespace, Name = name };

    private Task SeeAllAsync<T>(int count, Func<T, bool> condition, Func<T, bool>? among = null)
        where T : KubernetesObject, IResource => Eventually.SeeAsync(
            async () =>
            {
                // Not more often: the lists are long, and the server has other work.
                await Task.Delay(TimeSpan.FromSeconds(1));
                var items = (await _api.ListAsync<T>(new Selection(Namespace), default)).Items;
                return items.Where(item => among is null || among(item)).Count(condition);
            },
            seen => seen == count,
            Patience);
}
