using Npgsql;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Notifications;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Runs;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.Worker.Session;

/// <summary>Everything of Postgres that the worker uses.</summary>
internal sealed class Stores(NpgsqlDataSource database)
{
    public UserStore Users { get; } = new(database);

    public LeaseStore Leases { get; } = new(database);

    public SessionStore Sessions { get; } = new(database);

    public SubscriptionStore Subscriptions { get; } = new(database);

    public PostStore Posts { get; } = new(database);

    public UnstoredStore Unstored { get; } = new(database);

    public RunStore Runs { get; } = new(database);

    public StateNotifier Notifier { get; } = new(database);
}
