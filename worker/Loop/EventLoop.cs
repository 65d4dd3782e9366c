using System.Diagnostics.Metrics;
using System.Security.Cryptography;

namespace TelegramParser.Worker.Loop;

/// <summary>
/// One dedicated thread that runs callbacks in the order in which they were posted, with the semantics of Python's
/// asyncio: code that starts on the loop continues on the loop after every <c>await</c>, so that what only the loop
/// touches needs no lock. <see cref="InvokeAsync(Func{Task})"/> is the door in from other threads.
/// </summary>
/// <remarks>Code on the loop must not block; <see cref="Lag"/> tells when it did.</remarks>
public sealed class EventLoop : IAsyncDisposable
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);

    private static readonly Gauge<double> LagGauge = WorkerMeter.Instance.CreateGauge<double>(
        "tgparser_event_loop_lag_seconds", "s", "Time that a callback waits before the event loop runs it.");

    private static readonly ObservableCounter<long> OffLoopCalls = WorkerMeter.Instance.CreateObservableCounter(
        "tgparser_event_loop_off_loop_calls_total", () => Interlocked.Read(ref _offLoopCalls), "{call}", "Calls refused because they came from another thread.");

    private static long _offLoopCalls;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closed = new();
    private readonly LoopSynchronizationContext _context;
    private readonly Action<Exception> _onUnhandled;
    private readonly TimeProvider _time;
    private readonly Thread _thread;
    private readonly ITimer _heartbeat;
    private Queue<Callback> _queue = new();
    private bool _closing;
    private long _lastHeartbeat;
    private long _beatPostedAt;
    private long _lagTicks;

    /// <summary>Starts the loop.</summary>
    /// <param name="onUnhandled">
    /// Gets, on the loop, every exception that leaves a posted callback (an <c>async void</c> method included), where
    /// no caller waits for it. A handler that throws ends the process.
    /// </param>
    /// <param name="time">Measures the lag; the system's clock when null.</param>
    public EventLoop(Action<Exception> onUnhandled, TimeProvider? time = null)
    {
        _onUnhandled = onUnhandled;
        _time = time ?? TimeProvider.System;
        _context = new LoopSynchronizationContext(this);
        _lastHeartbeat = _time.GetUtcNow().UtcTicks;
        _thread = new Thread(Run) { IsBackground = true, Name = $"loop-{Id}" };
        _thread.Start();
        _heartbeat = _time.CreateTimer(_ => Beat(), state: null, HeartbeatInterval, HeartbeatInterval);
    }

    /// <summary>Short random id, eight hex digits: names this loop in log lines and in <c>/status</c>.</summary>
    public string Id { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    /// <summary>Whether the calling code runs on the loop.</summary>
    public bool IsOnLoop => Thread.CurrentThread == _thread;

    /// <summary>When the loop last ran its periodic tick.</summary>
    public DateTimeOffset LastHeartbeat => new(Interlocked.Read(ref _lastHeartbeat), TimeSpan.Zero);

    /// <summary>How long a callback waits before it runs: the age of the tick that waits now, else that of the last one.</summary>
    public TimeSpan Lag
    {
        get
        {
            var postedAt = Interlocked.Read(ref _beatPostedAt);
            var waiting = postedAt == 0 ? TimeSpan.Zero : _time.GetUtcNow() - new DateTimeOffset(postedAt, TimeSpan.Zero);
            var last = new TimeSpan(Interlocked.Read(ref _lagTicks));
            return waiting > last ? waiting : last;
        }
    }

    /// <summary>Refuses a call from another thread.</summary>
    /// <exception cref="InvalidOperationException">The calling code does not run on this loop.</exception>
    public void VerifyAccess()
    {
        if (IsOnLoop)
            return;
        Interlocked.Increment(ref _offLoopCalls);
        throw new InvalidOperationException(
            $"This call belongs on event loop {Id}, but came from thread {Environment.CurrentManagedThreadId}: use InvokeAsync.");
    }

    /// <summary>
    /// Runs a callback on the loop, after those that wait already. Does nothing once the loop is disposed, as nobody
    /// waits for the callback.
    /// </summary>
    public void Post(Action callback) => Enqueue(static state => ((Action)state!)(), callback);

    /// <summary>Runs work on the loop; the task ends with it.</summary>
    /// <exception cref="ObjectDisposedException">The loop is disposed, or was before the work ended.</exception>
    public Task InvokeAsync(Func<Task> work) => InvokeAsync(async () =>
    {
        await work();
        return true;
    });

    /// <summary>Runs work on the loop; the task ends with it and holds its result.</summary>
    /// <exception cref="ObjectDisposedException">The loop is disposed, or was before the work ended.</exception>
    public async Task<T> InvokeAsync<T>(Func<Task<T>> work)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!Enqueue(_ => _ = CompleteAsync(work, result), state: null))
            throw Disposed();
        await using var registration = _closed.Token.Register(() => result.TrySetException(Disposed()));
        return await result.Task;
    }

    /// <summary>Runs what is queued, then ends the thread. Work that still waits for something fails.</summary>
    /// <exception cref="InvalidOperationException">Called on the loop, which cannot wait for its own end.</exception>
    public async ValueTask DisposeAsync()
    {
        if (IsOnLoop)
            throw new InvalidOperationException($"Event loop {Id} cannot dispose itself: dispose it from another thread.");
        await _heartbeat.DisposeAsync();
        lock (_gate)
            _closing = true;
        _wake.Release();
        await _ended.Task;
    }

    /// <summary>Queues a callback; false when the loop takes no more.</summary>
    internal bool Enqueue(SendOrPostCallback callback, object? state)
    {
        lock (_gate)
        {
            if (_closing)
                return false;
            _queue.Enqueue(new Callback(callback, state));
            if (_queue.Count > 1)
                return true;
        }
        _wake.Release();
        return true;
    }

    private static async Task CompleteAsync<T>(Func<Task<T>> work, TaskCompletionSource<T> result)
    {
        try
        {
            result.TrySetResult(await work());
        }
        catch (OperationCanceledException cancelled)
        {
            result.TrySetCanceled(cancelled.CancellationToken);
        }
        catch (Exception error)
        {
            result.TrySetException(error);
        }
    }

    private void Run()
    {
        SynchronizationContext.SetSynchronizationContext(_context);
        var batch = new Queue<Callback>();
        while (true)
        {
            _wake.Wait();
            lock (_gate)
                (_queue, batch) = (batch, _queue);
            while (batch.TryDequeue(out var callback))
                RunOne(callback);
            lock (_gate)
            {
                if (_closing && _queue.Count == 0)
                    break;
            }
        }
        _closed.Cancel();
        _ended.SetResult();
    }

    private void RunOne(Callback callback)
    {
        try
        {
            callback.Run(callback.State);
        }
        catch (Exception error)
        {
            _onUnhandled(error);
        }
    }

    private void Beat()
    {
        var now = _time.GetUtcNow();
        if (Interlocked.CompareExchange(ref _beatPostedAt, now.UtcTicks, 0) != 0)
        {
            LagGauge.Record(Lag.TotalSeconds);
            return;
        }
        Post(() =>
        {
            var ranAt = _time.GetUtcNow();
            Interlocked.Exchange(ref _lagTicks, (ranAt - now).Ticks);
            Interlocked.Exchange(ref _lastHeartbeat, ranAt.UtcTicks);
            Interlocked.Exchange(ref _beatPostedAt, 0);
            LagGauge.Record(Lag.TotalSeconds);
        });
    }

    private ObjectDisposedException Disposed() => new(nameof(EventLoop), $"Event loop {Id} is disposed.");

    private readonly record struct Callback(SendOrPostCallback Run, object? State);
}
