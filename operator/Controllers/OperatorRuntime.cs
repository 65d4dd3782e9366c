using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Caching;
using TelegramParser.Kubernetes.Controllers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Kubernetes.Queues;
using TelegramParser.Operator.ChannelSubscriptions;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Metrics;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;
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
    private readonly WorkQueue<ObjectKey> _userQueue;
    private readonly WorkQueue<ObjectKey> _subscriptionQueue;
    private readonly RolloutGate _rollout;
    private readonly Controller _users;
    private readonly Controller _subscriptions;

    public OperatorRuntime(
        IKubernetesApi api, IUserRecords records, OperatorOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<OperatorRuntime>();
        var events = new EventRecorder(api, Annotations.Operator, time, loggers.CreateLogger<EventRecorder>());
        _caches = new Caches(api, options.WatchNamespace, time, logger);
        _observations = new ObservationFeed(records, options, time, loggers.CreateLogger<ObservationFeed>());
        _pages = new PageQueueFeed(records, options, time);
        _fleet = new FleetMetrics(_caches, _observations, _pages, options, time);
        _userQueue = new WorkQueue<ObjectKey>(TelegramUser.Definition.Plural, time, Backoff, Random.Shared);
        _subscriptionQueue = new WorkQueue<ObjectKey>(ChannelSubscription.Definition.Plural, time, Backoff, Random.Shared);
        _rollout = new RolloutGate(options.MaxUnavailable, _caches.StatefulSets, worker => AddOwner(_caches.StatefulSets.Find(worker)));
        var workers = new ControlClient(options.Installation, options.ControlKey, time, loggers.CreateLogger<ControlClient>());
        _users = new Controller(
            TelegramUser.Definition.Kind,
            _userQueue,
            new TelegramUserController(api, _caches, _observations, events, _rollout, workers, options, time).ReconcileAsync,
            options.Workers,
            logger);
        _subscriptions = new Controller(
            ChannelSubscription.Definition.Kind,
            _subscriptionQueue,
            new ChannelSubscriptionController(api, _caches, _observations, events, options, time).ReconcileAsync,
            options.Workers,
            logger);
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
            _users.RunAsync(cancellationToken),
            _subscriptions.RunAsync(cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _userQueue.Dispose();
        _subscriptionQueue.Dispose();
        _fleet.Dispose();
    }

    // Who is looked at again when something changes.
    private void Connect()
    {
        _caches.UserInformer.OnChange(change => AddUserAndSubscriptions(change.Key));
        _caches.SubscriptionInformer.OnChange(change =>
        {
            foreach (var subscription in new[] { change.Before, change.After }.OfType<ChannelSubscription>())
            {
                AddUser(subscription.UserKey);
                AddUser(subscription.Key with { Name = subscription.BoundUser });
                // A sibling for the same channel may be the first one now.
                AddSubscriptions(subscription.UserKey);
            }
            _subscriptionQueue.Add(change.Key);
        });
        _caches.ConfigMapInformer.OnChange(change => OwnersOf(change, AddUserAndSubscriptions));
        _caches.StatefulSetInformer.OnChange(change =>
        {
            _rollout.Look(change.Key, change.After);
            OwnersOf(change, AddUser);
        });
        _caches.PodInformer.OnChange(change => OwnersOf(change, AddUser));
        _caches.SecretInformer.OnChange(change =>
        {
            OwnersOf(change, AddUser);
            foreach (var user in _caches.UsersNaming(change.Key))
                AddUser(user.Key);
        });
        _observations.OnChange(AddUserAndSubscriptions, AddAll);
    }

    private void AddUser(ObjectKey user) => _userQueue.Add(user);

    private void AddSubscriptions(ObjectKey user)
    {
        foreach (var subscription in _caches.SubscriptionsOf(user))
            _subscriptionQueue.Add(subscription.Key);
    }

    private void AddUserAndSubscriptions(ObjectKey user)
    {
        AddUser(user);
        AddSubscriptions(user);
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
    }

    private static void OwnersOf<T>(ObjectChange<T> change, Action<ObjectKey> add)
        where T : KubernetesObject, IResource
    {
        if ((change.After ?? change.Before)!.Metadata.Labels?.GetValueOrDefault(ChildNames.UserLabel) is { } user)
            add(change.Key with { Name = user });
    }
}
