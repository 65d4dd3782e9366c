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
    private readonly Lock _gate = new();

    // Up to which version the watch has told everything; null before the first list.
    private string? _position;

    /// <summary>The objects as last seen. Reading it before <see cref="Synced"/> sees too few.</summary>
    public ObjectCache<T> Cache { get; } = new();

    /// <summary>Completes after the first list.</summary>
    public Task Synced => _synced.Task;

    /// <summary>Adds a handler; before <see cref="RunAsync"/> only. Handlers run one after another and must be quick.</summary>
    public void OnChange(Action<ObjectChange<T>> handler) => _handlers.Add(handler);

    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _reflector.RunAsync(Replace, Observe, cancellationToken);

    /// <summary>
    /// Takes an object in as the answer to a write has it, before the watch tells of it. Nothing when the watch is as far already, since
    /// the object may be another by now, or gone.
    /// </summary>
    internal void Take(T written)
    {
        lock (_gate)
        {
            if (ResourceVersions.IsOlder(_position, written.Metadata.ResourceVersion) && !IsPast(written.Key, written.Metadata.ResourceVersion))
                Put(written);
        }
    }

    // A list is believed in all: a server that was restored from a backup counts on from an older version.
    private void Replace(ResourceList<T> list)
    {
        lock (_gate)
        {
            _position = list.ResourceVersion;
            var listed = list.Items.Select(item => item.Key).ToHashSet();
            foreach (var gone in Cache.All.Where(cached => !listed.Contains(cached.Key)))
                Tell(Cache.Remove(gone.Key), after: null);
            foreach (var item in list.Items)
                Put(item);
        }
        _synced.TrySetResult();
    }

    private void Observe(WatchEvent<T> change)
    {
        lock (_gate)
        {
            _position = change.ResourceVersion;
            if (change.Object is not { } obj || IsPast(obj.Key, change.ResourceVersion))
                return;
            if (change.Type is WatchEventType.Deleted)
                Tell(Cache.Remove(obj.Key), after: null);
            else
                Put(obj);
        }
    }

    // Whether a later version of the object was taken in.
    private bool IsPast(ObjectKey key, string? version) => ResourceVersions.IsOlder(version, Cache.Find(key)?.Metadata.ResourceVersion);

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
