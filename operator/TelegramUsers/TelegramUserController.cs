using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Controllers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>Brings one TelegramUser to what it asks for, and its status to what is so.</summary>
internal sealed class TelegramUserController(
    IKubernetesApi api, Caches caches, ObservationFeed observations, EventRecorder events, OperatorOptions options, TimeProvider time)
{
    private readonly WorkerChildren _children = new(api, caches, options);
    private readonly NamespaceChildren _shared = new(api, caches, options);

    private readonly StatusWriter<TelegramUser, TelegramUserSpec, TelegramUserStatus> _status =
        new(api, events, options.VolatileStatusInterval, UserStatus.VolatileFields, time);

    /// <summary>One reconciliation.</summary>
    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (caches.Users.Find(key) is not { Metadata.DeletionTimestamp: null } user)
        {
            await ForgetAsync(key, cancellationToken);
            return default;
        }
        var invalid = TelegramUserValidation.Check(user);
        var blocked = await ApplyAsync(user, invalid, cancellationToken);
        if (observations.State is DatabaseState.Unknown)
            return default;
        if (observations.State is DatabaseState.Available)
            await observations.EnsureAsync(key, user.Spec.Suspend, cancellationToken);
        return await WriteStatusAsync(user, invalid, blocked, cancellationToken);
    }

    private async Task<Problem?> ApplyAsync(TelegramUser user, Problem? invalid, CancellationToken cancellationToken)
    {
        var lastGood = DesiredConfigMap.SettingsOf(caches.ConfigMaps.Find(ChildNames.Worker(user.Key)));
        var settings = DesiredSettings.Build(
            options,
            user,
            invalid is not null,
            caches.SubscriptionsOf(user.Key),
            name => string.Equals(
                caches.Subscriptions.Find(user.Key with { Name = name })?.BoundUser, user.Metadata.Name, StringComparison.Ordinal),
            lastGood);
        return await _children.ApplyAsync(user, invalid is not null, settings, cancellationToken);
    }

    private async Task<ReconcileResult> WriteStatusAsync(
        TelegramUser user, Problem? invalid, Problem? blocked, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var facts = new UserFacts
        {
            User = user,
            Invalid = invalid,
            Blocked = blocked,
            Pod = caches.Pods.Find(ChildNames.Pod(user.Key)),
            Database = observations.State,
            Observation = observations.Find(user.Key),
            Subscriptions = caches.SubscriptionsOf(user.Key).Count,
        };
        var lookAgain = await _status.WriteAsync(
            user, UserStatus.Compute(facts, now), status => status.Conditions, cancellationToken);
        var waitEnds = UserFindings.LongestWait(facts, now) - now;
        return new ReconcileResult(lookAgain < waitEnds || waitEnds is null ? lookAgain : waitEnds);
    }

    // Children go by their owner references. Posts and cursors stay.
    private async Task ForgetAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        _status.Forget(key);
        await observations.OrphanAsync(key, cancellationToken);
        await _shared.RemoveUnusedAsync(key.Namespace, cancellationToken);
    }
}
