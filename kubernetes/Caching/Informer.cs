using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Kubernetes.Queues;

namespace TelegramParser.Kubernetes.Caching;

/// <summary>
/// Keeps a cache of one kind in step with the API server (list, then watch; list again when a watch is too old) and tells
/// handlers what changed. Deletions that a gap in the watch hid are told after the next list.
/// </summary>
/// <param name="api">The server.</param>
/// <param name="selection">Objects to keep.</param>
/// <param name="time">Clock of retries.</param>
/// <param name="logger">Where trouble is logged.</param>
public sealed partial class Informer<T>(
    IKubernetesApi api, Selection selection, TimeProvider time, ILogger logger)
    where T : KubernetesObject, IResource
{
    private static readonly ExponentialBackoff Backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), Jitter: 0.5);

    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Action<ObjectChange<T>>> _handlers = [];

    /// <summary>The objects as last seen. Reading it before <see cref="Synced"/> sees too few.</summary>
    public ObjectCache<T> Cache { get; } = new();

    /// <summary>Completes after the first list.</summary>
    public Task Synced => _synced.Task;

    /// <summary>Adds a handler; before <see cref="RunAsync"/> only. Handlers run one after another and must be quick.</summary>
    public void OnChange(Action<ObjectChange<T>> handler) => _handlers.Add(handler);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        string? position = null;
        for (var failures = 0; ;)
        {
            try
            {
                position ??= await ListAsync(cancellationToken);
                await foreach (var change in api.WatchAsync<T>(selection, position, cancellationToken))
                {
                    position = change.ResourceVersion;
                    failures = 0;
                    Observe(change);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (ApiException e) when (e.Is(StatusReasons.Gone))
            {
                position = null;
            }
#pragma warning disable CA1031 // Whatever went wrong, the cache must come back into step.
            catch (Exception e)
#pragma warning restore CA1031
            {
                var delay = Backoff.Delay(++failures, Random.Shared.NextDouble());
                Log.Retry(logger, T.Definition.Plural, delay, e);
                await Task.Delay(delay, time, cancellationToken);
            }
        }
    }

    private async Task<string> ListAsync(CancellationToken cancellationToken)
    {
        var list = await api.ListAsync<T>(selection, cancellationToken);
        var listed = list.Items.Select(item => item.Key).ToHashSet();
        foreach (var gone in Cache.All.Where(cached => !listed.Contains(cached.Key)))
            Tell(Cache.Remove(gone.Key), after: null);
        foreach (var item in list.Items)
            Put(item);
        _synced.TrySetResult();
        return list.ResourceVersion;
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

    private void Put(T obj)
    {
        var before = Cache.Put(obj);
        if (!string.Equals(before?.Metadata.ResourceVersion, obj.Metadata.ResourceVersion, StringComparison.Ordinal))
            Tell(before, obj);
    }

    private void Tell(T? before, T? after)
    {
        if (before is null && after is null)
            return;
        foreach (var handler in _handlers)
            handler(new ObjectChange<T>(before, after));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Watching {Plural} failed; trying again in {Delay}.")]
        public static partial void Retry(ILogger logger, string plural, TimeSpan delay, Exception exception);
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
