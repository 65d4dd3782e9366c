using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Caching;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Children;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Controllers;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>What all workers of a namespace share: Service, ServiceAccount and NetworkPolicy. It goes with the last user.</summary>
internal sealed class NamespaceChildren(IKubernetesApi api, Caches caches, OperatorOptions options)
{
    private readonly ChildApplier _children = new(api);

    /// <summary>Brings the objects to what they should be.</summary>
    public async Task ApplyAsync(string ns, CancellationToken cancellationToken)
    {
        await ApplyAsync(DesiredService.Build(ns), caches.Services, cancellationToken);
        await ApplyAsync(DesiredServiceAccount.Build(ns), caches.ServiceAccounts, cancellationToken);
        if (options.Network is { } network)
            await ApplyAsync(DesiredNetworkPolicy.Build(network, ns), caches.NetworkPolicies, cancellationToken);
        else
            await DeleteAsync(ns, ChildNames.NetworkPolicy, caches.NetworkPolicies, cancellationToken);
    }

    /// <summary>Removes the objects if the namespace has no user any more.</summary>
    public async Task RemoveUnusedAsync(string ns, CancellationToken cancellationToken)
    {
        if (caches.UsersIn(ns).Count > 0)
            return;
        await DeleteAsync(ns, ChildNames.Service, caches.Services, cancellationToken);
        await DeleteAsync(ns, ChildNames.ServiceAccount, caches.ServiceAccounts, cancellationToken);
        await DeleteAsync(ns, ChildNames.NetworkPolicy, caches.NetworkPolicies, cancellationToken);
    }

    private Task ApplyAsync<T>(T desired, ObjectCache<T> cache, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => _children.ApplyAsync(desired, cache.Find(desired.Key), cancellationToken);

    private async Task DeleteAsync<T>(string ns, string name, ObjectCache<T> cache, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource
    {
        if (cache.Find(new ObjectKey(ns, name)) is not { } live)
            return;
        try
        {
            await api.DeleteAsync<T>(live.Key, new Preconditions(live.Metadata.Uid), cancellationToken);
        }
        catch (ApiException e) when (e.Is(StatusReasons.NotFound))
        {
            // The cache is behind.
        }
    }
}
