using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Caching;

/// <summary>
/// Keeps a cache of one kind in step with the API server and tells handlers what changed. Deletions that a gap in the watch
/// hid are told after the next list.
/// </summary>
/// <param name="api">The server.</param>
/// <param name="selection">Objects to keep.</param>
/// <param name="time">Clock of retries.</param>
/// <param name="logger">Where trouble is logged.</param>
/// <param name="random">Source of the jitter of retries.</param>
/// <param name="keep">What of an object is kept in memory; all of it when null.</param>
public sealed partial class Informer<T>(
    IKubernetesApi api, Selection selection, TimeProvider time, ILogger logger, Random? random = null, Func<T, T>? keep = null)
    where T : KubernetesObject, IResource
{
    private readonly Reflector<T> _reflector = new(api, selection, time, random ?? Random.Shared, logger);
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Action<ObjectChange<T>>> _handlers = [];

    /// <summary>The objects as last seen. Reading it before <see cref="Synced"/> sees too few.</summary>
    public ObjectCache<T> Cache { get; } = new();

    /// <summary>Completes after the first list.</summary>
    public Task Synced => _synced.Task;

    /// <summary>Adds a handler; before <see cref="RunAsync"/> only. Handlers run one after another and must be quick.</summary>
    public void OnChange(Action<ObjectChange<T>> handler) => _handlers.Add(handler);

    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _reflector.RunAsync(Replace, Observe, cancellationToken);

    private void Replace(IReadOnlyList<T> items)
    {
        var listed = items.Select(item => item.Key).ToHashSet();
        foreach (var gone in Cache.All.Where(cached => !listed.Contains(cached.Key)))
            Tell(Cache.Remove(gone.Key), after: null);
        foreach (var item in items)
            Put(item);
        _synced.TrySetResult();
    }

    private void Observe(WatchEvent<T> change)
    {
        switch (change)
        {
            case { Type: WatchEventType.Deleted, Object: { } obj }:
                Tell(Cache.Remove(obj.Key), after: null);
                break;
            case { Type: WatchEventType.Added or WatchEventType.Modified, Object: { } obj }:
                Put(obj);
                break;
        }
    }

    private void Put(T seen)
    {
        var obj = keep is null ? seen : keep(seen);
        var before = Cache.Put(obj);
        if (!string.Equals(before?.Metadata.ResourceVersion, obj.Metadata.ResourceVersion, StringComparison.Ordinal))
            Tell(before, obj);
    }

    private void Tell(T? before, T? after)
    {
        if (before is null && after is null)
            return;
        var change = new ObjectChange<T>(before, after);
        foreach (var handler in _handlers)
        {
            try
            {
                handler(change);
            }
#pragma warning disable CA1031 // One handler's failure must not hide the change from the others, nor stop the cache.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.HandlerFailed(logger, T.Definition.Kind, change.Key, e);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A handler of a change of {Kind} {Key} failed.")]
        public static partial void HandlerFailed(ILogger logger, string kind, ObjectKey key, Exception exception);
    }
}

/// <summary>One change of a cached object; at least one of the two is there.</summary>
/// <param name="Before">As it was; null when it is new.</param>
/// <param name="After">As it is; null when it is gone.</param>
public sealed record ObjectChange<T>(T? Before, T? After)
    where T : KubernetesObject, IResource
{
    /// <summary>Namespace and name.</summary>
    public ObjectKey Key => (After ?? Before!).Key;
}
