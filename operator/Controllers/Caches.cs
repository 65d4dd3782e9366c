using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Caching;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.TelegramUsers;

namespace TelegramParser.Operator.Controllers;

/// <summary>What the controllers know of the cluster, or of the one namespace that is watched.</summary>
internal sealed class Caches
{
    private readonly List<Func<CancellationToken, Task>> _informers = [];
    private readonly List<Task> _synced = [];

    public Caches(IKubernetesApi api, string? watchNamespace, TimeProvider time, ILogger logger)
    {
        var written = new WriteThroughApi(api);
        Api = written;
        var all = new Selection(watchNamespace);
        var owned = all with { Labels = new LabelSelector { MatchLabels = ChildNames.WorkerLabels } };
        UserInformer = Informer<TelegramUser>(all);
        SubscriptionInformer = Informer<ChannelSubscription>(all);
        MonitorInformer = Informer<GroupMonitor>(all);
        ConfigMapInformer = Informer<ConfigMap>(owned);
        ServiceInformer = Informer<Service>(owned);
        ServiceAccountInformer = Informer<ServiceAccount>(owned);
        NetworkPolicyInformer = Informer<NetworkPolicy>(owned);
        StatefulSetInformer = Informer<StatefulSet>(owned);
        PodInformer = Informer<Pod>(owned);
        UsersNaming = Users.AddIndex(user => user.NamedSecrets);
        UsersIn = Users.AddIndex<string>(user => [user.Metadata.Namespace]);
        SubscriptionsOf = Subscriptions.AddIndex<ObjectKey>(subscription => [subscription.UserKey]);
        MonitorsOf = Monitors.AddIndex<ObjectKey>(monitor => [monitor.UserKey]);
        SubscriptionsNaming = Subscriptions.AddIndex(subscription => subscription.WebhookSecrets);
        MonitorsNaming = Monitors.AddIndex(monitor => monitor.WebhookSecrets);
        Secrets = new SecretCache(api, key => UsersNaming(key).Count + SubscriptionsNaming(key).Count + MonitorsNaming(key).Count > 0);
        SecretInformer = Informer<Secret>(all with { Fields = SecretCache.Selected }, Secrets.Keep, after: Task.WhenAll(UserInformer.Synced, SubscriptionInformer.Synced, MonitorInformer.Synced));
        Secrets.Use(SecretInformer.Cache);
        UserInformer.OnChange(change => Secrets.Forget(change.Before?.NamedSecrets ?? []));
        SubscriptionInformer.OnChange(change => Secrets.Forget(change.Before?.WebhookSecrets ?? []));
        MonitorInformer.OnChange(change => Secrets.Forget(change.Before?.WebhookSecrets ?? []));

        Informer<T> Informer<T>(Selection selection, Func<T, T>? keep = null, Task? after = null)
            where T : KubernetesObject, IResource
        {
            var informer = new Informer<T>(api, selection, time, logger, keep: keep);
            written.Add(informer);
            _informers.Add(async cancellationToken =>
            {
                if (after is not null)
                    await after.WaitAsync(cancellationToken);
                await informer.RunAsync(cancellationToken);
            });
            _synced.Add(informer.Synced);
            return informer;
        }
    }

    /// <summary>The server. What is written through it is in the caches at once.</summary>
    public IKubernetesApi Api { get; }

    public Informer<TelegramUser> UserInformer { get; }

    public Informer<ChannelSubscription> SubscriptionInformer { get; }

    public Informer<GroupMonitor> MonitorInformer { get; }

    public Informer<ConfigMap> ConfigMapInformer { get; }

    public Informer<Secret> SecretInformer { get; }

    public Informer<Service> ServiceInformer { get; }

    public Informer<ServiceAccount> ServiceAccountInformer { get; }

    public Informer<NetworkPolicy> NetworkPolicyInformer { get; }

    public Informer<StatefulSet> StatefulSetInformer { get; }

    public Informer<Pod> PodInformer { get; }

    public ObjectCache<TelegramUser> Users => UserInformer.Cache;

    public ObjectCache<ChannelSubscription> Subscriptions => SubscriptionInformer.Cache;

    public ObjectCache<GroupMonitor> Monitors => MonitorInformer.Cache;

    public ObjectCache<ConfigMap> ConfigMaps => ConfigMapInformer.Cache;

    public SecretCache Secrets { get; }

    public ObjectCache<Service> Services => ServiceInformer.Cache;

    public ObjectCache<ServiceAccount> ServiceAccounts => ServiceAccountInformer.Cache;

    public ObjectCache<NetworkPolicy> NetworkPolicies => NetworkPolicyInformer.Cache;

    public ObjectCache<StatefulSet> StatefulSets => StatefulSetInformer.Cache;

    public ObjectCache<Pod> Pods => PodInformer.Cache;

    /// <summary>Users that name a Secret, by its key.</summary>
    public Func<ObjectKey, IReadOnlyList<TelegramUser>> UsersNaming { get; }

    /// <summary>Subscriptions whose webhook names a Secret, by its key.</summary>
    public Func<ObjectKey, IReadOnlyList<ChannelSubscription>> SubscriptionsNaming { get; }

    /// <summary>Monitors whose webhook names a Secret, by its key.</summary>
    public Func<ObjectKey, IReadOnlyList<GroupMonitor>> MonitorsNaming { get; }

    /// <summary>Users of a namespace.</summary>
    public Func<string, IReadOnlyList<TelegramUser>> UsersIn { get; }

    /// <summary>Subscriptions that name a user, by its key.</summary>
    public Func<ObjectKey, IReadOnlyList<ChannelSubscription>> SubscriptionsOf { get; }

    /// <summary>Group monitors that name a user, by its key.</summary>
    public Func<ObjectKey, IReadOnlyList<GroupMonitor>> MonitorsOf { get; }

    /// <summary>Completes when everything was listed once.</summary>
    public Task Synced => Task.WhenAll(_synced);

    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_informers.Select(run => run(cancellationToken)));
}
