using TelegramParser.Contracts.Resources;
using TelegramParser.Operator.Bindings;
using TelegramParser.Operator.Conditions;

namespace TelegramParser.Operator.ChannelSubscriptions;

/// <summary>The checks that a subscription's conditions are made of, beside those of <see cref="BoundFindings"/>.</summary>
internal static class SubscriptionFindings
{
    /// <summary>Whether the channel is known and can be read.</summary>
    public static Finding Resolved(SubscriptionFacts facts) => BoundFindings.Resolved(
        facts,
        facts.Observation?.Subscription.Reason,
        facts.Observation?.Subscription.Message,
        facts.Observation?.Channel is { } channel ? Finding.True(Reasons.ChannelResolved, $"The channel is '{channel.Title}'.") : null);

    /// <summary>The summary: the first check that is not as asked decides.</summary>
    public static Finding Ready(SubscriptionFacts facts, Finding resolved, Finding synced)
    {
        if (BoundFindings.NotAtWork(facts, synced, "nothing is parsed") is { } notAtWork)
            return notAtWork;
        if (resolved.Status is ConditionStatus.False)
            return resolved;
        var row = facts.Observation?.Subscription;
        if (row is { Failures: > 0 })
            return Finding.False(row.Reason ?? Reasons.ParseFailed, row.Message ?? "The last parse failed.");
        return row is { LastSuccessAt: not null }
            ? BoundFindings.AtWork(facts, string.Join(' ', new[] { "The channel is parsed on schedule.", facts.Shortfall }.OfType<string>()))
            : Finding.False(Reasons.AwaitingFirstParse, "No parse has ended yet.");
    }
}
