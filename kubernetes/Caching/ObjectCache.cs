using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Caching;

/// <summary>The objects of one kind as a reflector last saw them, with indexes. Safe for many threads.</summary>
public sealed class ObjectCache<T>
    where T : KubernetesObject, IResource
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ObjectKey, T> _objects = [];
    private readonly List<IIndex> _indexes = [];

    private interface IIndex
    {
        void Add(T obj);

        void Remove(T obj);
    }

    /// <summary>All objects.</summary>
    public IReadOnlyList<T> All
    {
        get
        {
            lock (_gate)
                return [.. _objects.Values];
        }
    }

    /// <summary>One object, or null.</summary>
    public T? Find(ObjectKey key)
    {
        lock (_gate)
            return _objects.GetValueOrDefault(key);
    }

    /// <summary>Adds an index: the keys under which an object can be looked up, the same ones whenever it is asked.</summary>
    /// <returns>The look-up: all objects under a key.</returns>
    public Func<TKey, IReadOnlyList<T>> AddIndex<TKey>(Func<T, IEnumerable<TKey>> keysOf)
        where TKey : notnull
    {
        var index = new Index<TKey>(keysOf);
        lock (_gate)
        {
            foreach (var obj in _objects.Values)
                index.Add(obj);
            _indexes.Add(index);
        }
        return key =>
        {
            lock (_gate)
                return index.Find(key);
        };
    }

    /// <summary>Puts an object in and returns what was there before.</summary>
    internal T? Put(T obj)
    {
        lock (_gate)
        {
            var before = RemoveLocked(obj.Key);
            _objects[obj.Key] = obj;
            foreach (var index in _indexes)
                index.Add(obj);
            return before;
        }
    }

    /// <summary>Takes an object out and returns it, or null.</summary>
    internal T? Remove(ObjectKey key)
    {
        lock (_gate)
            return RemoveLocked(key);
    }

    private T? RemoveLocked(ObjectKey key)
    {
        if (!_objects.Remove(key, out var before))
            return null;
        foreach (var index in _indexes)
            index.Remove(before);
        return before;
    }

    private sealed class Index<TKey>(Func<T, IEnumerable<TKey>> keysOf) : IIndex
        where TKey : notnull
    {
        private readonly Dictionary<TKey, Dictionary<ObjectKey, T>> _entries = [];

        public IReadOnlyList<T> Find(TKey key) => _entries.TryGetValue(key, out var found) ? [.. found.Values] : [];

        public void Add(T obj)
        {
            foreach (var key in keysOf(obj))
            {
                if (!_entries.TryGetValue(key, out var entry))
                    _entries[key] = entry = [];
                entry[obj.Key] = obj;
            }
        }

        public void Remove(T obj)
        {
            foreach (var key in keysOf(obj))
            {
                if (_entries.TryGetValue(key, out var entry) && entry.Remove(obj.Key) && entry.Count == 0)
                    _entries.Remove(key);
            }
        }
    }
}
