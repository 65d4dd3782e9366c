using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using TelegramParser.Contracts.Workers;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Observation;
using TelegramParser.Storage.Retention;

namespace TelegramParser.Operator.Retention;

/// <summary>
/// Removes posts that are older than they are kept: once a day for each user, in small batches with pauses between them, whether the
/// user's worker runs or not.
/// </summary>
/// <remarks>
/// A user is looked after only once its resources were looked at in this process, so that nothing is removed by what they said before.
/// </remarks>
internal sealed partial class RetentionKeeper : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(5);

    // Other statements have Postgres for themselves at least as long as a batch has it.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly ObservationFeed _observations;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Meter _meter = new("TelegramParser.Operator.Retention");
    private readonly Counter<long> _posts;
    private readonly Counter<long> _runs;

    // With the instant before which a run that has failed is not tried again.
    private readonly ConcurrentDictionary<ObjectKey, DateTimeOffset> _followed = new();

    public RetentionKeeper(ObservationFeed observations, TimeProvider time, ILogger logger)
    {
        (_observations, _time, _logger) = (observations, time, logger);
        _posts = _meter.CreateCounter<long>("tgparser_retention_posts_removed_total", null, "Posts that were removed because they were older than they are kept.");
        _runs = _meter.CreateCounter<long>("tgparser_retention_runs_total", null, "Daily runs of a user's retention that ended, by status.");
        _posts.Add(0);
    }

    /// <summary>Records what a user's resources say, where that is new.</summary>
    /// <param name="user">The user.</param>
    /// <param name="settings">What its worker is told.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task FollowAsync(ObjectKey user, WorkerSettings settings, CancellationToken cancellationToken)
    {
        await _observations.EnsureRetentionAsync(user, PolicyOf(settings), NextRun(user), cancellationToken);
        _followed.TryAdd(user, DateTimeOffset.MinValue);
    }

    /// <summary>Removes nothing of a user any more.</summary>
    public void Forget(ObjectKey user) => _followed.TryRemove(user, out _);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(LookEvery, _time, cancellationToken);
            foreach (var user in _followed.Keys.OrderBy(user => DueAt(user)))
            {
                if (DueAt(user) is { } due && due <= _time.GetUtcNow() && _followed.TryGetValue(user, out var notBefore) && notBefore <= _time.GetUtcNow())
                    await TryRunAsync(user, due, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>How long posts are kept, as the resources say.</summary>
    internal static RetentionPolicy PolicyOf(WorkerSettings settings) => new(
        settings.Retention?.Days,
        settings.Subscriptions.ToDictionary(subscription => subscription.Name, subscription => subscription.Retention?.Days, StringComparer.Ordinal));

    private async Task TryRunAsync(ObjectKey user, DateTimeOffset due, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(user, due, cancellationToken);
            _runs.Add(1, new KeyValuePair<string, object?>("status", "success"));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever the database's trouble is: what was removed is removed, and the rest is tried again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _followed.TryUpdate(user, _time.GetUtcNow() + RetryAfter, _followed.GetValueOrDefault(user));
            _runs.Add(1, new KeyValuePair<string, object?>("status", "failed"));
            Log.Failed(_logger, user, e);
        }
    }

    private async Task RunAsync(ObjectKey user, DateTimeOffset due, CancellationToken cancellationToken)
    {
        var (posts, channels) = (0L, 0);
        foreach (var chatId in await _observations.ListOldPostsAsync(user, cancellationToken))
        {
            channels++;
            RemovedPosts removed;
            do
            {
                // Whose resource has gone meanwhile keeps the rest.
                if (!_followed.ContainsKey(user))
                    return;
                removed = await _observations.RemoveOldPostsAsync(user, chatId, due, cancellationToken);
                _posts.Add(removed.Posts);
                posts += removed.Posts;
                await Task.Delay(Pause, _time, cancellationToken);
            }
            while (removed.MayBeMore);
        }
        await _observations.FinishRetentionAsync(user, NextRun(user), cancellationToken);
        Log.Removed(_logger, user, posts, channels);
    }

    private DateTimeOffset? DueAt(ObjectKey user) => _observations.Find(user)?.Overview.User is { OrphanedAt: null } row ? row.RetentionDueAt : null;

    private DateTimeOffset NextRun(ObjectKey user) => DailyTime.Next($"{user.Namespace}/{user.Name}", _time.GetUtcNow());

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Retention of {User}: removed {Posts} posts of {Channels} channels.")]
        public static partial void Removed(ILogger logger, ObjectKey user, long posts, int channels);

        [LoggerMessage(LogLevel.Warning, "Retention of {User} failed and is tried again.")]
        public static partial void Failed(ILogger logger, ObjectKey user, Exception exception);
    }
}
