using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Controllers;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Notifying;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.TelegramUsers;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.ChannelSubscriptions;

/// <summary>
/// Brings the status of one ChannelSubscription to what is so. What it asks for reaches the worker with its user.
/// </summary>
internal sealed class ChannelSubscriptionController(
    IKubernetesApi api, Caches caches, ObservationFeed observations, EventRecorder events, OperatorOptions options, TimeProvider time)
{
    private readonly StatusWriter<ChannelSubscription, ChannelSubscriptionSpec, ChannelSubscriptionStatus> _status =
        new(api, events, options.VolatileStatusInterval, SubscriptionStatus.VolatileFields, time);

    /// <summary>One reconciliation.</summary>
    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (caches.Subscriptions.Find(key) is not { Metadata.DeletionTimestamp: null } subscription)
        {
            _status.Forget(key);
            return default;
        }
        if (observations.State is DatabaseState.Unknown)
            return default;
        var status = SubscriptionStatus.Compute(await FactsAsync(subscription, cancellationToken), time.GetUtcNow());
        var lookAgain = await _status.WriteAsync(subscription, status, written => written.Conditions, cancellationToken);
        return new ReconcileResult(lookAgain);
    }

    private async Task<SubscriptionFacts> FactsAsync(ChannelSubscription subscription, CancellationToken cancellationToken)
    {
        var user = subscription.UserKey;
        var observation = observations.Find(user);
        return new SubscriptionFacts
        {
            Subscription = subscription,
            Problem = SubscriptionVerdicts.Judge(caches.SubscriptionsOf(user)).GetValueOrDefault(subscription.Metadata.Name),
            Shortfall = EnrichmentShortfall.Of(options.Enrichment, subscription.Spec.Enrichment),
            Notifying = await WebhookCredentials.CheckAsync(subscription, caches.Secrets, cancellationToken),
            User = caches.Users.Find(user),
            Settings = DesiredConfigMap.SettingsOf(caches.ConfigMaps.Find(ChildNames.Worker(user))),
            Database = observations.State,
            LoadedHash = observation?.Overview.Session?.SettingsHash,
            Observation = observation?.Subscriptions.FirstOrDefault(overview => IsOf(overview, subscription)),
        };
    }

    // A row for another channel is from an earlier version of the resource.
    private static bool IsOf(SubscriptionOverview overview, ChannelSubscription subscription) =>
        string.Equals(overview.Subscription.Name, subscription.Metadata.Name, StringComparison.Ordinal)
        && string.Equals(overview.Subscription.Channel, subscription.Spec.Channel, StringComparison.Ordinal);
}
