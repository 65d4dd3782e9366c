using Npgsql;
using TelegramParser.Storage;
using TelegramParser.Storage.Migrations;

namespace TelegramParser.Operator.Configuration;

/// <summary>The database as the command line names it: what is wrong with it is told in words.</summary>
internal static class OperatorDatabase
{
    /// <summary>Opens the pool of connections.</summary>
    /// <exception cref="UserErrorException">The connection string is not valid.</exception>
    public static NpgsqlDataSource Open(string connectionString, string applicationName, int maxPoolSize)
    {
        try
        {
            return Database.Open(connectionString, applicationName, maxPoolSize);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new UserErrorException($"The database's connection string cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Brings the schema up to date and returns the migrations that it took.</summary>
    /// <exception cref="UserErrorException">Postgres cannot be reached, or its schema is not one of ours.</exception>
    public static async Task<IReadOnlyList<string>> MigrateAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        try
        {
            return await new Migrator(database).MigrateAsync(cancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw Unusable(e);
        }
        catch (MigrationException e)
        {
            throw new UserErrorException(e.Message, e);
        }
    }

    /// <summary>What to do about a Postgres that cannot be used.</summary>
    public static UserErrorException Unusable(NpgsqlException cause) => new(
        $"Postgres cannot be used: {cause.Message}. Start it, create the database, and give --database or TGPARSER_DATABASE.", cause);
}
