using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Workers;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Enrichment;

/// <summary>
/// Tells workers that pages were queued. It only saves time: a worker that is not told looks into the queue by itself.
/// </summary>
internal sealed class EnrichmentWaker(WebOptions options, UserQueries users, ControlClient control)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Tells the first worker that answers.</summary>
    /// <param name="userIds">Users whose workers may be told.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Whether one was told.</returns>
    public async Task<bool> TellAsync(IEnumerable<long> userIds, CancellationToken cancellation)
    {
        foreach (var id in userIds)
        {
            if (await users.FindAsync(options.Installation, id, cancellation) is { } user && WorkerAddress.Find(user) is { } worker
                && await TellAsync(worker, cancellation))
            {
                return true;
            }
        }
        return false;
    }

    private async Task<bool> TellAsync(WorkerAddress worker, CancellationToken cancellation)
    {
        try
        {
            return (await control.SendAsync(
                worker, HttpMethod.Post, ControlPaths.WakeEnrichment, body: null, ControlJson.Default.WakeReport, Patience, cancellation)).Woken;
        }
        catch (ControlException)
        {
            // Away, or of a version that knows no such command.
            return false;
        }
    }
}
