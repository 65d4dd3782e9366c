using System.CommandLine;
using Npgsql;
using NpgsqlTypes;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Operator.Cli;

namespace TelegramParser.IntegrationTests.Importing;

/// <summary>A row of the older system's posts.</summary>
internal sealed record OldRow(long User, long Channel, long? MessageId, string Text, string? PageText = null, int Minute = 0);

/// <summary>A database of the older system's shape, and the import from it.</summary>
internal sealed class OldSystem : IAsyncDisposable
{
    public static readonly DateTime Noon = new(2025, 3, 1, 12, 0, 0);

    private OldSystem(string connectionString)
    {
        ConnectionString = connectionString;
        Database = NpgsqlDataSource.Create(connectionString);
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Database { get; }

    /// <summary>Two users, and a channel with an id, one with a link for a name, and one without an id.</summary>
    public static async Task<OldSystem> StartAsync(PostgresFixture postgres)
    {
        var old = new OldSystem(await postgres.Cluster.CreateEmptyDatabaseAsync());
        await old.RunAsync(
            """
            CREATE TABLE users (id serial PRIMARY KEY, username text, telegram_id bigint);
            CREATE TABLE channels (id serial PRIMARY KEY, username text NOT NULL, telegram_id bigint, title text);
            CREATE TABLE user_channel (user_id int REFERENCES users, channel_id int REFERENCES channels, last_parsed_at timestamp);
            CREATE TABLE posts (
                id serial PRIMARY KEY, user_id int REFERENCES users, channel_id int REFERENCES channels, message_id int, date timestamp, text text,
                views int, enriched_content text);
            INSERT INTO users (username, telegram_id) VALUES ('alice', 1001), ('bob', NULL);
            """);
        return old;
    }

    public async Task RunAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public Task AddChannelAsync(string username, long? telegramId, params int[] followers) => RunAsync(
        $"""
        INSERT INTO channels (username, telegram_id) VALUES ('{username}', {telegramId?.ToString() ?? "NULL"});
        INSERT INTO user_channel (user_id, channel_id) SELECT unnest('{"{" + string.Join(',', followers) + "}"}'::int[]), max(id) FROM channels;
        """);

    public async Task AddPostsAsync(params IEnumerable<OldRow> rows)
    {
        await using var connection = await Database.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY posts (user_id, channel_id, message_id, date, text, views, enriched_content) FROM STDIN BINARY");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync((int)row.User, NpgsqlDbType.Integer);
            await copy.WriteAsync((int)row.Channel, NpgsqlDbType.Integer);
            await (row.MessageId is { } id ? copy.WriteAsync((int)id, NpgsqlDbType.Integer) : copy.WriteNullAsync());
            await copy.WriteAsync(Noon.AddMinutes(row.Minute), NpgsqlDbType.Timestamp);
            await copy.WriteAsync(row.Text, NpgsqlDbType.Text);
            await copy.WriteAsync(7, NpgsqlDbType.Integer);
            await (row.PageText is { } text ? copy.WriteAsync(text, NpgsqlDbType.Text) : copy.WriteNullAsync());
        }
        await copy.CompleteAsync();
    }

    /// <summary>Arguments of an import into the installation of the tests' workers.</summary>
    public string[] Arguments(string database, params string[] more) =>
        ["import", "--from", ConnectionString, "--database", database, "--installation", "test", .. more];

    /// <summary>Imports in this process.</summary>
    /// <returns>What it has told.</returns>
    public async Task<string> ImportAsync(string database, params string[] more)
    {
        var output = new StringWriter();
        var root = new RootCommand { ImportCommand.Build() };
        await root.Parse(Arguments(database, more)).InvokeAsync(new InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false });
        return output.ToString();
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
