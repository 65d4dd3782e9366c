using Npgsql;
using TelegramParser.Storage.Migrations;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage;

/// <summary>
/// Brings the schema up to date. Any number of processes may do so at once and again: each migration is one transaction
/// under an advisory lock, and one that has been applied is passed by.
/// </summary>
public sealed class Migrator
{
    // "tgparser" in ASCII: any number that nobody else uses will do.
    internal const long LockKey = 0x7467706172736572;

    private readonly NpgsqlDataSource _database;
    private readonly IReadOnlyList<Migration> _migrations;

    /// <summary>Migrates with the files that this assembly holds.</summary>
    public Migrator(NpgsqlDataSource database)
        : this(database, Migration.All)
    {
    }

    internal Migrator(NpgsqlDataSource database, IReadOnlyList<Migration> migrations)
    {
        _database = database;
        _migrations = migrations;
    }

    /// <summary>Applies what is pending.</summary>
    /// <returns>Names of the migrations that this call applied.</returns>
    /// <exception cref="MigrationException">A migration that was applied has been edited since.</exception>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellation)
    {
        var applied = new List<string>();
        foreach (var migration in _migrations)
            if (await ApplyAsync(migration, cancellation))
                applied.Add(migration.Name);
        return applied;
    }

    /// <summary>Names of the migrations that have not been applied.</summary>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellation)
    {
        var exists = await _database.FirstAsync(
            $"SELECT to_regclass('schema_migrations') IS NOT NULL AS found", row => row.Get<bool>("found"), cancellation);
        IReadOnlyList<string> applied = exists
            ? await _database.ListAsync($"SELECT name FROM schema_migrations", row => row.Get<string>("name"), cancellation)
            : [];
        return [.. _migrations.Select(migration => migration.Name).Except(applied, StringComparer.Ordinal)];
    }

    private async Task<bool> ApplyAsync(Migration migration, CancellationToken cancellation)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await RunAsync(
            connection,
            $"""
            SELECT pg_advisory_xact_lock({LockKey});
            CREATE TABLE IF NOT EXISTS schema_migrations (
                name        text PRIMARY KEY,
                checksum    text NOT NULL,
                applied_at  timestamptz NOT NULL DEFAULT now()
            )
            """,
            cancellation);
        if (await RecordedChecksumAsync(connection, migration.Name, cancellation) is { } recorded)
        {
            if (!string.Equals(recorded, migration.Checksum, StringComparison.Ordinal))
                throw new MigrationException(
                    $"Migration {migration.Name} was edited after it had been applied. Restore the file and put the change into a new one.");
            return false;
        }
        await RunAsync(connection, migration.Sql, cancellation);
        await using var record = new NpgsqlCommand("INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)", connection)
        {
            Parameters = { new() { Value = migration.Name }, new() { Value = migration.Checksum } },
        };
        await record.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private static async Task<string?> RecordedChecksumAsync(
        NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT checksum FROM schema_migrations WHERE name = $1", connection)
        {
            Parameters = { new() { Value = name } },
        };
        return (string?)await command.ExecuteScalarAsync(cancellation);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
