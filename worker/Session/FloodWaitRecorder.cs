using Microsoft.Extensions.Logging;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Limits;

namespace TelegramParser.Worker.Session;

/// <summary>Tells the next process of the waits that Telegram has asked for, and takes over those of the one before.</summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed partial class FloodWaitRecorder(SessionContext context, FloodWaits waits)
{
    private static readonly TimeSpan StoreAgainAfter = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = context.Logging.CreateLogger<FloodWaitRecorder>();

    /// <summary>Takes over the waits that are stored.</summary>
    public async Task RestoreAsync(CancellationToken ct)
    {
        foreach (var wait in await context.Stores.Sessions.ListFloodWaitsAsync(context.User.Id, ct))
            waits.Restore(wait.Method, wait.Left);
    }

    /// <summary>Stores each wait that begins.</summary>
    /// <param name="running">Ends trying again.</param>
    public void Follow(CancellationToken running) => waits.Began += (kind, wait) => OnBegan(FloodWaits.NameOf(kind), wait, running);

    private async void OnBegan(string method, TimeSpan wait, CancellationToken running)
    {
        var since = context.Time.GetTimestamp();
        context.Metrics.FloodWait(method, wait);
        Log.FloodWait(_logger, method, context.Time.GetUtcNow() + wait);
        // The next process must know of it, too: so until it is stored or has passed, or this one ends.
        while (wait - context.Time.GetElapsedTime(since) is var left && left > TimeSpan.Zero && !running.IsCancellationRequested)
        {
            try
            {
                await context.Stores.Sessions.SetFloodWaitAsync(context.Lease.Token, method, left, CancellationToken.None);
                context.Board.Touch();
                return;
            }
            catch (LeaseLostException e)
            {
                context.Lease.MarkLost(e.Message);
            }
            catch (Npgsql.NpgsqlException e)
            {
                Log.NotPersisted(_logger, e.Message);
                await Task.Delay(StoreAgainAfter, context.Time, running).ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "flood wait method={Method} until={Until:O}")]
        public static partial void FloodWait(ILogger logger, string method, DateTimeOffset until);

        [LoggerMessage(LogLevel.Warning, "the flood wait could not be stored and is tried again: {Problem}")]
        public static partial void NotPersisted(ILogger logger, string problem);
    }
}
