using Microsoft.Extensions.Logging;
using Npgsql;
using TelegramParser.Storage.Notifications;
using TelegramParser.Storage.Sessions;

namespace TelegramParser.Worker.Session;

/// <summary>Writes the state of the session to Postgres whenever it changes, and wakes the operator.</summary>
internal sealed partial class SessionReporter(
    HeldLease lease, SessionBoard board, SessionStore sessions, StateNotifier notifier, string eventLoopId, string controlUrl,
    TimeProvider time, ILogger<SessionReporter> logger)
{
    // Changes come in bursts, at a login above all: one report tells the last of them.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private SessionReport? _last;

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            var changed = board.Changed;
            var delay = await TryReportAsync(ct) ? Settle : RetryAfter;
            await Task.Delay(delay, time, ct);
            if (delay == Settle)
                await changed.WaitAsync(ct);
        }
    }

    /// <summary>Writes the state once; false when Postgres could not be reached.</summary>
    public async Task<bool> TryReportAsync(CancellationToken ct)
    {
        var login = board.Login;
        var report = new SessionReport(
            login.State, login.Reason, login.Message, board.Connection, board.SettingsHash, eventLoopId, controlUrl,
            board.LastEnd);
        try
        {
            if (report != _last)
                await sessions.ReportAsync(lease.Token, report, ct);
            _last = report;
            await notifier.NotifyAsync(lease.Token.UserId, ct);
            return true;
        }
        catch (LeaseLostException e)
        {
            lease.MarkLost(e.Message);
            return true;
        }
        catch (NpgsqlException e)
        {
            Log.NotReported(logger, e.Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "the session's state could not be reported: {Problem}")]
        public static partial void NotReported(ILogger logger, string problem);
    }
}
