using Npgsql;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.FaultTests;

/// <summary>What a fault has done to the posts and to the session.</summary>
/// <param name="Posts">Posts that the server has.</param>
/// <param name="Lost">Of these, how many are not stored, or with another text or without their links.</param>
/// <param name="Doubled">Posts that are stored or were counted more than once, and such that the server does not have.</param>
/// <param name="TwoClients">How often two workers were live on one authorization key, as the server saw it.</param>
internal sealed record Findings(int Posts, int Lost, long Doubled, int TwoClients)
{
    /// <param name="database">The workers' database.</param>
    /// <param name="channel">The channel that they read.</param>
    /// <param name="overlaps">Times of two clients on one key.</param>
    public static Task<Findings> OfAsync(NpgsqlDataSource database, Channel channel, IEnumerable<Overlap> overlaps) => OfAsync(database, [channel], overlaps);

    /// <param name="database">The workers' database.</param>
    /// <param name="channels">The channels that they read.</param>
    /// <param name="overlaps">Times of two clients on one key.</param>
    public static async Task<Findings> OfAsync(NpgsqlDataSource database, IReadOnlyCollection<Channel> channels, IEnumerable<Overlap> overlaps)
    {
        var stored = await ReadAsync(database);
        var rows = await ScalarAsync(database, "SELECT count(*) FROM posts");
        var served = channels.SelectMany(channel => channel.Posts.Select(post => new StoredPost(ChatOf(channel), post.Id, post.Text, post.Entities.Count))).ToList();
        var total = await ScalarAsync(database, "SELECT sum(posts_total)::bigint FROM user_channels");
        var current = stored.ToHashSet();
        var ids = served.Select(post => (post.Chat, post.Id)).ToHashSet();
        var lost = served.Count(post => !current.Contains(post));
        var known = stored.Select(post => (post.Chat, post.Id)).Distinct().Count(ids.Contains);
        return new Findings(served.Count, lost, stored.Count - known + (total - rows), overlaps.Count());
    }

    // As TDLib numbers channels among all chats.
    private static long ChatOf(Channel channel) => -1_000_000_000_000 - channel.Id;

    private static async Task<List<StoredPost>> ReadAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            "SELECT chat_id, message_id, text, (SELECT count(*) FROM links WHERE post_id = posts.id)::integer FROM posts WHERE deleted_at IS NULL");
        await using var reader = await command.ExecuteReaderAsync();
        var posts = new List<StoredPost>();
        while (await reader.ReadAsync())
            posts.Add(new StoredPost(reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetInt32(3)));
        return posts;
    }

    private static async Task<long> ScalarAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private sealed record StoredPost(long Chat, long Id, string Text, int Links);
}
