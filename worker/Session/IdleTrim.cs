namespace TelegramParser.Worker.Session;

/// <summary>
/// Gives memory back between parses and pages: TDLib keeps the messages that it has read until it is renewed, and the allocators keep
/// their pages until they are told to trim.
/// </summary>
internal static class IdleTrim
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(2);

    // A worker with short schedules, or on a slow machine, rests for moments only: those must not be missed.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    // A few MB. What is less goes with the next refresh.
    private const int WorthRenewing = 1_000;

    /// <summary>Runs until it is cancelled.</summary>
    /// <param name="ended">How many parses and turns of pages have ended: without more of them there is nothing new to give back.</param>
    /// <param name="isBusy">Whether one runs; it is waited for, but no longer than until the next would be due.</param>
    /// <param name="renewal">Renews the client.</param>
    /// <param name="trim">Gives back what nobody holds any more; off the event loop.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task RunAsync(
        Func<long> ended, Func<bool> isBusy, ClientRenewal renewal, Action trim, TimeProvider time, CancellationToken ct)
    {
        // The start needed more than what follows it.
        long trimmedAfter = -1;
        while (true)
        {
            await Task.Delay(Every, time, ct);
            for (var waited = TimeSpan.Zero; isBusy() && waited < Every; waited += Moment)
                await Task.Delay(Moment, time, ct);
            var before = ended();
            if (before == trimmedAfter)
                continue;
            var isWorthIt = renewal.Loaded >= WorthRenewing;
            if (isWorthIt)
                await renewal.RenewAsync(ct);
            await Task.Run(trim, ct);
            // What opening it has needed is given back the next time.
            if (!isWorthIt)
                trimmedAfter = before;
        }
    }
}
