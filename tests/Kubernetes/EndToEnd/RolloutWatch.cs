using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Http;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.TelegramUsers;

namespace TelegramParser.KubernetesTests.EndToEnd;

/// <summary>
/// Counts how many of some workers were being replaced at once. It goes by the API server's own sequence of changes, so nothing is
/// missed between two looks.
/// </summary>
internal sealed class RolloutWatch : IAsyncDisposable
{
    private readonly HttpKubernetesApi _api;
    private readonly Selection _selection;
    private readonly HashSet<string> _workers;
    private readonly string _before;
    private readonly HashSet<string> _inReplacement = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;
    private volatile int _most;

    private RolloutWatch(Installation installation, IEnumerable<string> workers, string before)
    {
        _api = installation.Cluster.Connect("rollout-watch/1.0");
        // Others, such as Postgres, have more in them than the object model knows.
        _selection = new Selection(installation.Namespace, new LabelSelector { MatchLabels = ChildNames.WorkerLabels });
        _workers = workers.ToHashSet(StringComparer.Ordinal);
        _before = before;
    }

    /// <summary>Most so far.</summary>
    public int Most => _most;

    /// <summary>Starts.</summary>
    /// <param name="installation">Where the workers are.</param>
    /// <param name="workers">Names of their StatefulSets.</param>
    /// <param name="before">Tag of the image that all of them have.</param>
    public static async Task<RolloutWatch> StartAsync(Installation installation, IEnumerable<string> workers, string before)
    {
        var watch = new RolloutWatch(installation, workers, before);
        var list = await watch._api.ListAsync<StatefulSet>(watch._selection, CancellationToken.None);
        watch._watching = watch.WatchAsync(list.ResourceVersion!);
        return watch;
    }

    /// <summary>Stops watching.</summary>
    /// <exception cref="ApiException">The watch could not go on, so that it may have missed something.</exception>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
        _api.Dispose();
    }

    private async Task WatchAsync(string version)
    {
        try
        {
            while (true)
            {
                await foreach (var change in _api.WatchAsync<StatefulSet>(_selection, version, _stop.Token))
                {
                    version = change.ResourceVersion!;
                    if (change.Object is { } set && _workers.Contains(set.Metadata.Name))
                        Look(set);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Asked to.
        }
    }

    private void Look(StatefulSet set)
    {
        if (IsInReplacement(set))
            _inReplacement.Add(set.Metadata.Name);
        else
            _inReplacement.Remove(set.Metadata.Name);
        _most = Math.Max(_most, _inReplacement.Count);
    }

    private bool IsInReplacement(StatefulSet set) =>
        !set.Spec.Template.Spec.Containers[0].Image.EndsWith($":{_before}", StringComparison.Ordinal)
        && !(set.Status is { ReadyReplicas: > 0 } status
            && status.ObservedGeneration >= set.Metadata.Generation
            && status.CurrentRevision == status.UpdateRevision);
}
