namespace TelegramParser.Harness.Postgres;

/// <summary>What kind of cluster to run. The defaults are a test's: fast, and gone when disposed.</summary>
public sealed record PostgresClusterOptions
{
    /// <summary>Where the data lives and stays; a temporary folder that is removed in the end when null.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Whether what was committed survives a crash of the machine.</summary>
    public bool Durable { get; init; }

    /// <summary>Whether roles other than the superuser need their password.</summary>
    public bool Passwords { get; init; }

    /// <summary>Also listen on this port of 127.0.0.1; only the Unix socket when null.</summary>
    public int? TcpPort { get; init; }
}
