using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Telegram;

namespace TelegramParser.Worker.Session;

/// <summary>
/// Gives memory back some time after a parse: TDLib unloads messages after 60 to 100 seconds, but the allocator keeps
/// their pages.
/// </summary>
internal static class IdleTrim
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(110);

    /// <summary>Runs until it is cancelled.</summary>
    public static async Task RunAsync(ParseCoordinator coordinator, TimeProvider time, CancellationToken ct)
    {
        long trimmedAfter = 0;
        while (true)
        {
            var ended = coordinator.Ended;
            await Task.Delay(Quiet, time, ct);
            if (coordinator.Running.Count > 0 || coordinator.Ended != ended || ended == trimmedAfter)
                continue;
            await Task.Run(MemoryTrim.Run, ct);
            trimmedAfter = ended;
        }
    }
}
