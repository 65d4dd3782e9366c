using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Workers;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Monitoring;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Refreshing;
using TelegramParser.Storage.Runs;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.Harness.Workers;

/// <summary>
/// A user in Postgres as a worker leaves it, written through the worker's own stores: for tests of what reads it.
/// </summary>
public sealed class SeededUser
{
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromHours(1);

    private readonly NpgsqlDataSource _database;
    private readonly LeaseToken _token;

    private SeededUser(NpgsqlDataSource database, UserRow row, LeaseToken token)
    {
        _database = database;
        _token = token;
        Row = row;
    }

    /// <summary>The row as it was made.</summary>
    public UserRow Row { get; }

    /// <summary>The user's number.</summary>
    public long Id => Row.Id;

    /// <summary>Makes the user, with a session whose worker is at the given address.</summary>
    public static async Task<SeededUser> CreateAsync(
        NpgsqlDataSource database, UserKey key, Uri? control = null, bool suspended = false, SessionState state = SessionState.Ready)
    {
        var row = await new UserStore(database).EnsureAsync(key, suspended, default);
        var attempt = await new LeaseStore(database).TryAcquireAsync(row.Id, $"pod-{key.Name}", LeaseDuration, control?.ToString(), default);
        var user = new SeededUser(database, row, attempt.Token!);
        await user.ReportAsync(new SessionReport(state, Connection: "Ready", EventLoopId: "loop-1"));
        return user;
    }

    /// <summary>Replaces what the worker tells of its session.</summary>
    public Task ReportAsync(SessionReport report) => new SessionStore(_database).ReportAsync(_token, report, default);

    /// <summary>Pins the account.</summary>
    public Task PinAccountAsync(long telegramId, string username, string displayName) =>
        new SessionStore(_database).PinAccountAsync(_token, telegramId, username, displayName, default);

    /// <summary>Records a flood wait.</summary>
    public Task FloodWaitAsync(string method, TimeSpan wait) =>
        new SessionStore(_database).SetFloodWaitAsync(_token, method, wait, default);

    /// <summary>Ends the worker's lease, as if it had died.</summary>
    public Task LoseWorkerAsync() => new LeaseStore(_database).ReleaseAsync(_token, default);

    /// <summary>Records the end of the user's part of a run, as the worker does.</summary>
    public Task FinishRunAsync(long runId, string status, long postsAdded) =>
        new RunStore(_database).FinishUserRunAsync(_token, runId, status, postsAdded, error: null, default);

    /// <summary>Makes the given subscriptions the user's; those with a channel are resolved to it.</summary>
    public async Task SubscribeAsync(params (string Name, string Written, ChannelRow? Channel)[] subscriptions)
    {
        var store = new SubscriptionStore(_database);
        var settings = subscriptions.Select(s => new SubscriptionSettings { Name = s.Name, Channel = s.Written }).ToList();
        foreach (var row in await store.SyncAsync(_token, settings, default))
        {
            if (subscriptions.Single(s => s.Name == row.Name).Channel is { } channel)
                await store.PinChannelAsync(_token, row.Id, row.Channel, channel, initialCursor: 0, default);
        }
    }

    /// <summary>Records how a subscription's last parse went.</summary>
    public async Task RecordOutcomeAsync(string subscription, SubscriptionOutcome outcome) =>
        await new SubscriptionStore(_database).RecordOutcomeAsync(_token, await SubscriptionIdAsync(subscription), outcome, default);

    /// <summary>Records a parse of a channel: its start, and its end unless that has no status.</summary>
    /// <returns>The parse's number.</returns>
    public async Task<long> RecordParseAsync(
        string subscription, long chatId, string? status, long postsAdded = 0, string? error = null, long? runId = null)
    {
        var runs = new RunStore(_database);
        var trigger = runId is null ? ParseTrigger.Schedule : ParseTrigger.Command;
        var parse = await runs.StartParseAsync(_token, await SubscriptionIdAsync(subscription), chatId, trigger, runId, default);
        if (status is not null)
            await runs.FinishParseAsync(_token, parse, status, postsAdded, reason: null, error, chatId, default);
        return parse;
    }

    /// <summary>Stores posts of a channel that the user is subscribed to.</summary>
    public Task StoreAsync(long chatId, params PostRecord[] posts) => new PostStore(_database).StorePageAsync(
        _token, new PostPage(chatId, posts, new CursorMove.Forward(posts.Max(post => post.MessageId))), default);

    /// <summary>Indexes all that is stored for full text search.</summary>
    public Task IndexAsync() => new SearchIndexStore(_database).IndexAsync(_token, most: 1000, default);

    /// <summary>Records that the server has a post no more.</summary>
    public Task DeleteAsync(long chatId, long messageId, DateTimeOffset at) =>
        new RefreshStore(_database).MarkDeletedAsync(_token, chatId, [messageId], at, default);

    /// <summary>Makes the given monitors the user's; those with a group are resolved to it and were examined at the given time.</summary>
    public async Task WatchAsync(DateTimeOffset examined, params (MonitorSettings Settings, ChannelRow? Group)[] monitors)
    {
        var store = new MonitorStore(_database);
        foreach (var row in await store.SyncAsync(_token, [.. monitors.Select(monitor => monitor.Settings)], default))
        {
            if (monitors.Single(monitor => monitor.Settings.Name == row.Name).Group is not { } group)
                continue;
            await store.PinAsync(_token, row.Id, row.Group, group, initialCursor: 0, default);
            await store.RecordExaminedAsync(_token, row.Id, examined, default);
        }
    }

    /// <summary>Records why the group of a monitor is not watched.</summary>
    public async Task FailMonitorAsync(string monitor, string reason, string message) => await new MonitorStore(_database).RecordFailureAsync(
        _token, (await MonitorAsync(monitor)).Id, reason, message, default);

    /// <summary>Stores mentions that a monitor has found, and what came after those that wait for it.</summary>
    public async Task FindAsync(string monitor, IReadOnlyList<MentionRecord> mentions, params ContextRecord[] following)
    {
        var row = await MonitorAsync(monitor);
        await new MonitorStore(_database).StoreAsync(
            _token, new ExaminedMessages(row.Id, row.ChatId!.Value) { Mentions = mentions, Following = following }, default);
    }

    private async Task<MonitorRow> MonitorAsync(string name)
    {
        var all = await new MonitorQueries(_database).ListAsync(Row.Key.Installation, Id, default);
        var settings = all.Select(monitor => new MonitorSettings { Name = monitor.Name, Group = monitor.GroupName, Suspend = monitor.Suspended });
        return (await new MonitorStore(_database).SyncAsync(_token, [.. settings], default)).Single(row => row.Name == name);
    }

    private async Task<long> SubscriptionIdAsync(string name)
    {
        var all = await new ChannelQueries(_database).ListAsync(Row.Key.Installation, Id, default);
        return all.Single(channel => channel.Subscription.Name == name).Subscription.Id;
    }
}
