using Npgsql;
using TelegramParser.Storage.Enrichment;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Monitoring;
using TelegramParser.Storage.Notifications;
using TelegramParser.Storage.Outbox;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Refreshing;
using TelegramParser.Storage.Runs;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.Worker.Session;

/// <summary>Everything of Postgres that the worker uses.</summary>
/// <param name="database">Pool of connections.</param>
/// <param name="unpooled">Opens a connection for each statement, so that a renewal of the lease neither waits for the pool nor keeps a connection.</param>
internal sealed class Stores(NpgsqlDataSource database, NpgsqlDataSource unpooled)
{
    public UserStore Users { get; } = new(database);

    public LeaseStore Leases { get; } = new(unpooled);

    public SessionStore Sessions { get; } = new(database);

    public SubscriptionStore Subscriptions { get; } = new(database);

    public PostStore Posts { get; } = new(database);

    public SearchIndexStore SearchIndex { get; } = new(database);

    public LinkFollowStore LinkFollows { get; } = new(database);

    public PageQueueStore PageQueue { get; } = new(database);

    public PageOutcomeStore PageOutcomes { get; } = new(database);

    public UnstoredStore Unstored { get; } = new(database);

    public RefreshStore Refresh { get; } = new(database);

    public RunStore Runs { get; } = new(database);

    public MonitorStore Monitors { get; } = new(database);

    public KeywordSearch Keywords { get; } = new(database);

    public PostOutboxStore PostOutbox { get; } = new(database);

    public MentionOutboxStore MentionOutbox { get; } = new(database);

    public OutboxStore Outbox { get; } = new(database);

    public StateNotifier Notifier { get; } = new(database);
}
