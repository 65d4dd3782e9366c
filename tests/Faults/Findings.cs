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
    public static async Task<Findings> OfAsync(NpgsqlDataSource database, Channel channel, IEnumerable<Overlap> overlaps)
    {
        var stored = await ReadAsync(database);
        var rows = await ScalarAsync(database, "SELECT count(*) FROM posts");
        var served = channel.Posts;
        var total = await ScalarAsync(database, "SELECT sum(posts_total)::bigint FROM user_channels");
        var current = stored.ToHashSet();
        var lost = served.Count(post => !current.Contains((post.Id, post.Text, post.Entities.Count)));
        var known = stored.DistinctBy(post => post.Id).Count(post => channel.Find((int)post.Id) is not null);
        return new Findings(served.Count, lost, stored.Count - known + (total - rows), overlaps.Count());
    }

    private static async Task<List<(long Id, string Text, int Links)>> ReadAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            "SELECT message_id, text, (SELECT count(*) FROM links WHERE post_id = posts.id)::integer FROM posts WHERE deleted_at IS NULL");
        await using var reader = await command.ExecuteReaderAsync();
        var posts = new List<(long, string, int)>();
        while (await reader.ReadAsync())
            posts.Add((reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2)));
        return posts;
    }

    private static async Task<long> ScalarAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
