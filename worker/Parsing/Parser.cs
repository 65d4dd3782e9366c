using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;
using TelegramParser.Worker.Metrics;
using TelegramParser.Worker.Session;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Parsing;

/// <summary>
/// Parses one channel: what is new, then what is left of the past. A few pages at a time are one transaction that stores their
/// posts and moves the cursor over them, while the next ones are read; so a parse may end anywhere and the next one goes on from
/// there.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed partial class Parser(
    UserKey user,
    LeaseToken lease,
    ChannelResolver resolver,
    ChannelReader reader,
    ClientRenewal renewal,
    UnstoredMessages unstored,
    Stores stores,
    WorkerMetrics metrics,
    SessionBoard board,
    TimeProvider time,
    ILogger<Parser> logger)
{
    // Some 200 messages to a transaction.
    private const int ForwardPages = 2;
    private const int BackwardPages = 4;

    // A whole section, so that the next one is read while it is being stored.
    private const int BackwardGroups = PastReading.LongestSection / (BackwardPages * PastReading.PageSize) + 1;

    /// <summary>Parses a channel; every failure ends in the report, and so does the end of the demand.</summary>
    /// <param name="subscription">The channel's subscription.</param>
    /// <param name="demand">Ends the parse between two transactions.</param>
    /// <param name="trigger"><c>schedule</c> or <c>command</c>.</param>
    /// <param name="runId">The run that it belongs to, if any.</param>
    /// <param name="ct">Ends it, without a report.</param>
    public async Task<ChannelReport> ParseAsync(Subscription subscription, Demand demand, string trigger, long? runId, CancellationToken ct)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(demand.Token, ct);
        var started = time.GetUtcNow();
        var asked = subscription.Settings.Channel;
        var clock = Stopwatch.GetTimestamp();
        var progress = new Progress { Storing = ct };
        var status = ParseStatus.Success;
        ParseFailure? failure = null;
        long? parseId = null;
        try
        {
            parseId = await stores.Runs.StartParseAsync(lease, subscription.Id, subscription.ChatId, trigger, runId, ct);
            await ReadAllAsync(subscription, progress, reading.Token);
        }
        catch (OperationCanceledException) when (demand.End is not null && !ct.IsCancellationRequested)
        {
            (status, failure) = (ParseStatus.Interrupted, demand.End);
        }
        catch (Exception e) when (e is not LeaseLostException && !ct.IsCancellationRequested)
        {
            (status, failure) = (ParseStatus.Failed, ParseFailure.Of(e, subscription.Settings.Channel));
            if (failure.Reason == Reasons.ParseFailed)
                Log.Unexpected(logger, subscription.Name, e);
        }
        var report = new ChannelReport(subscription.Name, subscription.ChatId, progress.Added, status, failure?.Reason, failure?.Message);
        var duration = Stopwatch.GetElapsedTime(clock);
        metrics.ParseEnded(report, duration, time.GetUtcNow());
        Log.Parsed(logger, user, subscription.Name, subscription.ChatId, trigger, report.Status, progress.Added, progress.Changed,
            progress.Unstorable, duration.TotalSeconds, failure?.Message);
        // What was asked for may have changed meanwhile; how the old channel was read says nothing about the new one. What was
        // interrupted has neither failed nor been done: it stays due.
        var isCurrent = status != ParseStatus.Interrupted && string.Equals(asked, subscription.Settings.Channel, StringComparison.Ordinal);
        if (isCurrent)
        {
            subscription.LastRun = started;
            subscription.Reason = failure?.Reason;
            subscription.Failures = failure is null ? 0 : subscription.Failures + 1;
            subscription.NextRun = NextRun.After(subscription, started, time.GetUtcNow(), failure?.RetryAt);
        }
        await RecordAsync(parseId, report, isCurrent ? OutcomeOf(subscription, report, progress.Renamed, started) : null, subscription, ct);
        return report;
    }

    private async Task ReadAllAsync(Subscription subscription, Progress progress, CancellationToken ct)
    {
        while (true)
        {
            using var holding = await renewal.HoldAsync(ct);
            if (await ReadAsync(subscription, progress, ct))
                return;
        }
    }

    /// <summary>
    /// Reads from where the cursor stands; false when it stopped on the way, for the client to be renewed or because another part
    /// of the past is asked for now.
    /// </summary>
    private async Task<bool> ReadAsync(Subscription subscription, Progress progress, CancellationToken ct)
    {
        var asked = subscription.Settings.Channel;
        var channel = await resolver.ResolveAsync(subscription, ct);
        progress.Renamed = channel.Renamed;
        var chatId = channel.Row.ChatId;
        var known = subscription.ChatId is null ? null : await stores.Subscriptions.GetUserChannelAsync(lease.UserId, chatId, ct);
        await using var opened = await reader.OpenAsync(chatId, ct);
        // Where reading begins is fixed before anything is read: what comes later is read forward, what was before backward.
        var state = await PinAsync(subscription, asked, channel, known?.Cursor ?? await reader.HeadAsync(chatId, ct), ct);
        // What is new comes first. A channel that was never read begins with its past, while TDLib learns what is above the head.
        return known is null
            ? await BackfillAsync(subscription, channel, state, progress, ct) && await ReadNewAsync(opened, channel, state, progress, ct)
            : await ReadNewAsync(opened, channel, state, progress, ct) && await BackfillAsync(subscription, channel, state, progress, ct);
    }

    private async Task<bool> ReadNewAsync(
        OpenedChat opened, ResolvedChannel channel, UserChannelRow state, Progress progress, CancellationToken ct)
    {
        // What came while the client was renewed in the middle of the past is the next parse's.
        if (progress.IsUpToDate)
            return true;
        await reader.RefreshAsync(opened, state.Cursor, ct);
        await foreach (var pages in reader.ReadForwardAsync(channel.Row.ChatId, state.Cursor, ct).ReadAheadAsync(ForwardPages, waiting: 1, () => renewal.IsWanted, ct))
            await StoreAsync(channel, [.. pages.SelectMany(page => page)], new CursorMove.Forward(pages[^1][^1].ServerId()), progress);
        progress.IsUpToDate = !renewal.IsWanted;
        return progress.IsUpToDate;
    }

    // Pins the channel and marks where backward reading begins, before forward reading moves the cursor from there.
    private async Task<UserChannelRow> PinAsync(
        Subscription subscription, string asked, ResolvedChannel channel, long cursor, CancellationToken ct)
    {
        var pin = await stores.Subscriptions.PinChannelAsync(lease, subscription.Id, asked, channel.Row, cursor, ct);
        if (pin is ChannelPin.Superseded)
        {
            throw new ChannelException(Reasons.SettingsPending,
                $"The subscription was changed while {asked} was looked up. What it asks for now is read next.");
        }
        if (pin is ChannelPin.DuplicateOf other)
        {
            throw new ChannelException(Reasons.DuplicateSubscription,
                $"{subscription.Settings.Channel} is the channel of subscription '{other.OtherSubscription}' already. Delete one of the two.");
        }
        subscription.ChatId = channel.Row.ChatId;
        var state = ((ChannelPin.Pinned)pin).Channel;
        if (state.BackfillLowId is not null)
            return state;
        var start = state.Cursor + 1;
        await stores.Posts.StorePageAsync(
            lease, new PostPage(channel.Row.ChatId, [], new CursorMove.Backfill(start, null, 0, Exhausted: false)), ct);
        return state with { BackfillLowId = start };
    }

    private async Task<bool> BackfillAsync(
        Subscription subscription, ResolvedChannel channel, UserChannelRow state, Progress progress, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        BackfillSpec Spec() => Backfill.Within(subscription.Settings.Backfill ?? Backfill.Default, subscription.KeptSince(now), state);
        var spec = Spec();
        if (Backfill.IsDone(spec, state))
            return true;
        bool IsEnough() => renewal.IsWanted || Spec() != spec;
        var past = reader.Past(channel.Row.ChatId, ct);
        var pages = Backfill.PagesAsync(spec, state, past.PagesAsync(state.BackfillLowId!.Value, Backfill.Left(spec, state)), ct);
        await foreach (var ready in pages.ReadAheadAsync(BackwardPages, BackwardGroups, () => IsEnough() && !past.HoldsMore, ct))
            await StoreAsync(channel, [.. ready.SelectMany(page => page.Messages)], Backfill.Move(ready), progress);
        return !IsEnough();
    }

    private async Task StoreAsync(ResolvedChannel channel, IReadOnlyList<Message> messages, CursorMove move, Progress progress)
    {
        var page = PageMapper.Map(channel.Row.ChatId, messages, channel.Row.Username, move);
        progress.Add(await unstored.StoreAsync(page, progress.Storing));
    }

    private SubscriptionOutcome OutcomeOf(Subscription subscription, ChannelReport report, string? renamed, DateTimeOffset started)
    {
        var isRenamed = report.Reason is null && renamed is not null;
        return new SubscriptionOutcome(
            isRenamed ? Reasons.ChannelRenamed : report.Reason, isRenamed ? renamed : report.Error,
            report.Status == ParseStatus.Success, started, time.GetUtcNow(), subscription.NextRun);
    }

    private async Task RecordAsync(
        long? parseId, ChannelReport report, SubscriptionOutcome? outcome, Subscription subscription, CancellationToken ct)
    {
        try
        {
            if (parseId is { } id)
                await stores.Runs.FinishParseAsync(lease, id, report.Status, report.PostsAdded, report.Reason, report.Error, report.ChatId, ct);
            if (outcome is not null)
                await stores.Subscriptions.RecordOutcomeAsync(lease, subscription.Id, outcome, ct);
            board.Touch();
        }
        catch (Npgsql.NpgsqlException e)
        {
            // The posts and the cursor are what counts, and they have their own transaction; this is only news of it.
            Log.NotRecorded(logger, subscription.Name, e.Message);
        }
    }

    private sealed class Progress
    {
        /// <summary>Ends storing. Lasts longer than the reading, so that what is being stored when that ends is stored as a whole.</summary>
        public required CancellationToken Storing { get; init; }

        /// <summary>All that was new when the parse began has been read.</summary>
        public bool IsUpToDate { get; set; }

        /// <summary>In words, that the resource's name for the channel is an old one.</summary>
        public string? Renamed { get; set; }

        public long Added { get; private set; }

        public long Changed { get; private set; }

        public long Unstorable { get; private set; }

        public void Add(StoredPage page)
        {
            Added += page.Added;
            Changed += page.Changed;
            Unstorable += page.Unstorable;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information,
            "parsed user={User} subscription={Subscription} channel={ChatId} trigger={Trigger} status={Status} posts_added={Added} posts_changed={Changed} unstorable={Unstorable} seconds={Seconds:F3} problem={Problem}")]
        public static partial void Parsed(ILogger logger, UserKey user, string subscription, long? chatId, string trigger, string status,
            long added, long changed, long unstorable, double seconds, string? problem);

        [LoggerMessage(LogLevel.Error, "parse of {Subscription} met an unexpected error")]
        public static partial void Unexpected(ILogger logger, string subscription, Exception exception);

        [LoggerMessage(LogLevel.Warning, "the outcome of {Subscription} could not be recorded: {Problem}")]
        public static partial void NotRecorded(ILogger logger, string subscription, string problem);
    }
}
