using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Controllers;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Bindings;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.ChannelSubscriptions;

/// <summary>Brings the status of one ChannelSubscription to what is so.</summary>
internal sealed class ChannelSubscriptionController(
    IKubernetesApi api, Caches caches, ObservationFeed observations, EventRecorder events, OperatorOptions options, TimeProvider time)
    : BoundController<ChannelSubscription, ChannelSubscriptionSpec, ChannelSubscriptionStatus, SubscriptionFacts>(
        caches.Subscriptions, new(api, events, options.VolatileStatusInterval, SubscriptionStatus.VolatileFields, time), caches, observations, time)
{
    // All subscriptions of a user: which of two of one channel counts.
    private readonly Func<ObjectKey, IReadOnlyList<ChannelSubscription>> _subscriptionsOf = caches.SubscriptionsOf;

    /// <inheritdoc/>
    protected override SubscriptionFacts Facts(ChannelSubscription resource, UserObservation? observation) => new()
    {
        Subscription = resource,
        Problem = SubscriptionVerdicts.Judge(_subscriptionsOf(resource.UserKey)).GetValueOrDefault(resource.Metadata.Name),
        Shortfall = EnrichmentShortfall.Of(options.Enrichment, resource.Spec.Enrichment),
        Observation = observation?.Subscriptions.FirstOrDefault(overview => IsOf(overview, resource)),
    };

    /// <inheritdoc/>
    protected override ChannelSubscriptionStatus Compute(SubscriptionFacts facts, DateTimeOffset now) => SubscriptionStatus.Compute(facts, now);

    /// <inheritdoc/>
    protected override IReadOnlyList<Condition> ConditionsOf(ChannelSubscriptionStatus status) => status.Conditions;

    // A row for another channel is from an earlier version of the resource.
    private static bool IsOf(SubscriptionOverview overview, ChannelSubscription subscription) =>
        string.Equals(overview.Subscription.Name, subscription.Metadata.Name, StringComparison.Ordinal)
        && string.Equals(overview.Subscription.Channel, subscription.Spec.Channel, StringComparison.Ordinal);
}
