using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Refreshing;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Metrics;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Session;

namespace TelegramParser.Worker.Refreshing;

/// <summary>
/// Keeps stored posts up to date in rounds: when refreshes are due the client is renewed once, since it answers from its
/// memory for what it has read before, and then channel after channel is read again.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed partial class Refresher(
    UserKey user, HeldLease lease, SubscriptionSet subscriptions, ChannelRefresher channels, ClientRenewal renewal, RefreshStore store,
    WorkerMetrics metrics, TimeProvider time, ILogger<Refresher> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RetryDatabaseAfter = TimeSpan.FromSeconds(30);

    // Bounds what a jump of the clock or a missed wake-up can cost.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            var changed = subscriptions.Changed;
            var next = await TryRoundAsync(ct);
            while (!changed.IsCompleted && !(next <= time.GetUtcNow()))
                await SleepAsync(next, changed, ct);
        }
    }

    /// <summary>Refreshes what is due.</summary>
    /// <returns>When to look again, unless the subscriptions change before; null for not at all.</returns>
    private async Task<DateTimeOffset?> TryRoundAsync(CancellationToken ct)
    {
        try
        {
            return await RoundAsync(ct);
        }
        catch (LeaseLostException e)
        {
            lease.MarkLost(e.Message);
            return null;
        }
        catch (NpgsqlException e)
        {
            Log.NoDatabase(logger, e.Message);
            return time.GetUtcNow() + RetryDatabaseAfter;
        }
    }

    private async Task<DateTimeOffset?> RoundAsync(CancellationToken ct)
    {
        var started = time.GetUtcNow();
        var userId = lease.Token.UserId;
        var (due, next) = RefreshPlan.Of(subscriptions.Active, await store.ListAsync(userId, ct), started);
        if (due.Count == 0)
            return next;
        var round = new List<DueChannel>();
        foreach (var subscription in due)
        {
            var (demand, chatId) = (subscription.Demand, subscription.ChatId!.Value);
            if (await store.RangeAsync(userId, chatId, started - subscription.Refresh.Window, ct) is { } window)
                round.Add(new(subscription, demand, chatId, window));
            else
                await store.FinishAsync(lease.Token, chatId, started, ct);
        }
        if (round.Count > 0)
            await renewal.RenewAsync(ct);
        foreach (var channel in round)
            await RefreshAsync(channel, started, ct);
        // Each of the round has a new time by now.
        return started;
    }

    private async Task RefreshAsync(DueChannel channel, DateTimeOffset started, CancellationToken ct)
    {
        var (subscription, demand, chatId, window) = channel;
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(demand.Token, ct);
        var clock = Stopwatch.GetTimestamp();
        var status = ParseStatus.Success;
        ParseFailure? failure = null;
        var counts = new RefreshCounts();
        try
        {
            await channels.RefreshAsync(subscription, window, counts, reading.Token);
            await store.FinishAsync(lease.Token, chatId, started, ct);
        }
        catch (OperationCanceledException) when (demand.End is not null && !ct.IsCancellationRequested)
        {
            (status, failure) = (ParseStatus.Interrupted, demand.End);
        }
        catch (Exception e) when (e is not LeaseLostException && !ct.IsCancellationRequested)
        {
            (status, failure) = (ParseStatus.Failed, ParseFailure.Of(e, subscription.Settings.Channel));
            if (failure.Reason == Contracts.Resources.Reasons.ParseFailed)
                Log.Unexpected(logger, subscription.Name, e);
        }
        subscription.RefreshRetryAt = status != ParseStatus.Failed ? null : failure!.RetryAt ?? time.GetUtcNow() + RetryAfter;
        var duration = Stopwatch.GetElapsedTime(clock);
        metrics.RefreshEnded(status, failure?.Reason, counts.Deleted, duration);
        Log.Refreshed(logger, user, subscription.Name, chatId, counts.Read, counts.Changed, counts.Added, counts.Deleted,
            duration.TotalSeconds, failure?.Message);
    }

    private async Task SleepAsync(DateTimeOffset? next, Task changed, CancellationToken ct)
    {
        var sleep = next - time.GetUtcNow() is { } wait && wait < LongestSleep ? wait : LongestSleep;
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var timer = Task.Delay(sleep > TimeSpan.Zero ? sleep : TimeSpan.Zero, time, woken.Token);
        await Task.WhenAny(timer, changed);
        await woken.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    /// <param name="Subscription">What it is read for.</param>
    /// <param name="Demand">Ends the refresh.</param>
    /// <param name="ChatId">The channel.</param>
    /// <param name="Window">The ids of the window's posts.</param>
    private sealed record DueChannel(Subscription Subscription, Demand Demand, long ChatId, IdRange Window);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information,
            "refreshed user={User} subscription={Subscription} channel={ChatId} posts_read={Read} posts_changed={Changed} posts_added={Added} posts_deleted={Deleted} seconds={Seconds:F3} problem={Problem}")]
        public static partial void Refreshed(ILogger logger, UserKey user, string subscription, long chatId, long read, long changed,
            long added, long deleted, double seconds, string? problem);

        [LoggerMessage(LogLevel.Error, "refresh of {Subscription} met an unexpected error")]
        public static partial void Unexpected(ILogger logger, string subscription, Exception exception);

        [LoggerMessage(LogLevel.Warning, "posts could not be refreshed, it is tried again: {Problem}")]
        public static partial void NoDatabase(ILogger logger, string problem);
    }
}
