using Npgsql;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.Bench.Soak;

/// <summary>What one user has of one channel, compared with what the server has.</summary>
/// <param name="Posts">Posts that the server has.</param>
/// <param name="Lost">Of these, those that are not stored, or are stored as deleted.</param>
/// <param name="Doubled">Posts stored or counted twice, and such that the server never had.</param>
/// <param name="Stale">Posts stored with another text, without their links, or not as deleted though the server deleted them.</param>
internal sealed record SoakCounts(int Posts, int Lost, long Doubled, int Stale)
{
    /// <summary>All together.</summary>
    public static SoakCounts operator +(SoakCounts a, SoakCounts b) =>
        new(a.Posts + b.Posts, a.Lost + b.Lost, a.Doubled + b.Doubled, a.Stale + b.Stale);

    /// <summary>Compares.</summary>
    public static async Task<SoakCounts> OfAsync(NpgsqlDataSource database, string user, Channel channel)
    {
        var stored = await ReadAsync(database, user, channel.Id);
        var byId = stored.DistinctBy(post => post.Id).ToDictionary(post => post.Id);
        var served = channel.Posts;
        var ids = served.Select(post => (long)post.Id).ToHashSet();
        var lost = served.Count(post => !byId.TryGetValue(post.Id, out var row) || row.IsDeleted);
        var stale = served.Count(post => byId.TryGetValue(post.Id, out var row) && !row.IsDeleted && (row.Text != post.Text || row.Links != post.Entities.Count))
            + byId.Values.Count(row => !row.IsDeleted && !ids.Contains(row.Id));
        var neverServed = byId.Keys.Count(id => id > channel.Position.LastId);
        var counted = await CountedAsync(database, user, channel.Id);
        return new SoakCounts(served.Count, lost, stored.Count - byId.Count + neverServed + Math.Abs(counted - stored.Count), stale);
    }

    private static async Task<List<(long Id, string Text, int Links, bool IsDeleted)>> ReadAsync(NpgsqlDataSource database, string user, long channel)
    {
        await using var command = database.CreateCommand(
            """
            SELECT message_id, text, (SELECT count(*) FROM links WHERE post_id = posts.id)::integer, deleted_at IS NOT NULL
            FROM posts JOIN users ON users.id = user_id WHERE users.name = $1 AND chat_id = $2
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = user });
        command.Parameters.Add(new NpgsqlParameter { Value = ChatId(channel) });
        await using var reader = await command.ExecuteReaderAsync();
        var posts = new List<(long, string, int, bool)>();
        while (await reader.ReadAsync())
            posts.Add((reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2), reader.GetBoolean(3)));
        return posts;
    }

    private static async Task<long> CountedAsync(NpgsqlDataSource database, string user, long channel)
    {
        await using var command = database.CreateCommand(
            "SELECT posts_total FROM user_channels JOIN users ON users.id = user_id WHERE users.name = $1 AND chat_id = $2");
        command.Parameters.Add(new NpgsqlParameter { Value = user });
        command.Parameters.Add(new NpgsqlParameter { Value = ChatId(channel) });
        return Convert.ToInt64(await command.ExecuteScalarAsync() ?? 0L);
    }

    private static long ChatId(long channel) => -1_000_000_000_000 - channel;
}
