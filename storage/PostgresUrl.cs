using Npgsql;

namespace TelegramParser.Storage;

/// <summary>
/// Connection URLs as libpq takes them (PostgreSQL documentation, 34.1.1.2):
/// <c>postgres://user:password@host:port/database?sslmode=require</c>, and for a Unix socket
/// <c>postgres://user@/database?host=/run/postgresql</c> or <c>postgres://%2Frun%2Fpostgresql/database</c>.
/// </summary>
public static class PostgresUrl
{
    private const string SslModeKeyword = "SSL Mode";

    /// <summary>Whether the text is such a URL rather than Npgsql's own form.</summary>
    public static bool IsUrl(string connectionString) =>
        connectionString.StartsWith("postgres://", StringComparison.Ordinal) ||
        connectionString.StartsWith("postgresql://", StringComparison.Ordinal);

    /// <summary>Reads a URL.</summary>
    /// <exception cref="FormatException">The URL is not valid; the message repeats no value of it.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string url)
    {
        var settings = new NpgsqlConnectionStringBuilder();
        var (address, query) = Cut(url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..], '?');
        var (authority, database) = Cut(address, '/');
        // The last @ divides: a password that was not escaped may hold one.
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var (user, password) = Cut(authority[..at], ':');
            Set(settings, "user", user);
            Set(settings, "password", password);
        }
        SetHost(settings, authority[(at + 1)..]);
        Set(settings, "dbname", database);
        foreach (var option in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(option, '=');
            Set(settings, name, value);
        }
        return settings;
    }

    private static void SetHost(NpgsqlConnectionStringBuilder settings, string authority)
    {
        // The port follows the last colon, unless that colon is inside an IPv6 address in brackets.
        var colon = authority.LastIndexOf(':');
        if (colon < authority.LastIndexOf(']'))
            colon = -1;
        Set(settings, "host", (colon < 0 ? authority : authority[..colon]).TrimStart('[').TrimEnd(']'));
        Set(settings, "port", colon < 0 ? "" : authority[(colon + 1)..]);
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string name, string escaped)
    {
        if (escaped.Length == 0)
            return;
        var keyword = Keyword(name) ?? throw Invalid($"has the option \"{name}\", which is not supported");
        var value = Uri.UnescapeDataString(escaped);
        if (!TrySet(settings, keyword, keyword is SslModeKeyword ? value.Replace("-", "", StringComparison.Ordinal) : value))
            throw Invalid($"has a bad value for \"{name}\"");
    }

    private static bool TrySet(NpgsqlConnectionStringBuilder settings, string keyword, string value)
    {
        try
        {
            settings[keyword] = value;
            return true;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            // The cause is not passed on: it repeats the value, which may be a part of a password.
            return false;
        }
    }

    private static FormatException Invalid(string problem) => new($"The database URL {problem}.");

    private static string? Keyword(string libpqName) => libpqName switch
    {
        "host" or "hostaddr" => "Host",
        "port" => "Port",
        "user" => "Username",
        "password" => "Password",
        "dbname" => "Database",
        "sslmode" => SslModeKeyword,
        "sslrootcert" => "Root Certificate",
        "sslcert" => "SSL Certificate",
        "sslkey" => "SSL Key",
        "connect_timeout" => "Timeout",
        "target_session_attrs" => "Target Session Attributes",
        "application_name" => "Application Name",
        "options" => "Options",
        _ => null,
    };

    private static (string Before, string After) Cut(string text, char separator)
    {
        var index = text.IndexOf(separator);
        return index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);
    }
}
