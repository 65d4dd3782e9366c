using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Caching;
using TelegramParser.Kubernetes.Controllers;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Notifying;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.TelegramUsers;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Bindings;

/// <summary>
/// Brings the status of one resource to what is so that is a part of a worker's work. What it asks for reaches the worker with its user.
/// </summary>
/// <param name="known">The resources of this kind.</param>
/// <param name="status">Writes their statuses.</param>
/// <param name="caches">What is known of the cluster.</param>
/// <param name="observations">What workers have recorded.</param>
/// <param name="time">Clock.</param>
internal abstract class BoundController<TResource, TSpec, TStatus, TFacts>(
    ObjectCache<TResource> known, StatusWriter<TResource, TSpec, TStatus> status, Caches caches, ObservationFeed observations, TimeProvider time)
    where TResource : CustomResource<TSpec, TStatus>, IResource, IBoundResource
    where TSpec : class
    where TStatus : class
    where TFacts : BoundFacts
{
    /// <summary>One reconciliation.</summary>
    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (known.Find(key) is not { Metadata.DeletionTimestamp: null } resource)
        {
            status.Forget(key);
            return default;
        }
        if (observations.State is DatabaseState.Unknown)
            return default;
        var computed = Compute(await FactsAsync(resource, cancellationToken), time.GetUtcNow());
        return new ReconcileResult(await status.WriteAsync(resource, computed, ConditionsOf, cancellationToken));
    }

    /// <summary>What is known of this kind of resource alone.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="observation">What the worker of its user has recorded; null when it has nothing.</param>
    protected abstract TFacts Facts(TResource resource, UserObservation? observation);

    /// <summary>The status from all that is known.</summary>
    protected abstract TStatus Compute(TFacts facts, DateTimeOffset now);

    /// <summary>The conditions of a status.</summary>
    protected abstract IReadOnlyList<Condition> ConditionsOf(TStatus status);

    private async Task<TFacts> FactsAsync(TResource resource, CancellationToken cancellationToken)
    {
        var user = resource.UserKey;
        var observation = observations.Find(user);
        BoundFacts facts = Facts(resource, observation);
        return (TFacts)(facts with
        {
            Notifying = await WebhookCredentials.CheckAsync(resource, caches.Secrets, cancellationToken),
            User = caches.Users.Find(user),
            Settings = DesiredConfigMap.SettingsOf(caches.ConfigMaps.Find(ChildNames.Worker(user))),
            Database = observations.State,
            LoadedHash = observation?.Overview.Session?.SettingsHash,
        });
    }
}
