using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Caching;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.TelegramUsers;

namespace TelegramParser.Operator.Controllers;

/// <summary>What both controllers know of the cluster.</summary>
internal sealed class Caches
{
    private readonly List<Func<CancellationToken, Task>> _informers = [];
    private readonly List<Task> _synced = [];

    public Caches(IKubernetesApi api, TimeProvider time, ILogger logger)
    {
        var owned = new Selection(Labels: new LabelSelector { MatchLabels = ChildNames.WorkerLabels });
        UserInformer = Informer<TelegramUser>(new Selection());
        SubscriptionInformer = Informer<ChannelSubscription>(new Selection());
        ConfigMapInformer = Informer<ConfigMap>(owned);
        SecretInformer = Informer<Secret>(new Selection());
        ServiceInformer = Informer<Service>(owned);
        StatefulSetInformer = Informer<StatefulSet>(owned);
        PodInformer = Informer<Pod>(owned);
        UsersNaming = Users.AddIndex(user => user.NamedSecrets);
        SubscriptionsOf = Subscriptions.AddIndex<ObjectKey>(subscription => [subscription.UserKey]);

        Informer<T> Informer<T>(Selection selection)
            where T : KubernetesObject, IResource
        {
            var informer = new Informer<T>(api, selection, time, logger);
            _informers.Add(informer.RunAsync);
            _synced.Add(informer.Synced);
            return informer;
        }
    }

    public Informer<TelegramUser> UserInformer { get; }

    public Informer<ChannelSubscription> SubscriptionInformer { get; }

    public Informer<ConfigMap> ConfigMapInformer { get; }

    public Informer<Secret> SecretInformer { get; }

    public Informer<Service> ServiceInformer { get; }

    public Informer<StatefulSet> StatefulSetInformer { get; }

    public Informer<Pod> PodInformer { get; }

    public ObjectCache<TelegramUser> Users => UserInformer.Cache;

    public ObjectCache<ChannelSubscription> Subscriptions => SubscriptionInformer.Cache;

    public ObjectCache<ConfigMap> ConfigMaps => ConfigMapInformer.Cache;

    public ObjectCache<Secret> Secrets => SecretInformer.Cache;

    public ObjectCache<Service> Services => ServiceInformer.Cache;

    public ObjectCache<StatefulSet> StatefulSets => StatefulSetInformer.Cache;

    public ObjectCache<Pod> Pods => PodInformer.Cache;

    /// <summary>Users that name a Secret, by its key.</summary>
    public Func<ObjectKey, IReadOnlyList<TelegramUser>> UsersNaming { get; }

    /// <summary>Subscriptions that name a user, by its key.</summary>
    public Func<ObjectKey, IReadOnlyList<ChannelSubscription>> SubscriptionsOf { get; }

    /// <summary>Completes when everything was listed once.</summary>
    public Task Synced => Task.WhenAll(_synced);

    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_informers.Select(run => run(cancellationToken)));
}
