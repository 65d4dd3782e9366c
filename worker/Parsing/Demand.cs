using TelegramParser.Contracts.Resources;

namespace TelegramParser.Worker.Parsing;

/// <summary>
/// What a channel is read for: the subscription as it is asked for now. It ends when the subscription is removed, suspended or
/// given another channel, and what reads for it then ends, too, between two pages.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class Demand
{
    private readonly CancellationTokenSource _ended = new();

    /// <summary>Cancelled when it ends.</summary>
    public CancellationToken Token => _ended.Token;

    /// <summary>Why it has ended; null while it lasts.</summary>
    public ParseFailure? End { get; private set; }

    /// <summary>The subscription is gone.</summary>
    public void Removed(string name) => Cease(Reasons.SubscriptionRemoved,
        $"Subscription '{name}' was removed while its channel was read. What was read until then is stored.");

    /// <summary>The subscription, or its user, is suspended from now on.</summary>
    public void Suspended(string name) => Cease(Reasons.Suspended,
        $"Subscription '{name}' or its user was suspended while its channel was read. What was read until then is stored, and reading goes on from there when nothing is suspended, or when it is asked for again.");

    /// <summary>The subscription is for another channel from now on.</summary>
    public void Replaced(string before, string now) => Cease(Reasons.SettingsPending,
        $"The subscription was changed from {before} to {now} while {before} was read. What was read until then is stored; {now} is read next.");

    private void Cease(string reason, string message)
    {
        End = new ParseFailure(reason, message);
        _ended.Cancel();
    }
}
