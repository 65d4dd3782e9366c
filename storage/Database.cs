using Npgsql;

namespace TelegramParser.Storage;

/// <summary>Opens the pool of connections to Postgres.</summary>
public static class Database
{
    /// <summary>
    /// A pool that keeps no idle connection for long and no state in a session: a thousand workers may share one server,
    /// directly or through PgBouncer in transaction mode. Opens no connection by itself.
    /// </summary>
    /// <param name="connectionString">Npgsql's form (<c>Host=…;Database=…</c>) or a URL, see <see cref="PostgresUrl"/>.</param>
    /// <param name="applicationName">What <c>pg_stat_activity</c> shows.</param>
    /// <param name="maxPoolSize">Most connections at a time; with 0 there is no pool, and each statement has a connection of its own.</param>
    /// <exception cref="ArgumentException">The connection string is not valid.</exception>
    /// <exception cref="FormatException">The URL is not valid.</exception>
    public static NpgsqlDataSource Open(string connectionString, string applicationName, int maxPoolSize)
    {
        var settings = Settings(connectionString);
        settings.ApplicationName = applicationName;
        settings.Pooling = maxPoolSize > 0;
        settings.MaxPoolSize = Math.Max(maxPoolSize, 1);
        settings.MinPoolSize = 0;
        settings.ConnectionIdleLifetime = 5;
        settings.ConnectionPruningInterval = 1;
        settings.MaxAutoPrepare = 0;
        // Kerberos for those who ask for it: else Npgsql looks for its library first, which small images lack, and complains.
        if (!settings.ShouldSerialize("GSS Encryption Mode"))
            settings.GssEncryptionMode = GssEncryptionMode.Disable;
        // DISCARD ALL makes no sense behind PgBouncer, and no statement of ours leaves anything to discard.
        settings.NoResetOnClose = true;
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    /// <summary>What a connection string says, in either form.</summary>
    internal static NpgsqlConnectionStringBuilder Settings(string connectionString) => PostgresUrl.IsUrl(connectionString)
        ? PostgresUrl.Parse(connectionString)
        : new NpgsqlConnectionStringBuilder(connectionString);
}
