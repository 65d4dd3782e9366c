using TelegramParser.Kubernetes.Caching;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>
/// Throttles roll-outs: of the workers that are ready, only so many are replaced at a time, and when those do not become ready again, no
/// more are. What goes on is told by the StatefulSets, so a restart of the operator changes nothing. Safe for many threads.
/// </summary>
/// <param name="limit">Most workers that are being replaced at a time.</param>
/// <param name="sets">The StatefulSets as last seen.</param>
/// <param name="wake">Told of each user's worker whose turn it is.</param>
internal sealed class RolloutGate(int limit, ObjectCache<StatefulSet> sets, Action<ObjectKey> wake)
{
    private readonly Lock _gate = new();
    // Those that are being replaced, with the generation that must be reached.
    private readonly Dictionary<ObjectKey, long> _inside = [];
    private readonly Queue<ObjectKey> _waiting = new();
    private bool _isSeeded;

    /// <summary>Asks to change a StatefulSet that exists. When it must wait, it is told when to ask again.</summary>
    public bool TryEnter(StatefulSet live)
    {
        lock (_gate)
        {
            Seed();
            // A worker that is not ready has nothing to lose.
            if (live.Status is not { ReadyReplicas: > 0 } || _inside.ContainsKey(live.Key))
                return true;
            if (_inside.Count >= limit)
            {
                if (!_waiting.Contains(live.Key))
                    _waiting.Enqueue(live.Key);
                return false;
            }
            // Not left before it is known which generation the change makes.
            _inside[live.Key] = long.MaxValue;
            return true;
        }
    }

    /// <summary>Says that the change was made.</summary>
    public void Changed(StatefulSet changed)
    {
        lock (_gate)
        {
            if (_inside.ContainsKey(changed.Key))
                _inside[changed.Key] = changed.Metadata.Generation ?? 0;
        }
        // It may have been seen before this was said.
        Look(changed.Key, sets.Find(changed.Key));
    }

    /// <summary>Says that the change failed: it is tried again, and then enters again.</summary>
    public void Failed(ObjectKey key) => Look(key, live: null);

    /// <summary>Takes note of a change of a StatefulSet; null when it is gone.</summary>
    public void Look(ObjectKey key, StatefulSet? live)
    {
        var turns = new List<ObjectKey>();
        lock (_gate)
        {
            if (!_inside.TryGetValue(key, out var generation) || (live is not null && !IsSettled(live, generation)))
                return;
            _inside.Remove(key);
            for (var free = limit - _inside.Count; free > 0 && _waiting.TryDequeue(out var next); free--)
                turns.Add(next);
        }
        turns.ForEach(wake);
    }

    private void Seed()
    {
        if (_isSeeded)
            return;
        _isSeeded = true;
        foreach (var set in sets.All.Where(set => set.Status is { } status && status.CurrentRevision != status.UpdateRevision))
            _inside[set.Key] = set.Metadata.Generation ?? 0;
    }

    private static bool IsSettled(StatefulSet set, long generation) =>
        set.Metadata.Generation >= generation
        && set.Status is { ReadyReplicas: > 0 } status
        && status.ObservedGeneration >= set.Metadata.Generation
        && status.CurrentRevision == status.UpdateRevision;
}
