using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Npgsql;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Loop;

namespace TelegramParser.Worker.Session;

/// <summary>
/// Takes and keeps the user's lease: the right to be the only one that opens the Telegram session. Time is counted from
/// before each request, so this side always believes in less time than the database grants.
/// </summary>
/// <param name="leases">The leases; better on a connection of their own, so that a renewal never waits behind other statements.</param>
/// <param name="holder">The pod's UID.</param>
/// <param name="folder">The session folder.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
internal sealed partial class LeaseKeeper(
    LeaseStore leases, string holder, string folder, TimeProvider time, ILogger<LeaseKeeper> logger)
{
    /// <summary>How long a lease is granted.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(90);

    /// <summary>How often it is renewed.</summary>
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(30);

    /// <summary>Time before the end at which the session is closed.</summary>
    public static readonly TimeSpan CloseMargin = TimeSpan.FromSeconds(20);

    /// <summary>Time before the end at which the process ends itself if the session is still open.</summary>
    public static readonly TimeSpan KillMargin = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Waits for the lease. It is the same holder's at once, but only with the session folder free: a process that still has
    /// it open is alive, whatever holder it is.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="controlUrl">Where the control API of this process is.</param>
    /// <param name="waiting">Told, in words, while it must be waited for.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<HeldLease> AcquireAsync(long userId, string controlUrl, Action<string> waiting, CancellationToken ct)
    {
        while (true)
        {
            if (FolderLock.IsHeld(folder))
            {
                waiting("Another process has the session folder open. This worker takes over when that one has ended.");
                Log.FolderHeld(logger, folder);
                await Task.Delay(AskEvery, time, ct);
                continue;
            }
            var asked = time.GetTimestamp();
            var attempt = await leases.TryAcquireAsync(userId, holder, Duration, controlUrl, ct);
            if (attempt.Token is { } token)
            {
                Log.Acquired(logger, token.Epoch);
                return new HeldLease(token, asked, leases, time, logger);
            }
            waiting($"Another worker ({attempt.HeldBy}) holds this session; its lease runs for {attempt.RemainingByDatabase.TotalSeconds:F0} s more.");
            Log.Waiting(logger, attempt.HeldBy, attempt.RemainingByDatabase.TotalSeconds);
            // A holder that shuts down releases at once, so ask more often than its time runs.
            var wait = attempt.RemainingByDatabase < AskEvery ? attempt.RemainingByDatabase : AskEvery;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(100), time, ct);
        }
    }

    internal static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "session lease acquired epoch={Epoch}")]
        public static partial void Acquired(ILogger logger, long epoch);

        [LoggerMessage(LogLevel.Information, "session lease is held by {Holder} for another {Seconds:F0} s")]
        public static partial void Waiting(ILogger logger, string? holder, double seconds);

        [LoggerMessage(LogLevel.Information, "another process has the session folder {Folder} open")]
        public static partial void FolderHeld(ILogger logger, string folder);

        [LoggerMessage(LogLevel.Warning, "session lease not renewed, {Seconds:F0} s left: {Problem}")]
        public static partial void NotRenewed(ILogger logger, double seconds, string problem);

        [LoggerMessage(LogLevel.Error, "session lease lost: {Why}")]
        public static partial void Lost(ILogger logger, string why);

        [LoggerMessage(LogLevel.Critical, "the session is still open as its lease ends: ending this process")]
        public static partial void Killing(ILogger logger);
    }
}

/// <summary>A lease that this process holds. Disposing releases it, unless the session is still open.</summary>
internal sealed class HeldLease : IAsyncDisposable
{
    /// <summary>Name of the histogram of how long renewals take, the connection's making included.</summary>
    public const string RenewalMetric = "tgparser_lease_renewal_duration_seconds";

    /// <summary>Name of the counter of renewals that failed and were tried again.</summary>
    public const string FailureMetric = "tgparser_lease_renewal_failures_total";

    private static readonly Histogram<double> Renewals = WorkerMeter.Instance.CreateHistogram<double>(
        RenewalMetric, "s", "Time that a renewal of the session's lease took.");

    private static readonly Counter<long> Failures = WorkerMeter.Instance.CreateCounter<long>(
        FailureMetric, null, "Renewals of the session's lease that failed and were tried again.");

    private readonly LeaseStore _leases;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _guard;
    private readonly Task _renewing;
    private long _granted;
    private volatile bool _sessionOpen;

    public HeldLease(LeaseToken token, long grantedAt, LeaseStore leases, TimeProvider time, ILogger logger)
    {
        Token = token;
        _leases = leases;
        _time = time;
        _logger = logger;
        _granted = grantedAt;
        Failures.Add(0);
        // Off the event loop on purpose: a blocked loop or a frozen process must not outlive its lease.
        _guard = time.CreateTimer(_ => Guard(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        _renewing = RenewAsync();
    }

    /// <summary>What every write of the worker presents.</summary>
    public LeaseToken Token { get; }

    /// <summary>Cancelled when the session must be closed now.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Time that is surely left.</summary>
    public TimeSpan Left => LeaseKeeper.Duration - _time.GetElapsedTime(Interlocked.Read(ref _granted));

    /// <summary>The Telegram session is being opened: from here on the process does not outlive the lease.</summary>
    public void SessionOpened() => _sessionOpen = true;

    /// <summary>The Telegram session is surely closed.</summary>
    public void SessionClosed() => _sessionOpen = false;

    /// <summary>A write was refused because the lease is another's.</summary>
    public void MarkLost(string why)
    {
        if (_lost.IsCancellationRequested)
            return;
        LeaseKeeper.Log.Lost(_logger, why);
        _lost.Cancel();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // A session that could not be closed stays guarded, whatever this process still does: it ends with the lease.
        if (_sessionOpen)
            return;
        await _guard.DisposeAsync();
        try
        {
            await _leases.ReleaseAsync(Token, CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // It ends by itself; releasing only lets the next holder start sooner.
        }
        // _lost stays: a write that was under way may still find the lease lost. Without a timer it holds nothing.
        _stop.Dispose();
    }

    private async Task RenewAsync()
    {
        while (!_lost.IsCancellationRequested)
        {
            await Task.Delay(LeaseKeeper.RenewEvery, _time, _stop.Token);
            await RenewOnceAsync();
        }
    }

    private async Task RenewOnceAsync()
    {
        while (!_lost.IsCancellationRequested)
        {
            var asked = _time.GetTimestamp();
            try
            {
                using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10), _time);
                using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stop.Token);
                if (await _leases.RenewAsync(Token, LeaseKeeper.Duration, linked.Token))
                    Grant(asked);
                else
                    MarkLost("another worker has taken it");
                return;
            }
            catch (Exception e) when (e is NpgsqlException or OperationCanceledException && !_stop.IsCancellationRequested)
            {
                Failures.Add(1);
                LeaseKeeper.Log.NotRenewed(_logger, Left.TotalSeconds, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(2), _time, _stop.Token);
            }
        }
    }

    private void Grant(long asked)
    {
        Interlocked.Exchange(ref _granted, asked);
        Renewals.Record(_time.GetElapsedTime(asked).TotalSeconds);
    }

    private void Guard()
    {
        if (Left <= LeaseKeeper.CloseMargin)
            MarkLost("it could not be renewed in time");
        if (Left <= LeaseKeeper.KillMargin && _sessionOpen)
        {
            LeaseKeeper.Log.Killing(_logger);
            System.Diagnostics.Process.GetCurrentProcess().Kill();
        }
    }
}
