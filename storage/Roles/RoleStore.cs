using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Roles;

/// <summary>Roles and their privileges, in the name of the role that owns the tables. Everything may be done again.</summary>
public sealed class RoleStore(NpgsqlDataSource database)
{
    /// <summary>
    /// Makes the role that a connection string names, or lets an existing one log in with its password.
    /// </summary>
    /// <param name="connectionString">Npgsql's form or a URL.</param>
    /// <param name="cancellation">Ends the calls.</param>
    /// <returns>The role's name; null when it is the one that owns the tables.</returns>
    /// <exception cref="RoleException">It must be done by a person: this role may not.</exception>
    /// <exception cref="ArgumentException">The connection string names no role.</exception>
    public async Task<string?> EnsureLoginAsync(string connectionString, CancellationToken cancellation)
    {
        var settings = Database.Settings(connectionString);
        var name = settings.Username is { Length: > 0 } user ? user : throw new ArgumentException("It names no role.", nameof(connectionString));
        var found = await database.FirstAsync(
            $"SELECT current_user = {name} AS is_owner, EXISTS (SELECT FROM pg_roles WHERE rolname = {name}) AS exists",
            row => (IsOwner: row.Get<bool>("is_owner"), Exists: row.Get<bool>("exists")),
            cancellation);
        if (found.IsOwner)
            return null;
        if (!found.Exists)
            await ChangeAsync("CREATE", name, settings.Password, cancellation);
        else if (await IsRefusedAsync(connectionString, cancellation))
            await ChangeAsync("ALTER", name, settings.Password, cancellation);
        return name;
    }

    /// <summary>Gives roles what their parts need, and takes what they no longer need: all in one transaction.</summary>
    /// <param name="roles">The parts of each role, by its name.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task GrantAsync(IReadOnlyDictionary<string, IReadOnlyCollection<DatabaseRole>> roles, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Two that grant at once would fail with "tuple concurrently updated".
        await RunAsync(connection, $"SELECT pg_advisory_xact_lock({Migrator.LockKey})", cancellation);
        var schema = (string)(await new NpgsqlCommand("SELECT current_schema()", connection).ExecuteScalarAsync(cancellation))!;
        foreach (var (name, parts) in roles)
        {
            var role = Identifier(name);
            await RunAsync(connection, $"GRANT CONNECT ON DATABASE {Identifier(connection.Database)} TO {role}", cancellation);
            await RunAsync(connection, $"GRANT USAGE ON SCHEMA {Identifier(schema)} TO {role}", cancellation);
            await RunAsync(connection, $"REVOKE ALL ON {string.Join(", ", RoleGrants.Tables.Select(Identifier))} FROM {role}", cancellation);
            foreach (var (table, privileges) in parts.SelectMany(RoleGrants.Of))
                await RunAsync(connection, $"GRANT {privileges} ON {Identifier(table)} TO {role}", cancellation);
        }
        await transaction.CommitAsync(cancellation);
    }

    private async Task ChangeAsync(string verb, string name, string? password, CancellationToken cancellation)
    {
        var secret = password is { Length: > 0 } ? $" PASSWORD '{ScramVerifier.Make(password)}'" : "";
        try
        {
            await using var command = database.CreateCommand($"{verb} ROLE {Identifier(name)} LOGIN{secret}");
            await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
        {
            // Another replica was faster.
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new RoleException(
                $"Role {name} cannot be made or changed here. Run as a superuser: {verb} ROLE {Identifier(name)} LOGIN PASSWORD '<that of its connection string>';",
                e);
        }
    }

    // Only an answer that says so: what cannot be reached from here may be reached from where the role is used.
    private static async Task<bool> IsRefusedAsync(string connectionString, CancellationToken cancellation)
    {
        await using var login = Database.Open(connectionString, "tgparser-migrate", maxPoolSize: 0);
        try
        {
            await using var connection = await login.OpenConnectionAsync(cancellation);
            return false;
        }
        catch (PostgresException e)
        {
            return e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
