using TelegramParser.Worker.Enrichment;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Memory;

namespace TelegramParser.Worker.Session;

/// <summary>
/// Gives memory back between parses and pages: TDLib keeps the messages that it has read until it is renewed, and the allocators keep
/// their pages until they are told to trim.
/// </summary>
internal static class IdleTrim
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(2);

    // A few MB. What is less goes with the next refresh.
    private const int WorthRenewing = 1_000;

    /// <summary>Runs until it is cancelled.</summary>
    public static async Task RunAsync(ParseCoordinator coordinator, EnrichmentStage enrichment, ClientRenewal renewal, TimeProvider time, CancellationToken ct)
    {
        // The start needed more than what follows it.
        long trimmedAfter = -1;
        while (true)
        {
            await Task.Delay(Every, time, ct);
            var ended = coordinator.Ended + enrichment.Ended;
            if (coordinator.Running.Count > 0 || enrichment.IsBusy || ended == trimmedAfter)
                continue;
            var isWorthIt = renewal.Loaded >= WorthRenewing;
            if (isWorthIt)
                await renewal.RenewAsync(ct);
            await Task.Run(MemoryTrim.Run, ct);
            // TDLib frees what it held some time after it has closed, so the next time trims once more.
            if (!isWorthIt)
                trimmedAfter = ended;
        }
    }
}
