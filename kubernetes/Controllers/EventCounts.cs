using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Controllers;

/// <summary>How often Events that this process has written were recorded, as far as it remembers. Safe for many threads.</summary>
internal sealed class EventCounts
{
    private const int Most = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<ObjectKey, int> _counts = [];
    private readonly Queue<ObjectKey> _oldestFirst = new();

    /// <summary>The count with one more; null when the Event is not known.</summary>
    public int? Next(ObjectKey key)
    {
        lock (_gate)
            return _counts.TryGetValue(key, out var count) ? _counts[key] = count + 1 : null;
    }

    /// <summary>Remembers the count of an Event.</summary>
    public void Remember(ObjectKey key, int count)
    {
        lock (_gate)
        {
            if (!_counts.ContainsKey(key))
                _oldestFirst.Enqueue(key);
            _counts[key] = count;
            if (_oldestFirst.Count > Most)
                _counts.Remove(_oldestFirst.Dequeue());
        }
    }
}
