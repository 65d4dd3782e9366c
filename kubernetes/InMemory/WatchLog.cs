using TelegramParser.Kubernetes.Api;

namespace TelegramParser.Kubernetes.InMemory;

/// <summary>The last changes, for watchers: what the API server keeps in its watch cache.</summary>
internal sealed class WatchLog(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<Change> _changes = new();
    private TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _forgotten;

    /// <summary>Appends a change and wakes the watchers.</summary>
    public void Append(Change change)
    {
        TaskCompletionSource appended;
        lock (_gate)
        {
            _changes.Enqueue(change);
            if (_changes.Count > capacity)
                _forgotten = _changes.Dequeue().ResourceVersion;
            appended = _appended;
            _appended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        appended.SetResult();
    }

    /// <summary>The changes after a resource version, waiting until there are some.</summary>
    /// <exception cref="ApiException">Changes after that version are forgotten.</exception>
    public async Task<IReadOnlyList<Change>> ReadAfterAsync(long resourceVersion, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task appended;
            lock (_gate)
            {
                if (resourceVersion < _forgotten)
                {
                    throw new ApiException(new Status(
                        410, StatusReasons.Expired, $"too old resource version: {resourceVersion} ({_forgotten})"));
                }
                var changes = _changes.Where(change => change.ResourceVersion > resourceVersion).ToList();
                if (changes.Count > 0)
                    return changes;
                appended = _appended.Task;
            }
            await appended.WaitAsync(cancellationToken);
        }
    }

    /// <summary>One write: the object before (null when new) and after (null when gone).</summary>
    public sealed record Change(long ResourceVersion, StoredObject? Before, StoredObject? After);
}
