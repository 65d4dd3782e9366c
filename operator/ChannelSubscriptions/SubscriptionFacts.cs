using TelegramParser.Operator.Bindings;
using TelegramParser.Operator.Resources;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.ChannelSubscriptions;

/// <summary>All that a subscription's status is computed from.</summary>
internal sealed record SubscriptionFacts : BoundFacts
{
    /// <summary>The subscription.</summary>
    public required ChannelSubscription Subscription { get; init; }

    /// <summary>What of it the installation cannot do, though the channel is parsed; null when there is nothing.</summary>
    public string? Shortfall { get; init; }

    /// <summary>What the worker has recorded of this subscription.</summary>
    public SubscriptionOverview? Observation { get; init; }

    /// <inheritdoc/>
    public override IBoundResource Resource => Subscription;

    /// <inheritdoc/>
    public override bool IsGiven => Settings?.Subscriptions.Any(settings =>
        string.Equals(settings.Name, Subscription.Metadata.Name, StringComparison.Ordinal)
        && string.Equals(settings.Channel, Subscription.Spec.Channel, StringComparison.Ordinal)) == true;
}
