using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using TelegramParser.Storage.Enrichment;
using TelegramParser.Worker.Loop;
using TelegramParser.Worker.Metrics;

namespace TelegramParser.Worker.Enrichment.Turns;

/// <summary>
/// Takes turns at hosts and reads their pages, a few at a time, whoever's posts link to them. At rest it holds no connection, and asks
/// the less often the longer there was nothing to do: thousands of workers share the queue.
/// </summary>
/// <remarks>Lives on the event loop; turns are used on the thread pool.</remarks>
/// <param name="userId">The user whose worker this is.</param>
/// <param name="queue">The queue.</param>
/// <param name="outcomes">Where outcomes go.</param>
/// <param name="runner">Uses turns.</param>
/// <param name="rules">How hosts are asked.</param>
/// <param name="random">From 0 up to 1, spreads workers.</param>
/// <param name="metrics">Counts outcomes.</param>
/// <param name="time">Measures waits.</param>
/// <param name="logger">Gets what failed.</param>
internal sealed partial class TurnLoop(
    long userId, PageQueueStore queue, PageOutcomeStore outcomes, TurnRunner runner, TurnRules rules, Func<double> random,
    WorkerMetrics metrics, TimeProvider time, ILogger<TurnLoop> logger)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TidyEvery = TimeSpan.FromHours(1);

    private readonly WakeSignal _queued = new();
    private readonly List<Task> _running = [];
    private TimeSpan _idle = ShortestWait;
    private bool _isFresh = true;
    private long? _tidied;

    /// <summary>Number of turns that have ended.</summary>
    public long Ended { get; private set; }

    /// <summary>Turns are being used.</summary>
    public bool IsBusy => _running.Count > 0;

    /// <summary>Tells that pages were queued.</summary>
    public void Wake() => _queued.Set();

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (true)
                await WaitAsync(await TakeAsync(ct), ct);
        }
        finally
        {
            await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <summary>Takes the turns that there are.</summary>
    /// <returns>How long to wait before looking again.</returns>
    private async Task<TimeSpan> TakeAsync(CancellationToken ct)
    {
        try
        {
            if (_isFresh)
                await queue.ReleaseAllAsync(userId, ct);
            _isFresh = false;
            while (_running.Count < rules.AtOnce)
            {
                _queued.Reset();
                if (await queue.TakeTurnAsync(userId, rules.TurnTime, ct) is not { } turn)
                    return await IdleAsync(ct);
                _running.Add(UseAsync(turn, ct));
                _idle = ShortestWait;
            }
            return Timeout.InfiniteTimeSpan;
        }
        catch (NpgsqlException e)
        {
            Log.NotTaken(logger, e.Message);
            return RetryAfter;
        }
    }

    private async Task<TimeSpan> IdleAsync(CancellationToken ct)
    {
        if (_tidied is not { } last || time.GetElapsedTime(last) > TidyEvery)
        {
            while (await queue.DeleteUnlinkedAsync(ct))
            {
            }
            _tidied = time.GetTimestamp();
        }
        var due = await queue.NextDueAsync(ct) ?? LongestWait;
        var wait = due < _idle ? _idle : due < LongestWait ? due : LongestWait;
        // Who finds nothing leaves it to those who find something.
        _idle = _idle * 2 < LongestWait ? _idle * 2 : LongestWait;
        return wait * (1 + 0.2 * random());
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task[] queued = _running.Count < rules.AtOnce ? [_queued.Task] : [];
        await Task.WhenAny([.. _running, .. queued, Task.Delay(wait, time, over.Token)]);
        await over.CancelAsync();
        ct.ThrowIfCancellationRequested();
        foreach (var ended in _running.Where(turn => turn.IsCompleted).ToList())
        {
            _running.Remove(ended);
            await ended;
        }
    }

    private async Task UseAsync(PageTurn turn, CancellationToken ct)
    {
        metrics.Turns++;
        try
        {
            var clock = Stopwatch.GetTimestamp();
            var result = await Task.Run(() => runner.RunAsync(turn, ct), ct);
            if (await EndAsync(turn, result, ct))
                metrics.TurnEnded(result.Outcome, Stopwatch.GetElapsedTime(clock));
            else
                Log.RanOut(logger, turn.Host);
            Ended++;
        }
        finally
        {
            metrics.Turns--;
        }
    }

    // What was fetched is not fetched again because Postgres was away: nobody else has the turn as long as that one does not know of it.
    private async Task<bool> EndAsync(PageTurn turn, TurnResult result, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await outcomes.EndTurnAsync(turn, result.Outcome, result.Pause, ct);
            }
            catch (NpgsqlException e)
            {
                Log.NotStored(logger, turn.Host, e.Message);
                await Task.Delay(RetryAfter, time, ct);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "the queue of pages could not be read, it is tried again: {Problem}")]
        public static partial void NotTaken(ILogger logger, string problem);

        [LoggerMessage(LogLevel.Warning, "what {Host} has answered could not be stored, it is tried again: {Problem}")]
        public static partial void NotStored(ILogger logger, string host, string problem);

        [LoggerMessage(LogLevel.Warning, "the turn of {Host} ran out before its page was stored; another worker has taken it")]
        public static partial void RanOut(ILogger logger, string host);
    }
}
