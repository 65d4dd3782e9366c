using System.Text.Json.Nodes;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Cluster;
using TelegramParser.Harness.Operators;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Http;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Resources;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.FaultTests.Operators;

/// <summary>
/// An operator and a real API server, and a user whose worker really runs. The scene is that worker's kubelet: it mounts the ConfigMap that
/// the operator writes, and says that the pod is ready.
/// </summary>
internal sealed class OperatorScene : IAsyncDisposable
{
    private const string User = "alice";
    private const string Subscription = "harbour";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private readonly KubernetesCluster _cluster;
    private readonly HttpKubernetesApi _api;
    private readonly WorkerScenario _scenario;
    private readonly Channel _channel;
    private readonly OperatorProcessOptions _options;
    private readonly CancellationTokenSource _ending = new();
    private readonly Dictionary<string, string> _sessionKeys = new(StringComparer.Ordinal);
    private readonly List<string> _users = [User];
    private OperatorProcess? _operator;
    private WorkerProcess? _worker;
    private Task _kubelet = Task.CompletedTask;

    private OperatorScene(KubernetesCluster cluster, WorkerScenario scenario)
    {
        (_cluster, _scenario) = (cluster, scenario);
        _api = cluster.Connect("faults/1.0");
        _channel = scenario.AddChannel("harbour_news", posts: 100);
        _options = new OperatorProcessOptions
        {
            Kubeconfig = cluster.Kubeconfig,
            Database = scenario.ConnectionString,
            Namespace = $"faults-{Guid.NewGuid():N}",
            StatusInterval = TimeSpan.FromSeconds(5),
            DefaultProxy = $"mtproto://127.0.0.1:{scenario.Telegram.Port}?secret={scenario.Telegram.Register("operator")}",
        };
    }

    /// <summary>Sets the scene: the operator works, and the worker is logged in and has read all there is.</summary>
    public static async Task<OperatorScene> SetAsync(KubernetesCluster cluster, PostgresCluster postgres)
    {
        var scene = new OperatorScene(cluster, await WorkerScenario.StartAsync(postgres));
        await cluster.KubectlAsync("create", "namespace", scene._options.Namespace);
        scene.StartOperator();
        await scene.CreateAsync(User, Subscription, "@harbour_news");
        await scene.StartWorkerAsync();
        await scene.SeeAllStoredAsync();
        return scene;
    }

    /// <summary>Publishes posts.</summary>
    public void Publish(int posts)
    {
        for (var i = 0; i < posts; i++)
            _channel.Publish(new Post { Text = $"post {_channel.LastPostId + 1}" });
    }

    /// <summary>Waits until every post that the server has is stored.</summary>
    public Task SeeAllStoredAsync() => Eventually.SeeAsync(
        async () => (long)(await _scenario.ScalarAsync("SELECT count(*) FROM posts"))!, stored => stored >= _channel.Posts.Count, Patience);

    /// <summary>Starts the operator, as the kubelet does.</summary>
    public void StartOperator() => _operator = OperatorProcess.Start(_options);

    /// <summary>Kills the operator, and ends its Lease, so that no test waits for that.</summary>
    public async Task KillOperatorAsync()
    {
        await _operator!.KillAsync();
        await _operator.DisposeAsync();
        if (await _api.FindAsync<Lease>(new ObjectKey(_options.Namespace, "telegram-parser-operator-leader"), default) is { } lease)
            await _api.DeleteAsync<Lease>(lease.Key, preconditions: null, default);
    }

    /// <summary>Waits until the operator has ended by itself.</summary>
    public async Task SeeOperatorEndAsync()
    {
        await _operator!.SeeEndAsync();
        await _operator.DisposeAsync();
    }

    /// <summary>Begins to watch objects of a kind.</summary>
    /// <returns>Ends with the n-th write from now on.</returns>
    public async Task<Task> WatchAsync<T>(int writes)
        where T : KubernetesObject, IResource
    {
        var selection = new Selection(_options.Namespace);
        var listed = await _api.ListAsync<T>(selection, default);
        return SeeAsync().WaitAsync(Patience);

        async Task SeeAsync()
        {
            var seen = 0;
            await foreach (var change in _api.WatchAsync<T>(selection, listed.ResourceVersion, _ending.Token))
            {
                if (change.Type is not WatchEventType.Bookmark && ++seen == writes)
                    return;
            }
        }
    }

    /// <summary>Creates one more user, with a subscription.</summary>
    public Task AddUserAsync(string name)
    {
        _users.Add(name);
        return CreateAsync(name, $"{name}-news", "@harbour_news");
    }

    /// <summary>Asks the API server for another schedule of the subscription, until it is there to be asked.</summary>
    /// <param name="seconds">Of the interval.</param>
    public Task ChangeAsync(int seconds) => Eventually.SeeAsync(
        async () =>
        {
            try
            {
                var schedule = new JsonObject { ["schedule"] = new JsonObject { ["interval"] = $"{seconds}s" } };
                await _api.PatchAsync<ChannelSubscription>(Key(Subscription), new MergePatch(new JsonObject { ["spec"] = schedule }), default);
                return true;
            }
            catch (Exception e) when (IsAway(e))
            {
                return false;
            }
        },
        Patience);

    /// <summary>Waits until the worker has taken in that schedule, and all resources are as they should be.</summary>
    public async Task SeeRightAsync(int seconds)
    {
        await Eventually.SeeAsync(
            async () => (await SettingsAsync(User))?.Subscriptions.Single().Schedule?.Interval, interval => interval == $"{seconds}s", Patience);
        var hash = WorkerSettingsJson.Hash((await SettingsAsync(User))!);
        await Eventually.SeeAsync(
            async () => await _scenario.ScalarAsync("SELECT settings_hash FROM sessions WHERE settings_hash IS NOT NULL") as string, seen => seen == hash, Patience);
        await SeeConditionAsync<TelegramUser>(User, user => user.Status?.Conditions, Reasons.Ready);
        await SeeConditionAsync<ChannelSubscription>(Subscription, subscription => subscription.Status?.Conditions, Reasons.Ready);
        foreach (var user in _users)
        {
            await Eventually.SeeAsync(
                () => _api.GetAsync<TelegramUser>(Key(user), default),
                seen => seen.Status is { Subscriptions: 1 } status && status.ObservedGeneration == seen.Metadata.Generation,
                Patience);
            await Eventually.SeeAsync(() => SettingsAsync(user), settings => settings?.Subscriptions.Count == 1, Patience);
            await Eventually.SeeAsync(() => _api.FindAsync<StatefulSet>(Key($"{user}-worker"), default), found => found is not null, Patience);
        }
    }

    /// <summary>Checks that nothing made any worker restart, or its session unreadable, since the scene was set.</summary>
    public async Task AssertUndisturbedAsync()
    {
        await NoteSessionKeysAsync();
        var sets = await _api.ListAsync<StatefulSet>(new Selection(_options.Namespace), default);
        Assert.Equal(_users.Order().Select(user => $"{user}-worker 1"), sets.Items.Select(set => $"{set.Metadata.Name} {set.Metadata.Generation}").Order());
        Assert.False(_worker!.HasEnded);
        Assert.Equal(1L, await _scenario.ScalarAsync("SELECT epoch FROM sessions WHERE holder IS NOT NULL"));
        Assert.Single(_scenario.Telegram.World.Calls.Of("auth.signIn"));
    }

    /// <summary>Remembers each user's session key; fails when one is another than before.</summary>
    public async Task NoteSessionKeysAsync()
    {
        foreach (var secret in (await _api.ListAsync<Secret>(new Selection(_options.Namespace), default)).Items)
        {
            if (secret.Data?.GetValueOrDefault(WorkerSecrets.SessionKey) is { } bytes)
                Assert.Equal(_sessionKeys[secret.Metadata.Name] = _sessionKeys.GetValueOrDefault(secret.Metadata.Name, Convert.ToHexString(bytes)), Convert.ToHexString(bytes));
        }
    }

    /// <summary>Compares what is stored with what the server has.</summary>
    public Task<Findings> FindAsync() => Findings.OfAsync(_scenario.Database, _channel, _scenario.Telegram.World.Clients.Overlaps);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _kubelet.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_operator is not null)
            await _operator.DisposeAsync();
        await _scenario.DisposeAsync();
        await _cluster.KubectlAsync("delete", "namespace", _options.Namespace, "--wait=false");
        _api.Dispose();
        _ending.Dispose();
    }

    private async Task CreateAsync(string user, string subscription, string channel)
    {
        await _api.CreateAsync(new TelegramUser { Metadata = Metadata(user), Spec = new TelegramUserSpec() }, default);
        var spec = new ChannelSubscriptionSpec
        {
            UserRef = new UserReference { Name = user },
            Channel = channel,
            Schedule = new ScheduleSpec { Interval = "10s" },
            Backfill = new BackfillSpec { Limit = 1_000_000 },
        };
        await _api.CreateAsync(new ChannelSubscription { Metadata = Metadata(subscription), Spec = spec }, default);
    }

    private async Task StartWorkerAsync()
    {
        var settings = await Eventually.SeeAsync(() => SettingsAsync(User), seen => seen?.Subscriptions.Count == 1, Patience);
        _worker = await _scenario.StartLoggedInAsync(settings!);
        _kubelet = MountAsync(_ending.Token);
        var pod = Key($"{User}-worker-0");
        await Eventually.SeeAsync(() => _api.FindAsync<Pod>(pod, default), found => found is not null, Patience);
        var ready = new JsonObject { ["type"] = "Ready", ["status"] = "True" };
        await _api.PatchStatusAsync<Pod>(
            pod, new MergePatch(new JsonObject { ["status"] = new JsonObject { ["conditions"] = new JsonArray(ready) } }), default);
    }

    private async Task MountAsync(CancellationToken ct)
    {
        var mounted = WorkerSettingsJson.Serialize(_worker!.Settings);
        while (true)
        {
            try
            {
                if (await SettingsAsync(User) is { } settings && WorkerSettingsJson.Serialize(settings) is var text && text != mounted)
                    await _worker.WriteSettingsAsync(mounted = text);
            }
            catch (Exception e) when (IsAway(e))
            {
                // What is mounted stays.
            }
            await Task.Delay(LookEvery, ct);
        }
    }

    private async Task<WorkerSettings?> SettingsAsync(string user) =>
        (await _api.FindAsync<ConfigMap>(Key($"{user}-worker"), default))?.Data?.Values.Select(WorkerSettingsJson.Deserialize).SingleOrDefault();

    private Task SeeConditionAsync<T>(string name, Func<T, IReadOnlyList<Condition>?> conditions, string reason)
        where T : KubernetesObject, IResource => Eventually.SeeAsync(
            async () => conditions(await _api.GetAsync<T>(Key(name), default))?.FirstOrDefault(condition => condition.Type == ConditionTypes.Ready),
            ready => ready?.Reason == reason,
            Patience);

    private ObjectKey Key(string name) => new(_options.Namespace, name);

    private ObjectMeta Metadata(string name) => new() { Namespace = _options.Namespace, Name = name };

    private static bool IsAway(Exception e) => e is HttpRequestException or IOException or TaskCanceledException or TimeoutException;
}
