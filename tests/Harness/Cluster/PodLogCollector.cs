using System.Collections.Concurrent;
using TelegramParser.Harness.Secrets;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Http;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Harness.Cluster;

/// <summary>What the pods of a namespace print, from their first line on, those included that are deleted meanwhile; searched for secrets.</summary>
public sealed class PodLogCollector : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly HttpKubernetesApi _api;
    private readonly string _ns;
    private readonly Func<ObjectMeta, bool> _isOurs;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<(string Uid, string Container, int Restarts), Task> _followed = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Task _looking;

    private PodLogCollector(HttpKubernetesApi api, string ns, Func<ObjectMeta, bool> isOurs)
    {
        (_api, _ns, _isOurs) = (api, ns, isOurs);
        _looking = LookAsync(_stop.Token);
    }

    /// <summary>Begins.</summary>
    /// <param name="cluster">Where.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="isOurs">Which pods, by their metadata; all when null.</param>
    public static PodLogCollector Start(KubernetesCluster cluster, string ns, Func<ObjectMeta, bool>? isOurs = null) =>
        new(cluster.Connect("tests-pod-logs/1.0"), ns, isOurs ?? (static _ => true));

    /// <summary>What was printed since the last <see cref="VerifyAsync"/>, each line behind its pod and container.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Searches what was printed since the last time for all known secrets, and for what the namespace's Secrets hold.</summary>
    /// <exception cref="InvalidOperationException">There is one; the message says which and where.</exception>
    public async Task VerifyAsync()
    {
        foreach (var secret in (await _api.ListAsync<Secret>(new Selection(_ns), _stop.Token)).Items)
            KnownSecrets.AddSecret(secret.Metadata.Name, secret.Data);
        List<string> lines = [];
        while (_lines.TryDequeue(out var line))
            lines.Add(line);
        KnownSecrets.Verify($"the pods of {_ns}", lines);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_followed.Values.Append(_looking)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _api.Dispose();
        _stop.Dispose();
    }

    private async Task LookAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(LookEvery);
        do
        {
            try
            {
                foreach (var pod in (await _api.ListAsync<LoggedPod>(new Selection(_ns), ct)).Items.Where(pod => _isOurs(pod.Metadata)))
                {
                    foreach (var run in pod.Runs)
                        _ = _followed.GetOrAdd((pod.Metadata.Uid!, run.Name, run.RestartCount), key => FollowAsync(pod.Key, key, ct));
                }
            }
            catch (Exception e) when (IsPassing(e))
            {
                // Some tests take the API server away.
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    // Until the container ends. Where the way to it ends before, it is followed anew from its beginning, as long as its pod is there.
    private async Task FollowAsync(ObjectKey pod, (string Uid, string Container, int Restarts) key, CancellationToken ct)
    {
        await Task.Yield();
        try
        {
            using var reader = new StreamReader(await _api.Logs.OpenAsync(pod, new PodLogOptions(key.Container, Follow: true), ct));
            while (await reader.ReadLineAsync(ct) is { } line)
                _lines.Enqueue($"{pod.Name}/{key.Container}: {line}");
        }
        catch (Exception e) when (IsPassing(e))
        {
            _followed.TryRemove(key, out _);
        }
    }

    private static bool IsPassing(Exception e) => e is ApiException or HttpRequestException or IOException or TimeoutException;

    /// <summary>A pod with those of its containers, too, that run before the others.</summary>
    private sealed record LoggedPod() : KubernetesObject(Definition), IResource
    {
        public static ResourceDefinition Definition => Pod.Definition;

        public LoggedStatus? Status { get; init; }

        /// <summary>Containers that have printed, or may have.</summary>
        public IEnumerable<ContainerStatus> Runs => (Status?.InitContainerStatuses ?? []).Concat(Status?.ContainerStatuses ?? [])
            .Where(container => container.State is { Waiting: null } || container.RestartCount > 0);
    }

    private sealed record LoggedStatus
    {
        public IReadOnlyList<ContainerStatus>? InitContainerStatuses { get; init; }

        public IReadOnlyList<ContainerStatus>? ContainerStatuses { get; init; }
    }
}
