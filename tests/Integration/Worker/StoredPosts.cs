using System.Text.Json;
using Npgsql;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

/// <summary>A post in a form in which the server's and the database's can be compared.</summary>
internal sealed record ComparablePost(
    long MessageId, DateTime Date, string Kind, string Text, string Entities, long? AlbumId, int Views, int Forwards,
    string? Author, bool HasForward, long? ReplyTo);

/// <summary>Compares what Postgres holds with what the server has.</summary>
internal static class StoredPosts
{
    /// <summary>All posts of one user's channel in Postgres, by id.</summary>
    public static async Task<IReadOnlyList<ComparablePost>> ReadAsync(NpgsqlDataSource database, string user, long channelId)
    {
        await using var command = database.CreateCommand(
            """
            SELECT message_id, date, kind, text, entities, album_id, coalesce(views, 0), coalesce(forwards, 0), author_signature, forward IS NOT NULL,
                   (reply_to->>'message_id')::bigint
            FROM posts JOIN users ON users.id = user_id
            WHERE users.name = $1 AND chat_id = $2 ORDER BY message_id
            """);
        command.Parameters.AddWithValue(user);
        command.Parameters.AddWithValue(-1000000000000 - channelId);
        await using var reader = await command.ExecuteReaderAsync();
        var posts = new List<ComparablePost>();
        while (await reader.ReadAsync())
        {
            posts.Add(new ComparablePost(
                reader.GetInt64(0), reader.GetDateTime(1), reader.GetString(2), reader.GetString(3),
                Entities(reader.IsDBNull(4) ? null : reader.GetString(4)),
                Value<long>(5), reader.GetInt32(6), reader.GetInt32(7), reader.IsDBNull(8) ? null : reader.GetString(8), reader.GetBoolean(9), Value<long>(10)));
        }
        return posts;

        T? Value<T>(int column)
            where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);
    }

    /// <summary>Fails with the first difference between the server's posts and those in Postgres.</summary>
    public static async Task AssertEqualAsync(NpgsqlDataSource database, string user, Channel channel)
    {
        var expected = Expected(channel);
        var actual = await ReadAsync(database, user, channel.Id);
        foreach (var (e, a) in expected.Zip(actual))
            Assert.Equal(e, a);
        Assert.Equal(expected.Count, actual.Count);
    }

    /// <summary>All posts that the server has, by id.</summary>
    public static IReadOnlyList<ComparablePost> Expected(Channel channel) => [.. channel.Posts.OrderBy(p => p.Id).Select(Expected)];

    private static ComparablePost Expected(Post post) => new(
        post.Id,
        DateTimeOffset.FromUnixTimeSeconds(post.Date.ToUnixTimeSeconds()).UtcDateTime,
        post.Action is null ? "message" : "service",
        post.Text,
        string.Join(' ', post.Entities.Select(e => $"{Name(e.Kind)}@{e.Offset}+{e.Length}{e.Url}{e.Language}{e.DocumentId}").Order(StringComparer.Ordinal)),
        post.AlbumId,
        post.Action is null ? post.Views : 0,
        post.Action is null ? post.Forwards : 0,
        post.Author,
        post.Forward is not null,
        post.Action is null ? post.ReplyTo : null);

    private static string Entities(string? json)
    {
        if (json is null)
            return "";
        using var document = JsonDocument.Parse(json);
        return string.Join(' ', document.RootElement.EnumerateArray().Select(e =>
            $"{e.GetProperty("type").GetString()}@{e.GetProperty("offset").GetInt32()}+{e.GetProperty("length").GetInt32()}{Text(e, "url")}{Text(e, "language")}{Text(e, "custom_emoji_id")}")
            .Order(StringComparer.Ordinal));

        static string? Text(JsonElement e, string name) => e.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    private static string Name(EntityKind kind) => kind switch
    {
        EntityKind.Strike => "strikethrough",
        EntityKind.TextUrl => "text_link",
        EntityKind.Phone => "phone_number",
        EntityKind.BankCard => "bank_card_number",
        EntityKind.MentionName => "text_mention",
        _ => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()),
    };
}
