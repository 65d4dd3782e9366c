using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Caching;
using TelegramParser.Kubernetes.Controllers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Kubernetes.Queues;
using TelegramParser.Operator.ApiTokens;
using TelegramParser.Operator.ChannelSubscriptions;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.GroupMonitors;
using TelegramParser.Operator.Metrics;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.Retention;
using TelegramParser.Operator.TelegramUsers;
using TelegramParser.Operator.Workers;

namespace TelegramParser.Operator.Controllers;

/// <summary>The controllers with what they share: one reconciliation code for every API server.</summary>
internal sealed class OperatorRuntime : IDisposable
{
    private static readonly ExponentialBackoff Backoff = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromMinutes(5), Jitter: 0.2);

    private readonly Caches _caches;
    private readonly ObservationFeed _observations;
    private readonly PageQueueFeed _pages;
    private readonly FleetMetrics _fleet;
    private readonly RetentionKeeper _retention;
    private readonly WorkQueue<ObjectKey> _userQueue;
    private readonly WorkQueue<ObjectKey> _subscriptionQueue;
    private readonly WorkQueue<ObjectKey> _monitorQueue;
    private readonly WorkQueue<ObjectKey> _tokenQueue;
    private readonly RolloutGate _rollout;
    private readonly Controller _users;
    private readonly Controller _subscriptions;
    private readonly Controller _monitors;
    private readonly ApiTokenController _tokenController;
    private readonly Controller _tokens;

    public OperatorRuntime(
        IKubernetesApi api, IUserRecords records, OperatorOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<OperatorRuntime>();
        var events = new EventRecorder(api, Annotations.Operator, time, loggers.CreateLogger<EventRecorder>());
        _caches = new Caches(api, options.WatchNamespace, time, logger);
        _observations = new ObservationFeed(records, options, time, loggers.CreateLogger<ObservationFeed>());
        _pages = new PageQueueFeed(records, options, time);
        _fleet = new FleetMetrics(_caches, _observations, _pages, options, time);
        _retention = new RetentionKeeper(_observations, time, loggers.CreateLogger<RetentionKeeper>());
        _userQueue = new WorkQueue<ObjectKey>(TelegramUser.Definition.Plural, time, Backoff, Random.Shared);
        _subscriptionQueue = new WorkQueue<ObjectKey>(ChannelSubscription.Definition.Plural, time, Backoff, Random.Shared);
        _monitorQueue = new WorkQueue<ObjectKey>(GroupMonitor.Definition.Plural, time, Backoff, Random.Shared);
        _tokenQueue = new WorkQueue<ObjectKey>(Secret.Definition.Plural, time, Backoff, Random.Shared);
        _rollout = new RolloutGate(options.MaxUnavailable, _caches.StatefulSets, worker => AddOwner(_caches.StatefulSets.Find(worker)));
        var workers = new ControlClient(options.Installation, options.ControlKey, time, loggers.CreateLogger<ControlClient>());
        _users = new Controller(
            TelegramUser.Definition.Kind,
            _userQueue,
            new TelegramUserController(_caches.Api, _caches, _observations, _retention, events, _rollout, workers, options, time).ReconcileAsync,
            options.Workers,
            logger);
        _subscriptions = new Controller(
            ChannelSubscription.Definition.Kind,
            _subscriptionQueue,
            new ChannelSubscriptionController(_caches.Api, _caches, _observations, events, options, time).ReconcileAsync,
            options.Workers,
            logger);
        _monitors = new Controller(
            GroupMonitor.Definition.Kind,
            _monitorQueue,
            new GroupMonitorController(_caches.Api, _caches, _observations, events, options, time).ReconcileAsync,
            options.Workers,
            logger);
        _tokenController = new ApiTokenController(_caches.Api, _caches, records, events, options, time);
        _tokens = new Controller(Secret.Definition.Kind, _tokenQueue, _tokenController.ReconcileAsync, options.Workers, logger);
        Connect();
    }

    /// <summary>Whether the caches are filled, so that work has begun.</summary>
    public bool IsSynced => _caches.Synced.IsCompletedSuccessfully;

    /// <summary>Runs until cancelled. Nothing is reconciled before the caches are filled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var caches = _caches.RunAsync(cancellationToken);
        await await Task.WhenAny(_caches.Synced, caches);
        await Task.WhenAll(
            caches,
            _observations.RunAsync(cancellationToken),
            _pages.RunAsync(cancellationToken),
            _retention.RunAsync(cancellationToken),
            _users.RunAsync(cancellationToken),
            _subscriptions.RunAsync(cancellationToken),
            _monitors.RunAsync(cancellationToken),
            _tokens.RunAsync(cancellationToken),
            _tokenController.QueueKnownAsync(key => _tokenQueue.Add(key), cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _userQueue.Dispose();
        _subscriptionQueue.Dispose();
        _monitorQueue.Dispose();
        _tokenQueue.Dispose();
        _fleet.Dispose();
        _retention.Dispose();
    }

    // Who is looked at again when something changes.
    private void Connect()
    {
        _caches.UserInformer.OnChange(change => AddUserAndBound(change.Key));
        _caches.SubscriptionInformer.OnChange(change =>
        {
            foreach (var subscription in Versions(change))
            {
                AddUsersOf(subscription);
                // A sibling for the same channel may be the first one now.
                AddSubscriptions(subscription.UserKey);
            }
            _subscriptionQueue.Add(change.Key);
        });
        _caches.MonitorInformer.OnChange(change =>
        {
            foreach (var monitor in Versions(change))
                AddUsersOf(monitor);
            _monitorQueue.Add(change.Key);
        });
        _caches.ConfigMapInformer.OnChange(change => OwnersOf(change, AddUserAndBound));
        _caches.StatefulSetInformer.OnChange(change =>
        {
            _rollout.Look(change.Key, change.After);
            OwnersOf(change, AddUser);
        });
        _caches.PodInformer.OnChange(change => OwnersOf(change, AddUser));
        _caches.SecretInformer.OnChange(change =>
        {
            OwnersOf(change, AddUser);
            if (Versions(change).Any(TokenSecret.IsOne))
                _tokenQueue.Add(change.Key);
            foreach (var user in _caches.UsersNaming(change.Key))
                AddUser(user.Key);
            foreach (var subscription in _caches.SubscriptionsNaming(change.Key))
            {
                AddUser(subscription.UserKey);
                _subscriptionQueue.Add(subscription.Key);
            }
            foreach (var monitor in _caches.MonitorsNaming(change.Key))
            {
                AddUser(monitor.UserKey);
                _monitorQueue.Add(monitor.Key);
            }
        });
        _observations.OnChange(AddUserAndBound, AddAll);
    }

    private static IEnumerable<T> Versions<T>(ObjectChange<T> change)
        where T : KubernetesObject, IResource => new[] { change.Before, change.After }.OfType<T>();

    private void AddUser(ObjectKey user) => _userQueue.Add(user);

    private void AddSubscriptions(ObjectKey user)
    {
        foreach (var subscription in _caches.SubscriptionsOf(user))
            _subscriptionQueue.Add(subscription.Key);
    }

    // The one that it names, and the one that it was given to.
    private void AddUsersOf(IBoundResource resource)
    {
        AddUser(resource.UserKey);
        AddUser(resource.UserKey with { Name = resource.BoundUser });
    }

    private void AddUserAndBound(ObjectKey user)
    {
        AddUser(user);
        AddSubscriptions(user);
        foreach (var monitor in _caches.MonitorsOf(user))
            _monitorQueue.Add(monitor.Key);
    }

    private void AddOwner(StatefulSet? worker)
    {
        if (worker?.Metadata.Labels?.GetValueOrDefault(ChildNames.UserLabel) is { } user)
            AddUser(worker.Key with { Name = user });
    }

    private void AddAll()
    {
        foreach (var user in _caches.Users.All)
            AddUser(user.Key);
        foreach (var subscription in _caches.Subscriptions.All)
            _subscriptionQueue.Add(subscription.Key);
        foreach (var monitor in _caches.Monitors.All)
            _monitorQueue.Add(monitor.Key);
    }

    private static void OwnersOf<T>(ObjectChange<T> change, Action<ObjectKey> add)
        where T : KubernetesObject, IResource
    {
        if ((change.After ?? change.Before)!.Metadata.Labels?.GetValueOrDefault(ChildNames.UserLabel) is { } user)
            add(change.Key with { Name = user });
    }
}
