using System.Data.Common;
using TelegramParser.Storage.Access;

namespace TelegramParser.Operator.Web.Audit;

/// <summary>Deletes recorded commands that are older than they are kept, every hour and in small batches.</summary>
internal sealed partial class AuditPruner(WebOptions options, AuditStore store, TimeProvider time, ILogger<AuditPruner> logger) : BackgroundService
{
    // Whatever the time that they are kept: some 200 bytes each.
    private const int MostRecords = 1_000_000;

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Deletes all that is too old or too much.</summary>
    public async Task PruneAsync(CancellationToken cancellation)
    {
        while (await store.PruneAsync(options.Installation, time.GetUtcNow() - options.AuditKept, MostRecords, cancellation))
            cancellation.ThrowIfCancellationRequested();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await PruneAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is DbException or TimeoutException)
            {
                Log.NotPruned(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Old records of commands could not be deleted; the next try is in an hour.")]
        public static partial void NotPruned(ILogger logger, Exception exception);
    }
}
