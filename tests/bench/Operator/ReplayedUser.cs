using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Workers;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Notifications;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.Bench.Operator;

/// <summary>What a worker does to Postgres, without a worker: through its stores, with its notifications.</summary>
internal sealed class ReplayedUser
{
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromHours(12);

    private readonly NpgsqlDataSource _database;
    private readonly LeaseToken _token;
    private readonly IReadOnlyList<SubscriptionRow> _subscriptions;
    private int _parses;

    private ReplayedUser(NpgsqlDataSource database, LeaseToken token, IReadOnlyList<SubscriptionRow> subscriptions) =>
        (_database, _token, _subscriptions) = (database, token, subscriptions);

    /// <summary>Logs in with the settings that the operator has written.</summary>
    public static async Task<ReplayedUser> StartAsync(NpgsqlDataSource database, UserKey key, WorkerSettings settings)
    {
        var row = await new UserStore(database).EnsureAsync(key, suspended: false, default);
        var attempt = await new LeaseStore(database).TryAcquireAsync(row.Id, $"pod-{key.Name}", LeaseDuration, controlUrl: null, default);
        var token = attempt.Token ?? throw new InvalidOperationException($"The lease of {key.Name} is held by {attempt.HeldBy}.");
        var subscriptions = new SubscriptionStore(database);
        var rows = await subscriptions.SyncAsync(token, settings.Subscriptions, default);
        foreach (var (subscription, number) in rows.Select((subscription, number) => (subscription, number)))
        {
            var channel = new ChannelRow(-1001000000000 - number, $"Channel {number}", subscription.Channel.TrimStart('@'), "channel");
            await subscriptions.PinChannelAsync(token, subscription.Id, subscription.Channel, channel, initialCursor: 0, default);
        }
        await new SessionStore(database).PinAccountAsync(token, 1_000_000 + row.Id, key.Name, key.Name, default);
        var report = new SessionReport(
            SessionState.Ready, Connection: "Ready", SettingsHash: WorkerSettingsJson.Hash(settings), EventLoopId: "loop-1");
        await new SessionStore(database).ReportAsync(token, report, default);
        var user = new ReplayedUser(
            database, token, [.. rows.Select((subscription, number) => subscription with { ChatId = -1001000000000 - number })]);
        foreach (var number in Enumerable.Range(0, rows.Count))
            await user.ParseAsync(number);
        return user;
    }

    /// <summary>One parse of a subscription that finds one post.</summary>
    public async Task ParseAsync(int number)
    {
        var subscription = _subscriptions[number];
        var now = DateTimeOffset.UtcNow;
        var messageId = Interlocked.Increment(ref _parses);
        var post = new PostRecord { MessageId = messageId, Date = now, Text = "A post." };
        await new PostStore(_database).StorePageAsync(
            _token, new PostPage(subscription.ChatId!.Value, [post], new CursorMove.Forward(messageId)), default);
        var outcome = new SubscriptionOutcome(Reason: null, Message: null, Succeeded: true, now, now, now.AddMinutes(15));
        await new SubscriptionStore(_database).RecordOutcomeAsync(_token, subscription.Id, outcome, default);
        await new StateNotifier(_database).NotifyAsync(_token.UserId, default);
    }
}
