using TelegramParser.Operator.Configuration;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Observation;

/// <summary>Reads again and again how many pages wait to be read; for metrics alone, so what fails is left to those of the database.</summary>
internal sealed class PageQueueFeed(IUserRecords records, OperatorOptions options, TimeProvider time)
{
    private volatile PageQueueState? _state;

    /// <summary>What was last read; null when it could not be.</summary>
    public PageQueueState? State => _state;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            _state = await TryReadAsync(cancellationToken);
            await Task.Delay(options.ObservationInterval, time, cancellationToken);
        }
    }

    private async Task<PageQueueState?> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await records.ReadPageQueueAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever the database's trouble is: it is tried again.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
