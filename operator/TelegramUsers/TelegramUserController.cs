using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Caching;
using TelegramParser.Kubernetes.Controllers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.GroupMonitors;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.Retention;
using TelegramParser.Operator.Workers;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>Brings one TelegramUser to what it asks for, and its status to what is so.</summary>
internal sealed class TelegramUserController
{
    private readonly Caches _caches;
    private readonly ObservationFeed _observations;
    private readonly RetentionKeeper _retention;
    private readonly OperatorOptions _options;
    private readonly TimeProvider _time;
    private readonly NamespaceChildren _shared;
    private readonly WorkerChildren _children;
    private readonly PodTouch _touch;
    private readonly LostPods _lostPods;
    private readonly UserFinalizer _finalizer;
    private readonly StatusWriter<TelegramUser, TelegramUserSpec, TelegramUserStatus> _status;

    public TelegramUserController(
        IKubernetesApi api,
        Caches caches,
        ObservationFeed observations,
        RetentionKeeper retention,
        EventRecorder events,
        RolloutGate rollout,
        ControlClient workers,
        OperatorOptions options,
        TimeProvider time)
    {
        (_caches, _observations, _retention, _options, _time) = (caches, observations, retention, options, time);
        _shared = new NamespaceChildren(api, caches, options);
        _children = new WorkerChildren(api, caches, _shared, rollout, options);
        _touch = new PodTouch(api, time);
        _lostPods = new LostPods(api, observations, events, time);
        _finalizer = new UserFinalizer(api, caches, observations, _children, workers, events, time);
        _status = new StatusWriter<TelegramUser, TelegramUserSpec, TelegramUserStatus>(
            api, events, options.VolatileStatusInterval, UserStatus.VolatileFields, time);
    }

    /// <summary>One reconciliation.</summary>
    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (_caches.Users.Find(key) is not { } user)
        {
            await ForgetAsync(key, cancellationToken);
            return default;
        }
        var pod = _caches.Pods.Find(ChildNames.Pod(key));
        var podLeft = await _lostPods.LookAsync(user, pod, cancellationToken);
        if (user.Metadata.DeletionTimestamp is not null)
        {
            _retention.Forget(key);
            if (!UserFinalizer.Holds(user))
                await ForgetAsync(key, cancellationToken);
            else
                return Earliest((await _finalizer.RunAsync(user, cancellationToken)).RequeueAfter, podLeft);
            return new ReconcileResult(podLeft);
        }
        user = await _finalizer.DeclareAsync(user, cancellationToken);
        var invalid = TelegramUserValidation.Check(user);
        var settings = Settings(user, invalid);
        var blocked = await _children.ApplyAsync(user, invalid is not null, settings, cancellationToken);
        if (_observations.State is DatabaseState.Unknown)
            return new ReconcileResult(podLeft);
        if (_observations.State is DatabaseState.Available)
        {
            await _observations.EnsureAsync(key, user.Spec.Suspend, cancellationToken);
            if (settings is not null)
                await _retention.FollowAsync(key, settings, cancellationToken);
        }
        var touched = await _touch.TouchAsync(
            pod,
            settings is null ? null : WorkerSettingsJson.Hash(settings),
            _observations.Find(key)?.Overview.Session?.SettingsHash,
            cancellationToken);
        return Earliest(podLeft, touched, await WriteStatusAsync(user, pod, invalid, blocked, cancellationToken));
    }

    private WorkerSettings? Settings(TelegramUser user, Problem? invalid)
    {
        var lastGood = DesiredConfigMap.SettingsOf(_caches.ConfigMaps.Find(ChildNames.Worker(user.Key)));
        var settings = DesiredSettings.Build(
            _options, user, invalid is not null, _caches.SubscriptionsOf(user.Key), IsBound(_caches.Subscriptions, user), lastGood);
        return settings is null ? null : settings with
        {
            Monitors = DesiredMonitors.Build(_caches.MonitorsOf(user.Key), IsBound(_caches.Monitors, user), lastGood?.Monitors),
        };
    }

    private static Func<string, bool> IsBound<T>(ObjectCache<T> cache, TelegramUser user)
        where T : KubernetesObject, IResource, IBoundResource =>
        name => string.Equals(cache.Find(user.Key with { Name = name })?.BoundUser, user.Metadata.Name, StringComparison.Ordinal);

    // Returns when to look again.
    private async Task<TimeSpan?> WriteStatusAsync(
        TelegramUser user, Pod? pod, Problem? invalid, Problem? blocked, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var facts = new UserFacts
        {
            User = user,
            Invalid = invalid,
            Blocked = blocked,
            Pod = pod,
            Database = _observations.State,
            Observation = _observations.Find(user.Key),
            Subscriptions = _caches.SubscriptionsOf(user.Key).Count,
            Monitors = [.. _caches.MonitorsOf(user.Key).Select(monitor => monitor.Metadata.Name)],
        };
        var lookAgain = await _status.WriteAsync(
            user, UserStatus.Compute(facts, now), status => status.Conditions, cancellationToken);
        var tellsBy = UserFindings.TellsBy(facts) is { } by && by > now ? by - now : (TimeSpan?)null;
        return Earliest(lookAgain, UserFindings.LongestWait(facts, now) - now, tellsBy).RequeueAfter;
    }

    // Children go by their owner references. Posts and cursors stay.
    private async Task ForgetAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        _status.Forget(key);
        _retention.Forget(key);
        _touch.Forget(ChildNames.Pod(key));
        await _observations.OrphanAsync(key, cancellationToken);
        await _shared.RemoveUnusedAsync(key.Namespace, cancellationToken);
    }

    private static ReconcileResult Earliest(params IEnumerable<TimeSpan?> delays) => new(delays.Min());
}
