using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Configuration;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Notifications;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Retention;

namespace TelegramParser.Operator.Observation;

/// <summary>Whether the database can be read.</summary>
internal enum DatabaseState
{
    /// <summary>Not tried yet.</summary>
    Unknown,

    /// <summary>The last reading succeeded.</summary>
    Available,

    /// <summary>Several readings in a row have failed.</summary>
    Unavailable,
}

/// <summary>
/// Keeps what workers have recorded in step with the database: told of changes by notifications, with a slow reading of
/// everything as the net.
/// </summary>
internal sealed partial class ObservationFeed(
    IUserRecords records, OperatorOptions options, TimeProvider time, ILogger logger)
{
    // A worker that parses several channels sends a burst of notifications.
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    // A hiccup is no outage: it is worth no thousand status writes.
    private const int FailuresOfOutage = 3;

    private readonly ConcurrentDictionary<ObjectKey, UserObservation> _observations = new();
    private readonly ConcurrentDictionary<long, ObjectKey> _keys = new();
    private readonly List<Action<ObjectKey>> _userHandlers = [];
    private readonly List<Action> _stateHandlers = [];
    private readonly Channel<long> _told = Channel.CreateUnbounded<long>();

    /// <summary>Whether the database can be read.</summary>
    public DatabaseState State { get; private set; }

    /// <summary>Adds a handler; before <see cref="RunAsync"/> only.</summary>
    /// <param name="user">Told of each user whose record is new, has changed or is gone.</param>
    /// <param name="everything">Told when <see cref="State"/> changes: every status depends on it.</param>
    public void OnChange(Action<ObjectKey> user, Action everything)
    {
        _userHandlers.Add(user);
        _stateHandlers.Add(everything);
    }

    /// <summary>What was last read of a user; null when it has no row.</summary>
    public UserObservation? Find(ObjectKey user) => _observations.GetValueOrDefault(user);

    /// <summary>Makes sure that a user has a row that says what its resource says.</summary>
    public async Task EnsureAsync(ObjectKey user, bool suspended, CancellationToken cancellationToken)
    {
        if (Find(user)?.Overview.User is { OrphanedAt: null } row && row.Suspended == suspended)
            return;
        await records.EnsureAsync(KeyOf(user), suspended, cancellationToken);
        Observe(await records.ReadAsync([KeyOf(user)], cancellationToken));
    }

    /// <summary>Marks the row of a user that is gone.</summary>
    public async Task OrphanAsync(ObjectKey user, CancellationToken cancellationToken)
    {
        // Before the first reading nothing is known; it tells of every row, so this is asked again.
        if (State is DatabaseState.Unknown || Find(user) is { Overview.User.OrphanedAt: not null })
            return;
        if (State is DatabaseState.Available && Find(user) is null)
            return;
        await records.OrphanAsync(KeyOf(user), cancellationToken);
        Observe(await records.ReadAsync([KeyOf(user)], cancellationToken));
    }

    /// <summary>Removes some of what is stored of a user.</summary>
    /// <returns>Whether something is left.</returns>
    public async Task<bool> RemoveBatchAsync(ObjectKey user, CancellationToken cancellationToken)
    {
        if (await records.RemoveBatchAsync(KeyOf(user), cancellationToken))
            return true;
        if (_observations.TryRemove(user, out var gone))
            _keys.TryRemove(gone.Overview.User.Id, out _);
        return false;
    }

    /// <summary>Makes sure that the database says what the resources say of how long a user's posts are kept.</summary>
    /// <param name="user">The user.</param>
    /// <param name="policy">What the resources say.</param>
    /// <param name="dueAt">When posts are removed next, if that is new.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task EnsureRetentionAsync(ObjectKey user, RetentionPolicy policy, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        if (Find(user) is not { } seen || Says(seen, policy))
            return;
        await records.SetRetentionAsync(KeyOf(user), policy, dueAt, cancellationToken);
        Observe(await records.ReadAsync([KeyOf(user)], cancellationToken));
    }

    /// <summary>The channels of a user with posts that are older than they are kept.</summary>
    public Task<IReadOnlyList<long>> ListOldPostsAsync(ObjectKey user, CancellationToken cancellationToken) =>
        records.ListOldPostsAsync(KeyOf(user), cancellationToken);

    /// <summary>Removes some of them.</summary>
    public Task<RemovedPosts> RemoveOldPostsAsync(ObjectKey user, long chatId, DateTimeOffset runAt, CancellationToken cancellationToken) =>
        records.RemoveOldPostsAsync(KeyOf(user), chatId, runAt, cancellationToken);

    /// <summary>Ends a run that has removed such posts.</summary>
    public async Task FinishRetentionAsync(ObjectKey user, DateTimeOffset nextDueAt, CancellationToken cancellationToken)
    {
        await records.FinishRetentionAsync(KeyOf(user), nextDueAt, cancellationToken);
        Observe(await records.ReadAsync([KeyOf(user)], cancellationToken));
    }

    /// <summary>Asks the database itself whether no worker holds a user's session.</summary>
    public async Task<bool> HasNoWorkerAsync(ObjectKey user, CancellationToken cancellationToken)
    {
        var read = await records.ReadAsync([KeyOf(user)], cancellationToken);
        Observe(read);
        return !read.Any(observation => observation.Overview.Session is { LeaseValid: true });
    }

    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(ListenAsync(cancellationToken), ReadAsync(cancellationToken));

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await foreach (var userId in records.ListenAsync(cancellationToken))
            _told.Writer.TryWrite(userId);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var wanted = new HashSet<long> { StateListener.Everything };
        for (var failures = 0; ;)
        {
            try
            {
                await ReadAsync(wanted, cancellationToken);
                failures = 0;
                Become(DatabaseState.Available);
                wanted = await NextAsync(options.ObservationInterval, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
#pragma warning disable CA1031 // Whatever the database's trouble is: it is tried again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (++failures == 1)
                    Log.Failed(logger, e);
                if (failures >= FailuresOfOutage)
                    Become(DatabaseState.Unavailable);
                wanted = [StateListener.Everything];
                await Task.Delay(RetryAfter, time, cancellationToken);
            }
        }
    }

    private async Task ReadAsync(HashSet<long> wanted, CancellationToken cancellationToken)
    {
        // A number that was never seen belongs to a new row, or to another installation.
        var known = wanted.Select(id => _keys.TryGetValue(id, out var key) ? KeyOf(key) : null).ToList();
        if (known.Contains(null))
        {
            var all = await records.ReadAsync(users: null, cancellationToken);
            Observe(all);
            Drop(all);
        }
        else
        {
            Observe(await records.ReadAsync([.. known.OfType<UserKey>()], cancellationToken));
        }
    }

    // Waits to be told of a change, collects the rest of the burst; everything when nothing was told for too long.
    private async Task<HashSet<long>> NextAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var wanted = new HashSet<long>();
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(_ => waiting.Cancel(), state: null, limit, Timeout.InfiniteTimeSpan);
        try
        {
            wanted.Add(await _told.Reader.ReadAsync(waiting.Token));
            await Task.Delay(Burst, time, cancellationToken);
            while (_told.Reader.TryRead(out var more))
                wanted.Add(more);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            wanted.Add(StateListener.Everything);
        }
        return wanted;
    }

    private void Observe(IReadOnlyList<UserObservation> observations)
    {
        foreach (var observation in observations)
        {
            var row = observation.Overview.User;
            var key = new ObjectKey(row.Key.Namespace, row.Key.Name);
            _keys[row.Id] = key;
            // Of a namespace that another operator may watch: whether its resource exists is not known here.
            if (!options.Watches(key.Namespace))
                continue;
            var before = _observations.GetValueOrDefault(key);
            _observations[key] = observation;
            if (!Same(before, observation))
                _userHandlers.ForEach(tell => tell(key));
        }
    }

    private void Drop(IReadOnlyList<UserObservation> all)
    {
        var present = all.Select(observation => observation.Overview.User.Id).ToHashSet();
        foreach (var (id, key) in _keys.Where(entry => !present.Contains(entry.Key)))
        {
            _keys.TryRemove(id, out _);
            if (_observations.TryRemove(key, out _))
                _userHandlers.ForEach(tell => tell(key));
        }
    }

    private void Become(DatabaseState state)
    {
        if (State == state)
            return;
        if (state is DatabaseState.Available)
            Log.Available(logger);
        State = state;
        _stateHandlers.ForEach(tell => tell());
    }

    private UserKey KeyOf(ObjectKey user) => new(options.Installation, user.Namespace, user.Name);

    private static bool Says(UserObservation seen, RetentionPolicy policy) =>
        seen.Overview.User.RetentionDays == policy.Days
        && (seen.Overview.User.RetentionDueAt is not null) == policy.RemovesAny
        && seen.Subscriptions.All(row =>
            !policy.BySubscription.TryGetValue(row.Subscription.Name, out var days) || row.Subscription.RetentionDays == days);

    // Lists compare by reference, so the records are compared as they are written.
    private static bool Same(UserObservation? before, UserObservation after) =>
        before is not null
        && JsonNode.DeepEquals(KubernetesJson.ToNode(before), KubernetesJson.ToNode(after));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The workers' state cannot be read from Postgres; trying again until it can.")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(Level = LogLevel.Information, Message = "The workers' state is read from Postgres.")]
        public static partial void Available(ILogger logger);
    }
}
