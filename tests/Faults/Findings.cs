using Npgsql;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.FaultTests;

/// <summary>What a fault has done to the posts and to the session.</summary>
/// <param name="Posts">Posts that the server has.</param>
/// <param name="Lost">Of these, how many are not stored, or with another text or without their links.</param>
/// <param name="Doubled">Posts that are stored or were counted more than once, and such that the server does not have.</param>
/// <param name="TwoClients">Pairs of workers whose calls reached Telegram in turns.</param>
internal sealed record Findings(int Posts, int Lost, long Doubled, int TwoClients)
{
    public static async Task<Findings> OfAsync(NpgsqlDataSource database, Channel channel, SimulatedWorld world)
    {
        var stored = await ReadAsync(database);
        var served = channel.Posts;
        var total = await ScalarAsync(database, "SELECT sum(posts_total)::bigint FROM user_channels");
        var lost = served.Count(post => !stored.Contains((post.Id, post.Text, post.Entities.Count)));
        var known = stored.DistinctBy(post => post.Id).Count(post => channel.Find((int)post.Id) is not null);
        return new Findings(served.Count, lost, stored.Count - known + (total - stored.Count), Overlaps(world));
    }

    // Every worker has a proxy secret, and so a name, of its own: calls of two that mix are two clients at once.
    private static int Overlaps(SimulatedWorld world)
    {
        var spans = world.Calls.All.GroupBy(call => call.Client, StringComparer.Ordinal)
            .Select(calls => (First: calls.Min(call => call.Time), Last: calls.Max(call => call.Time))).OrderBy(span => span.First).ToList();
        return spans.Select((span, i) => spans.Take(i).Count(earlier => earlier.Last > span.First)).Sum();
    }

    private static async Task<List<(long Id, string Text, int Links)>> ReadAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            "SELECT message_id, text, (SELECT count(*) FROM links WHERE post_id = posts.id)::integer FROM posts");
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
