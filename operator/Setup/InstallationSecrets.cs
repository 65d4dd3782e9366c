using System.Security.Cryptography;
using TelegramParser.Operator.Configuration;

namespace TelegramParser.Operator.Setup;

/// <summary>New values of the Secrets that <c>operator secrets</c> makes. The names of the keys are what the chart mounts.</summary>
internal static class InstallationSecrets
{
    /// <summary>Role that owns the tables of a bundled Postgres; the image makes it.</summary>
    public const string Owner = "tgparser";

    /// <summary>Database of a bundled Postgres.</summary>
    public const string Database = "tgparser";

    // 24 bytes are 32 characters of base64url, none of which needs escaping in a URL.
    private const int PasswordBytes = 24;

    /// <summary>Keys of the installation itself.</summary>
    public static IReadOnlyDictionary<string, string> Keys() => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["control-key"] = ControlKey.New(),
        ["api-token"] = Password(),
    };

    /// <summary>The password of a bundled Postgres and a URL for each of its roles.</summary>
    /// <param name="host">Host, with a port where it is another than 5432.</param>
    public static IReadOnlyDictionary<string, string> OfDatabase(string host)
    {
        var owner = Password();
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["postgres-password"] = owner,
            ["migrate-url"] = Url(Owner, owner),
            ["operator-url"] = Url("tgparser_operator", Password()),
            ["web-url"] = Url("tgparser_web", Password()),
            ["worker-url"] = Url("tgparser_worker", Password()),
        };

        string Url(string user, string password) => $"postgres://{user}:{password}@{host}/{Database}";
    }

    private static string Password() =>
        Convert.ToBase64String(RandomNumberGenerator.GetBytes(PasswordBytes)).Replace('+', '-').Replace('/', '_');
}
