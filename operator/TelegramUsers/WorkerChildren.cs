using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Operator.Children;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Notifying;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>Brings a user's ConfigMap, Secret and StatefulSet, and what they need of their namespace, to what they should be.</summary>
internal sealed class WorkerChildren(
    IKubernetesApi api, Caches caches, NamespaceChildren shared, RolloutGate rollout, OperatorOptions options)
{
    private readonly ChildApplier _children = new(api);

    /// <summary>Applies what can be applied.</summary>
    /// <param name="user">The user.</param>
    /// <param name="invalid">Whether its spec cannot be used: then only its subscriptions may change.</param>
    /// <param name="settings">What the worker is told; null when nothing usable was ever said.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What keeps the worker from running as asked; null when nothing does.</returns>
    public async Task<Problem?> ApplyAsync(
        TelegramUser user, bool invalid, WorkerSettings? settings, CancellationToken cancellationToken)
    {
        if (settings is not null)
        {
            var live = caches.ConfigMaps.Find(ChildNames.Worker(user.Key));
            await _children.ApplyAsync(DesiredConfigMap.Build(user, settings), live, cancellationToken);
        }
        if (invalid)
            return null;
        if (await ApplySecretAsync(user, cancellationToken) is { } problem)
            return problem;
        await shared.ApplyAsync(user.Metadata.Namespace, cancellationToken);
        return await ApplyStatefulSetAsync(user, cancellationToken);
    }

    /// <summary>Ends a user's worker; volume and Secret stay.</summary>
    public async Task StopAsync(TelegramUser user, CancellationToken cancellationToken)
    {
        if (caches.StatefulSets.Find(ChildNames.Worker(user.Key)) is not { } live || SessionVolume.Of(live) is not { } volume)
            return;
        await _children.ApplyAsync(DesiredStatefulSet.Build(options, user, volume, replicas: 0), live, cancellationToken);
    }

    private async Task<Problem?> ApplyStatefulSetAsync(TelegramUser user, CancellationToken cancellationToken)
    {
        var live = caches.StatefulSets.Find(ChildNames.Worker(user.Key));
        var made = SessionVolume.Of(live);
        var desired = DesiredStatefulSet.Build(options, user, made ?? SessionVolume.Wanted(options, user));
        if (live is null)
            await _children.ApplyAsync(desired, live, cancellationToken);
        else if (!ChildApplier.IsApplied(desired, live) && rollout.TryEnter(live))
            await ReplaceAsync(desired, live, cancellationToken);
        return SessionVolume.Mismatch(user, made);
    }

    private async Task ReplaceAsync(StatefulSet desired, StatefulSet live, CancellationToken cancellationToken)
    {
        try
        {
            rollout.Changed(await _children.ApplyAsync(desired, live, cancellationToken));
        }
        catch
        {
            rollout.Failed(live.Key);
            throw;
        }
    }

    private async Task<Problem?> ApplySecretAsync(TelegramUser user, CancellationToken cancellationToken)
    {
        IBoundResource[] bound = [.. caches.SubscriptionsOf(user.Key), .. caches.MonitorsOf(user.Key)];
        var named = new Dictionary<string, Secret>(StringComparer.Ordinal);
        foreach (var key in user.NamedSecrets.Concat(bound.SelectMany(resource => resource.WebhookSecrets)).Distinct())
        {
            if (await caches.Secrets.FindNamedAsync(key, cancellationToken) is { } secret)
                named[key.Name] = secret;
        }
        var (given, missing) = WorkerCredentials.Collect(options, user, named.GetValueOrDefault);
        if (given is null)
            return missing;
        var webhooks = WebhookCredentials.Collect(bound.Select(resource => resource.Notify), named.GetValueOrDefault);
        var (live, lost) = await WithSessionKeyAsync(user, cancellationToken);
        if (live is null)
            return lost;
        var desired = DesiredSecret.Build(options, user, DesiredSecret.SessionKeyOf(live)!, given.Concat(webhooks).ToDictionary(StringComparer.Ordinal));
        await _children.ApplyAsync(desired, live, cancellationToken);
        return null;
    }

    // The key is made once, by a create that fails when somebody was faster, and only where no session can exist that was
    // encrypted with another one. The cache may be behind, so the server itself is asked before.
    private async Task<(Secret? Live, Problem? Lost)> WithSessionKeyAsync(TelegramUser user, CancellationToken cancellationToken)
    {
        var key = ChildNames.Worker(user.Key);
        var live = caches.Secrets.FindOwn(key) ?? await api.FindAsync<Secret>(key, cancellationToken);
        if (DesiredSecret.SessionKeyOf(live) is not null)
            return (live, null);
        var claim = ChildNames.SessionClaim(user.Key);
        if (live is not null || await api.FindAsync<PersistentVolumeClaim>(claim, cancellationToken) is not null)
        {
            return (null, new Problem(
                Reasons.SessionKeyMissing,
                $"The session volume {claim.Name} is encrypted with a key that Secret '{key.Name}' held and that is gone. "
                + "Restore the Secret, or delete it, the StatefulSet of the same name and the volume claim, and log in again."));
        }
        return (await api.CreateAsync(DesiredSecret.WithNewSessionKey(user), cancellationToken), null);
    }
}
