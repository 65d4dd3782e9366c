using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Metrics;

namespace TelegramParser.Kubernetes.Election;

/// <summary>
/// Lets one of several processes work, with the semantics of client-go's <c>tools/leaderelection</c>: they compete for a Lease,
/// the leader renews it, and gives up before the others may take over. A fence for the writes of a leader that was stopped for
/// long it is not: those need preconditions.
/// </summary>
/// <param name="api">
/// The server, by a client of its own: behind the many requests of the work a renewal could come too late.
/// </param>
/// <param name="options">The Lease and its times.</param>
/// <param name="time">Clock; only spans of it count, so that processes need not agree on the time.</param>
/// <param name="random">Source of the jitter between tries.</param>
/// <param name="logger">Where changes are logged.</param>
public sealed partial class LeaderElector(
    IKubernetesApi api, LeaderElectionOptions options, TimeProvider time, Random random, ILogger logger)
{
    internal const double Jitter = 1.2;

    private readonly LeaseClaim _claim = new(api, Valid(options), time);
    private volatile bool _leading;

    /// <summary>Whether this process leads.</summary>
    public bool IsLeader => _leading;

    /// <summary>Waits to be elected, then works until the work ends, the token is cancelled or the leadership is lost.</summary>
    /// <param name="work">What only one process may do. Its token is cancelled when it must stop.</param>
    /// <param name="cancellationToken">Ends it, and releases the Lease after the work has ended.</param>
    /// <exception cref="LeadershipLostException">
    /// The Lease could not be renewed in time. Thrown before another process can lead, even if the work has not ended by then:
    /// the process must.
    /// </exception>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await AcquireAsync(cancellationToken);
        Log.Elected(logger, options.Identity, options.Lease.ToString());
        using var working = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var renewing = new CancellationTokenSource();
        _leading = true;
        LeaderMetrics.Leads(options.Lease.Name, true);
        try
        {
            var done = Task.Run(() => work(working.Token), CancellationToken.None);
            var lost = RenewAsync(renewing.Token);
            if (await Task.WhenAny(done, lost) == lost)
                await LoseAsync(done, working);
            await renewing.CancelAsync();
            await lost.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ReleaseAsync();
            await done;
        }
        finally
        {
            _leading = false;
            LeaderMetrics.Leads(options.Lease.Name, false);
        }
    }

    private static LeaderElectionOptions Valid(LeaderElectionOptions options)
    {
        LeaderElectionOptions.Validate(options);
        return options;
    }

    private async Task AcquireAsync(CancellationToken cancellationToken)
    {
        var holder = "";
        while (!await TryAsync(options.RenewDeadline, cancellationToken))
        {
            if (holder != _claim.Holder)
                Log.Led(logger, options.Lease.ToString(), holder = _claim.Holder);
            // Spread, so that those who wait do not all ask at once.
            await Task.Delay(options.RetryPeriod * (1 + (Jitter - 1) * random.NextDouble()), time, cancellationToken);
        }
    }

    // Ends when the leadership is lost.
    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(options.RetryPeriod, time, cancellationToken);
            var left = options.RenewDeadline - _claim.SinceRenewal;
            if (left <= TimeSpan.Zero)
                return;
            await TryAsync(left, cancellationToken);
            // A Lease that somebody deleted is made again; one that another process holds is lost.
            if (_claim.SinceRenewal >= options.RenewDeadline || (_claim.Holder.Length > 0 && !_claim.IsMine))
                return;
        }
    }

    private async Task<bool> TryAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await _claim.TryAsync(either.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever went wrong, the next try may go well; the deadline decides.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.Failed(logger, options.Lease.ToString(), e.Message, logger.IsEnabled(LogLevel.Debug) ? e : null);
            return false;
        }
    }

    private async Task LoseAsync(Task done, CancellationTokenSource working)
    {
        _leading = false;
        Log.Lost(logger, options.Lease.ToString());
        await working.CancelAsync();
        // The time until others may lead.
        var grace = Task.Delay(options.LeaseDuration - options.RenewDeadline, time, CancellationToken.None);
        await Task.WhenAny(done, grace);
        throw new LeadershipLostException($"The Lease {options.Lease} was not renewed within {options.RenewDeadline.TotalSeconds:F0} s; {options.Identity} leads no more.");
    }

    private async Task ReleaseAsync()
    {
        using var timeout = new CancellationTokenSource(options.RenewDeadline, time);
        try
        {
            await _claim.ReleaseAsync(timeout.Token);
            Log.Released(logger, options.Lease.ToString());
        }
#pragma warning disable CA1031 // Others then wait until the Lease has run out.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.Failed(logger, options.Lease.ToString(), e.Message, logger.IsEnabled(LogLevel.Debug) ? e : null);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Identity} leads by the Lease {Lease}.")]
        public static partial void Elected(ILogger logger, string identity, string lease);

        [LoggerMessage(Level = LogLevel.Information, Message = "Waiting for the Lease {Lease}, which {Holder} holds.")]
        public static partial void Led(ILogger logger, string lease, string holder);

        [LoggerMessage(Level = LogLevel.Error, Message = "The Lease {Lease} is lost.")]
        public static partial void Lost(ILogger logger, string lease);

        [LoggerMessage(Level = LogLevel.Information, Message = "Released the Lease {Lease}.")]
        public static partial void Released(ILogger logger, string lease);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The Lease {Lease} could not be written or read: {Reason}")]
        public static partial void Failed(ILogger logger, string lease, string reason, Exception? trace);
    }
}
