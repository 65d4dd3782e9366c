using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Telegram;

namespace TelegramParser.Worker.Session;

/// <summary>
/// Gives memory back some time after a parse: TDLib keeps the messages that it has read until it is renewed, and the
/// allocator keeps their pages until it is told to trim.
/// </summary>
internal static class IdleTrim
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(110);

    // About 10 MB. What is less goes with the next refresh.
    private const int WorthRenewing = 5_000;

    /// <summary>Runs until it is cancelled.</summary>
    public static async Task RunAsync(ParseCoordinator coordinator, ClientRenewal renewal, TimeProvider time, CancellationToken ct)
    {
        long trimmedAfter = 0;
        while (true)
        {
            var ended = coordinator.Ended;
            await Task.Delay(Quiet, time, ct);
            if (coordinator.Running.Count > 0 || coordinator.Ended != ended || ended == trimmedAfter)
                continue;
            if (renewal.Loaded >= WorthRenewing)
                await renewal.RenewAsync(ct);
            await Task.Run(MemoryTrim.Run, ct);
            trimmedAfter = ended;
        }
    }
}
