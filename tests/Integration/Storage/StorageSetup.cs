using Npgsql;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Time;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.IntegrationTests.Storage;

/// <summary>The steps that lead to a stored post, with names and numbers that no test cares about.</summary>
internal static class StorageSetup
{
    public const string Installation = "prod";
    public const long ChatId = -1001500000001;
    public static readonly TimeSpan LeaseDuration = TimeSpan.FromMinutes(10);
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A user with the lease taken.</summary>
    public static async Task<LeaseToken> TakeLeaseAsync(
        this NpgsqlDataSource database, string user = "ann", string holder = "pod-1")
    {
        var row = await new UserStore(database).EnsureAsync(
            new UserKey(Installation, "default", user), suspended: false, CancellationToken.None);
        var attempt = await new LeaseStore(database).TryAcquireAsync(
            row.Id, holder, LeaseDuration, "https://worker:8443", CancellationToken.None);
        return attempt.Token!;
    }

    /// <summary>A subscription, pinned.</summary>
    public static async Task<SubscriptionRow> SubscribeAsync(
        this NpgsqlDataSource database, LeaseToken token, string name = "news", long chatId = ChatId)
    {
        var store = new SubscriptionStore(database);
        var subscriptions = await store.SyncAsync(token, [Subscription(name)], CancellationToken.None);
        await store.PinChannelAsync(token, subscriptions[0].Id, subscriptions[0].Channel, Channel(chatId), initialCursor: 0, CancellationToken.None);
        return subscriptions[0] with { ChatId = chatId };
    }

    /// <summary>A user with the lease taken and one channel pinned.</summary>
    public static async Task<LeaseToken> StartReadingAsync(
        this NpgsqlDataSource database, string user = "ann", long chatId = ChatId)
    {
        var token = await database.TakeLeaseAsync(user);
        await database.SubscribeAsync(token, chatId: chatId);
        return token;
    }

    public static Task<StoredPage> StoreAsync(this NpgsqlDataSource database, LeaseToken token, params PostRecord[] posts) =>
        database.StoreAsync(token, new CursorMove.None(), posts);

    public static Task<StoredPage> StoreAsync(
        this NpgsqlDataSource database, LeaseToken token, CursorMove move, params PostRecord[] posts) =>
        new PostStore(database).StorePageAsync(token, new PostPage(ChatId, posts, move), CancellationToken.None);

    /// <summary>Texts of the user's posts that a search finds.</summary>
    public static async Task<IEnumerable<string>> SearchAsync(this NpgsqlDataSource database, LeaseToken token, string query)
    {
        var found = await new PostQueries(database).ListAsync(
            Installation, token.UserId, new PostFilter(Query: query), after: null, limit: 10, CancellationToken.None);
        return found.Posts.Select(post => post.Post.Text);
    }

    public static SubscriptionSettings Subscription(string name, string? channel = null) =>
        new() { Name = name, Channel = channel ?? $"@{name}" };

    public static ChannelRow Channel(long chatId = ChatId) => new(chatId, $"Channel {chatId}", $"c{-chatId}", "channel");

    public static PostRecord Post(long id, string text = "text") => new()
    {
        MessageId = id,
        Date = Noon.AddMinutes(id),
        Text = text,
    };

    /// <summary>Changes the database as nothing of the product does.</summary>
    public static async Task ExecuteAsync(this NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>One value of the database, for what has no query of its own.</summary>
    /// <summary>Waits until a statement on the database waits for a lock.</summary>
    public static Task SeeOneBlockedAsync(this NpgsqlDataSource database) => Eventually.SeeAsync(async () =>
        await database.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") == 1);

    public static async Task<T> ScalarAsync<T>(this NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
