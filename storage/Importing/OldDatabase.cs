using System.Runtime.CompilerServices;
using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Importing;

/// <summary>Reads the older system's database. It writes nothing there.</summary>
public sealed class OldDatabase
{
    private readonly NpgsqlDataSource _database;
    private readonly OldNames _names;
    private readonly Dictionary<string, string> _types;

    private OldDatabase(NpgsqlDataSource database, OldNames names, Dictionary<string, string> types) =>
        (_database, _names, _types) = (database, names, types);

    /// <summary>Looks whether all that is needed is there.</summary>
    /// <param name="database">The older database.</param>
    /// <param name="names">What is called otherwise there.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="OldSchemaException">Something is missing or of another type; the message names it all.</exception>
    public static async Task<OldDatabase> OpenAsync(NpgsqlDataSource database, OldNames names, CancellationToken cancellation)
    {
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var table in OldColumn.All.GroupBy(column => column.Table, StringComparer.Ordinal))
        {
            var found = (await database.ListAsync(
                $"""
                SELECT attname::text AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
                WHERE attrelid = to_regclass({names.Table(table.Key).Text}) AND attnum > 0 AND NOT attisdropped
                """,
                row => (Name: row.Get<string>("name"), Type: row.Get<string>("type")),
                cancellation)).ToDictionary(column => column.Name, column => column.Type, StringComparer.Ordinal);
            if (found.Count == 0)
            {
                problems.Add($"there is no table {names.Table(table.Key).Text}");
                continue;
            }
            foreach (var column in table)
            {
                if (!found.TryGetValue(names.Column(column), out var type))
                {
                    if (column.Required)
                        problems.Add($"there is no {table.Key}.{names.Column(column)}");
                }
                else if (!Fits(column.Type, type))
                {
                    problems.Add($"{table.Key}.{names.Column(column)} is {type}, not {(column.Type is OldColumnType.Time ? "a timestamp" : "an integer")}");
                }
                else
                {
                    types[column.Path] = type;
                }
            }
        }
        return problems.Count == 0 ? new OldDatabase(database, names, types) : throw new OldSchemaException(problems);
    }

    /// <summary>Name of the database.</summary>
    public async Task<string> NameAsync(CancellationToken cancellation) =>
        (await _database.FirstAsync($"SELECT current_database()::text AS name", row => row.Get<string>("name"), cancellation))!;

    /// <summary>All users, by number.</summary>
    public Task<IReadOnlyList<OldUser>> UsersAsync(CancellationToken cancellation) => _database.ListAsync(
        $"SELECT {Number("users", "id")} AS id, {Text("users", "username")} AS username, {Number("users", "telegram_id")} AS telegram_id FROM {_names.Table("users")} AS users ORDER BY 1",
        row => new OldUser(row.Get<long>("id"), row.Get<string?>("username"), row.Get<long?>("telegram_id")),
        cancellation);

    /// <summary>All channels, by number.</summary>
    public Task<IReadOnlyList<OldChannel>> ChannelsAsync(CancellationToken cancellation) => _database.ListAsync(
        $"""
        SELECT {Number("channels", "id")} AS id, {Text("channels", "username")} AS username,
               {Number("channels", "telegram_id")} AS telegram_id, {Text("channels", "title")} AS title
        FROM {_names.Table("channels")} AS channels ORDER BY 1
        """,
        row => new OldChannel(row.Get<long>("id"), row.Get<string?>("username"), row.Get<long?>("telegram_id"), row.Get<string?>("title")),
        cancellation);

    /// <summary>The channels of a user: those that it follows, and those that it has posts of.</summary>
    public Task<IReadOnlyList<OldUserChannel>> ChannelsOfAsync(long userId, CancellationToken cancellation)
    {
        Statement read = PostsHaveUsers
            ? $"UNION ALL SELECT DISTINCT {Number("posts", "channel_id")}, false FROM {_names.Table("posts")} AS posts WHERE {Number("posts", "user_id")} = {userId}"
            : Statement.Empty;
        return _database.ListAsync(
            $"""
            SELECT channel_id, bool_or(followed) AS followed
            FROM (
                SELECT {Number("user_channel", "channel_id")} AS channel_id, true AS followed
                FROM {_names.Table("user_channel")} AS user_channel WHERE {Number("user_channel", "user_id")} = {userId}
                {read}) AS channels
            WHERE channel_id IS NOT NULL
            GROUP BY channel_id ORDER BY channel_id
            """,
            row => new OldUserChannel(row.Get<long>("channel_id"), row.Get<bool>("followed")),
            cancellation);
    }

    /// <summary>How many posts of a user there are beyond a row.</summary>
    public async Task<OldPostCounts> CountAsync(long userId, IReadOnlyList<long> channels, long after, CancellationToken cancellation)
    {
        Statement usable = $"{Column("posts", "message_id")} > 0 AND {Column("posts", "date")} IS NOT NULL";
        await using var batch = Unhurried(
            $"""
            SELECT count(*) AS total,
                   count(*) FILTER (WHERE {usable}) - count(DISTINCT ({Column("posts", "channel_id")}, {Column("posts", "message_id")})) FILTER (WHERE {usable}) AS duplicates,
                   count(*) FILTER (WHERE ({usable}) IS NOT TRUE) AS unusable
            FROM {_names.Table("posts")} AS posts WHERE {Selected(userId, channels, after)}
            """);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        return (await reader.ListAsync(
            row => new OldPostCounts(row.Get<long>("total"), row.Get<long>("duplicates"), row.Get<long>("unusable")), cancellation))[0];
    }

    /// <summary>The posts of a user beyond a row, by number, as they are read.</summary>
    public async IAsyncEnumerable<OldPost> PostsAsync(
        long userId, IReadOnlyList<long> channels, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var batch = Unhurried(
            $"""
            SELECT {Number("posts", "id")} AS id, {Number("posts", "channel_id")} AS channel_id, {Number("posts", "message_id")} AS message_id,
                   {Date()} AS date, coalesce({Text("posts", "text")}, '') AS text, {Number("posts", "views")} AS views,
                   {Text("posts", "enriched_content")} AS page_text
            FROM {_names.Table("posts")} AS posts WHERE {Selected(userId, channels, after)}
            ORDER BY {Column("posts", "id")}
            """);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return new OldPost(
                reader.Get<long>("id"), reader.Get<long>("channel_id"), reader.Get<long?>("message_id"), reader.Get<DateTimeOffset?>("date"),
                reader.Get<string>("text"), reader.Get<long?>("views"), reader.Get<string?>("page_text"));
        }
    }

    private bool PostsHaveUsers => _types.ContainsKey("posts.user_id");

    private Statement Selected(long userId, IReadOnlyList<long> channels, long after)
    {
        Statement owned = PostsHaveUsers ? $"AND {Column("posts", "user_id")} = {userId}" : Statement.Empty;
        return $"{Column("posts", "channel_id")} = ANY ({channels.ToArray()}) AND {Column("posts", "id")} > {after} {owned}";
    }

    // A column that the database lacks is NULL.
    private Fragment Number(string table, string name) => Cast(table, name, "bigint");

    private Fragment Text(string table, string name) => Cast(table, name, "text");

    private Fragment Cast(string table, string name, string type) =>
        new(_types.ContainsKey($"{table}.{name}") ? $"{Column(table, name).Text}::{type}" : $"NULL::{type}");

    private Fragment Date()
    {
        var column = Column("posts", "date").Text;
        return new(_types["posts.date"] is "timestamp without time zone" ? $"({column} AT TIME ZONE 'UTC')" : column);
    }

    private Fragment Column(string table, string name) =>
        new($"{table}.{OldNames.Quote(_names.Column(OldColumn.All.Single(column => string.Equals(column.Path, $"{table}.{name}", StringComparison.Ordinal))))}");

    // What the older database lacks an index for may take its time.
    private NpgsqlBatch Unhurried(Statement statement)
    {
        var batch = _database.Batch(statement);
        batch.Timeout = 0;
        return batch;
    }

    private static bool Fits(OldColumnType wanted, string type) => wanted switch
    {
        OldColumnType.Number => type is "smallint" or "integer" or "bigint",
        OldColumnType.Time => type is "timestamp without time zone" or "timestamp with time zone",
        _ => true,
    };
}

/// <summary>The older database is not of the shape that is expected.</summary>
/// <param name="problems">What is missing or different.</param>
public sealed class OldSchemaException(IReadOnlyList<string> problems)
    : Exception($"The older database is not of the expected shape: {string.Join("; ", problems)}.");
