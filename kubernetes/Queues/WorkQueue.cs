using TelegramParser.Kubernetes.Metrics;

namespace TelegramParser.Kubernetes.Queues;

/// <summary>
/// A queue of keys to work on, with the semantics of client-go's <c>util/workqueue</c>: a key that is queued already is not
/// queued twice, a key that is being worked on is not handed out before <see cref="Done"/>, and is handed out again
/// afterwards when it was added meanwhile. Safe for many threads.
/// </summary>
public sealed class WorkQueue<TKey> : IDisposable
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Queue<TKey> _ready = new();
    // Keys to be worked on, with when they were added.
    private readonly Dictionary<TKey, long> _dirty = [];
    // Keys that are worked on, with since when.
    private readonly Dictionary<TKey, long> _processing = [];
    private readonly Dictionary<TKey, Delayed> _delayed = [];
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly SemaphoreSlim _available = new(0);
    private readonly TimeProvider _time;
    private readonly ExponentialBackoff _backoff;
    private readonly Random _random;
    private readonly QueueMetrics _metrics;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="name">The queue's name in metrics.</param>
    /// <param name="time">Clock of delayed adds and of metrics.</param>
    /// <param name="backoff">Delays of <see cref="AddRateLimited"/>.</param>
    /// <param name="random">Source of the jitter.</param>
    public WorkQueue(string name, TimeProvider time, ExponentialBackoff backoff, Random random)
    {
        (_time, _backoff, _random) = (time, backoff, random);
        _metrics = new QueueMetrics(name, LongestRunning);
    }

    /// <summary>Keys that wait to be worked on now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _ready.Count;
        }
    }

    /// <summary>Queues a key, unless it is queued.</summary>
    public void Add(TKey key)
    {
        lock (_gate)
        {
            if (!_dirty.TryAdd(key, _time.GetTimestamp()))
                return;
            if (_processing.ContainsKey(key))
                return;
            Enqueue(key);
        }
        _available.Release();
    }

    /// <summary>Queues a key after a delay. Of several delayed adds of one key, the earliest counts.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }
        var due = _time.GetUtcNow() + delay;
        lock (_gate)
        {
            if (_delayed.TryGetValue(key, out var earlier))
            {
                if (earlier.Due <= due)
                    return;
                earlier.Timer.Dispose();
            }
            var timer = _time.CreateTimer(_ => Elapsed(key, due), state: null, delay, Timeout.InfiniteTimeSpan);
            _delayed[key] = new Delayed(due, timer);
        }
    }

    /// <summary>Queues a key that failed, after a delay that grows until <see cref="Forget"/>. Returns the delay.</summary>
    public TimeSpan AddRateLimited(TKey key)
    {
        TimeSpan delay;
        lock (_gate)
        {
            var failures = _failures[key] = _failures.GetValueOrDefault(key) + 1;
            delay = _backoff.Delay(failures, _random.NextDouble());
        }
        _metrics.Retried();
        AddAfter(key, delay);
        return delay;
    }

    /// <summary>Ends a key's row of failures.</summary>
    public void Forget(TKey key)
    {
        lock (_gate)
            _failures.Remove(key);
    }

    /// <summary>Takes the next key, waiting for one. The caller must call <see cref="Done"/> for it.</summary>
    public async Task<TKey> TakeAsync(CancellationToken cancellationToken)
    {
        await _available.WaitAsync(cancellationToken);
        lock (_gate)
        {
            var key = _ready.Dequeue();
            _dirty.Remove(key, out var added);
            _processing[key] = _time.GetTimestamp();
            _metrics.Taken(_time.GetElapsedTime(added));
            return key;
        }
    }

    /// <summary>Says that work on a key has ended, well or not.</summary>
    public void Done(TKey key)
    {
        lock (_gate)
        {
            if (_processing.Remove(key, out var started))
                _metrics.Done(_time.GetElapsedTime(started));
            if (!_dirty.ContainsKey(key))
                return;
            Enqueue(key);
        }
        _available.Release();
    }

    /// <summary>Drops delayed adds.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var delayed in _delayed.Values)
                delayed.Timer.Dispose();
            _delayed.Clear();
            _metrics.Dropped(_ready.Count);
            _ready.Clear();
        }
        _available.Dispose();
    }

    private TimeSpan LongestRunning()
    {
        lock (_gate)
            return _processing.Count == 0 ? TimeSpan.Zero : _time.GetElapsedTime(_processing.Values.Min());
    }

    private void Enqueue(TKey key)
    {
        _ready.Enqueue(key);
        _metrics.Queued();
    }

    private void Elapsed(TKey key, DateTimeOffset due)
    {
        lock (_gate)
        {
            if (!_delayed.TryGetValue(key, out var delayed) || delayed.Due != due)
                return;
            _delayed.Remove(key);
            delayed.Timer.Dispose();
        }
        Add(key);
    }

    private readonly record struct Delayed(DateTimeOffset Due, ITimer Timer);
}
