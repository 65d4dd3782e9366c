using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Caching;
using TelegramParser.Kubernetes.Controllers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Kubernetes.Queues;

namespace TelegramParser.Operator.Standalone.Pods;

/// <summary>
/// Plays StatefulSet controller and kubelet: for each StatefulSet of one replica and one container it keeps a Pod object, a
/// process, the files that the process mounts and a folder for each volume claim. It knows nothing of what the process does.
/// </summary>
internal sealed partial class StatefulSetRunner
{
    private const string FieldManager = "statefulset-runner";
    private const string RevisionLabel = "controller-revision-hash";
    private const int Workers = 4;

    private readonly InMemoryApi _api;
    private readonly PodOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Informer<StatefulSet> _sets;
    private readonly Informer<ConfigMap> _configMaps;
    private readonly Informer<Secret> _secrets;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly ConcurrentDictionary<ObjectKey, PodSupervisor> _pods = new();
    private readonly ConcurrentDictionary<ObjectKey, IReadOnlyList<ObjectKey>> _claims = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    public StatefulSetRunner(InMemoryApi api, PodOptions options, TimeProvider time, ILogger logger)
    {
        (_api, _options, _time, _logger) = (api, options, time, logger);
        _sets = new Informer<StatefulSet>(api, new Selection(), time, logger);
        _configMaps = new Informer<ConfigMap>(api, new Selection(), time, logger);
        _secrets = new Informer<Secret>(api, new Selection(), time, logger);
        _queue = new WorkQueue<ObjectKey>(
            StatefulSet.Definition.Plural, time, new ExponentialBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), Jitter: 0.2), Random.Shared);
        _sets.OnChange(change => _queue.Add(change.Key));
        _configMaps.OnChange(change => AddMounting(change.Key, volume => volume.ConfigMap?.Name));
        _secrets.OnChange(change => AddMounting(change.Key, volume => volume.Secret?.SecretName));
    }

    /// <summary>Ends processes of an earlier life and puts back the claims of session folders. Before anything else runs.</summary>
    public async Task RestoreAsync()
    {
        foreach (var key in _options.Folders.SessionClaims())
        {
            _api.Restore(new PersistentVolumeClaim
            {
                Metadata = new ObjectMeta { Namespace = key.Namespace, Name = key.Name, Uid = Guid.NewGuid().ToString() },
            });
        }
        await LeftoverPods.EndAllAsync(_options.Folders);
    }

    /// <summary>The pods that are kept running, each with the port of its process that has a name.</summary>
    public IReadOnlyList<(Pod Pod, int Port)> PortsOf(string name) =>
        [.. _pods.Values.Where(pod => pod.Ports.ContainsKey(name)).Select(pod => (pod.Pod, pod.Ports[name]))];

    /// <summary>Runs until cancelled, then stops all processes.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var controller = new Controller("StatefulSet", _queue, ReconcileAsync, Workers, _logger);
        try
        {
            await Task.WhenAll(
                _sets.RunAsync(cancellationToken),
                _configMaps.RunAsync(cancellationToken),
                _secrets.RunAsync(cancellationToken),
                controller.RunAsync(cancellationToken));
        }
        finally
        {
            await Task.WhenAll(_pods.Keys.Select(StopAsync));
            _queue.Dispose();
            _http.Dispose();
        }
    }

    private async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (_sets.Cache.Find(key) is not { Spec.Replicas: not 0 } set)
        {
            await RemoveAsync(key, cancellationToken);
            return default;
        }
        await ClaimAsync(set, cancellationToken);
        var hash = Hash(set.Spec.Template);
        if (_pods.TryGetValue(key, out var running) && !string.Equals(running.TemplateHash, hash, StringComparison.Ordinal))
        {
            await StopAsync(key);
            await DeletePodAsync(key, cancellationToken);
        }
        var pod = await PodAsync(set, hash, cancellationToken);
        if (PodMounts.Write(pod.Spec, _options.Folders.Pod(pod.Key), Find(_configMaps, key), Find(_secrets, key)) is { } missing)
            Log.Waiting(_logger, pod.Key, missing);
        else if (!_pods.ContainsKey(key))
            Start(set, pod, hash);
        return default;
    }

    private void Start(StatefulSet set, Pod pod, string hash)
    {
        var claims = (set.Spec.VolumeClaimTemplates ?? []).Select(claim => claim.Metadata.Name).ToHashSet(StringComparer.Ordinal);
        var supervisor = new PodSupervisor(
            pod,
            hash,
            _options,
            ports => PodEnvironment.Build(pod, pod.Spec.Containers[0], FolderOf, ports, Find(_secrets, set.Key)),
            new ReadinessProbe(_http, _time),
            state => ReportAsync(set.Key, pod.Key, state),
            _time,
            _logger);
        _pods[set.Key] = supervisor;
        supervisor.Start();

        string FolderOf(string volume) => claims.Contains(volume)
            ? _options.Folders.Session(ClaimKey(set, volume))
            : Path.Combine(_options.Folders.Pod(pod.Key), volume);
    }

    private async Task ReportAsync(ObjectKey setKey, ObjectKey podKey, PodState state)
    {
        if (await _api.FindAsync<Pod>(podKey, CancellationToken.None) is { } pod)
            await _api.UpdateStatusAsync(pod with { Status = state.ToStatus() }, CancellationToken.None);
        if (await _api.FindAsync<StatefulSet>(setKey, CancellationToken.None) is { } set)
        {
            var status = new StatefulSetStatus
            {
                ObservedGeneration = set.Metadata.Generation ?? 0,
                Replicas = 1,
                ReadyReplicas = state.Ready ? 1 : 0,
            };
            await _api.UpdateStatusAsync(set with { Status = status }, CancellationToken.None);
        }
    }

    private async Task<Pod> PodAsync(StatefulSet set, string hash, CancellationToken cancellationToken)
    {
        var key = PodKey(set.Key);
        if (await _api.FindAsync<Pod>(key, cancellationToken) is { } live)
            return live;
        var pod = new Pod
        {
            Metadata = new ObjectMeta
            {
                Namespace = key.Namespace,
                Name = key.Name,
                Labels = new Dictionary<string, string>(
                    set.Spec.Template.Metadata.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal)
                {
                    [RevisionLabel] = hash,
                },
            },
            Spec = set.Spec.Template.Spec,
        };
        if (PodRecord.Read(_options.Folders.Pod(key)) is { } record && string.Equals(record.TemplateHash, hash, StringComparison.Ordinal))
        {
            _api.Restore(pod with { Metadata = pod.Metadata with { Uid = record.Uid, CreationTimestamp = _time.GetUtcNow() } });
            return await _api.GetAsync<Pod>(key, cancellationToken);
        }
        return await _api.CreateAsync(pod, cancellationToken);
    }

    // As the StatefulSet controller does: the claim is named after template and pod, and stays when the set goes, unless
    // its owner goes too.
    private async Task ClaimAsync(StatefulSet set, CancellationToken cancellationToken)
    {
        _claims[set.Key] = [.. (set.Spec.VolumeClaimTemplates ?? []).Select(template => ClaimKey(set, template.Metadata.Name))];
        foreach (var template in set.Spec.VolumeClaimTemplates ?? [])
        {
            var key = ClaimKey(set, template.Metadata.Name);
            StandaloneFolders.CreateFolder(_options.Folders.Session(key));
            await _api.ApplyAsync(
                template with { Metadata = template.Metadata with { Namespace = key.Namespace, Name = key.Name } },
                FieldManager,
                cancellationToken);
        }
    }

    private async Task RemoveAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        await StopAsync(key);
        await DeletePodAsync(key, cancellationToken);
        if (_options.Folders.Pod(PodKey(key)) is var podFolder && Directory.Exists(podFolder))
            Directory.Delete(podFolder, recursive: true);
        // A set without pods keeps its claims; they go, with their folders, when their owner does.
        var kept = new List<ObjectKey>();
        foreach (var claim in _claims.TryRemove(key, out var claims) ? claims : [])
        {
            if (await _api.FindAsync<PersistentVolumeClaim>(claim, cancellationToken) is not null)
                kept.Add(claim);
            else
                Directory.Delete(_options.Folders.Session(claim), recursive: true);
        }
        if (_sets.Cache.Find(key) is not null)
            _claims[key] = kept;
    }

    private async Task StopAsync(ObjectKey key)
    {
        if (_pods.TryRemove(key, out var supervisor))
            await supervisor.DisposeAsync();
    }

    private async Task DeletePodAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (await _api.FindAsync<Pod>(PodKey(key), cancellationToken) is { } pod)
            await _api.DeleteAsync<Pod>(pod.Key, new Preconditions(pod.Metadata.Uid), cancellationToken);
    }

    private void AddMounting(ObjectKey source, Func<Volume, string?> sourceOf)
    {
        foreach (var set in _sets.Cache.All.Where(set =>
            string.Equals(set.Metadata.Namespace, source.Namespace, StringComparison.Ordinal)
            && set.Spec.Template.Spec.Volumes?.Any(volume => string.Equals(sourceOf(volume), source.Name, StringComparison.Ordinal)) == true))
        {
            _queue.Add(set.Key);
        }
    }

    private static Func<string, T?> Find<T>(Informer<T> informer, ObjectKey set)
        where T : KubernetesObject, IResource => name => informer.Cache.Find(set with { Name = name });

    private static ObjectKey PodKey(ObjectKey set) => set with { Name = $"{set.Name}-0" };

    private static ObjectKey ClaimKey(StatefulSet set, string template) => set.Key with { Name = $"{template}-{set.Metadata.Name}-0" };

    private static string Hash(PodTemplate template) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(KubernetesJson.ToNode(template)!.ToJsonString())))[..10];

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "Pod {Pod} waits: {Missing}.")]
        public static partial void Waiting(ILogger logger, ObjectKey pod, string missing);
    }
}
