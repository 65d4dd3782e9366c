using System.Security.Cryptography;
using System.Text;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Workers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>The Secret that a worker's secrets folder is mounted from.</summary>
internal static class DesiredSecret
{
    /// <summary>Key that holds the Postgres connection string; given to the worker as an environment variable.</summary>
    public const string DatabaseUrl = "database-url";

    private const int SessionKeyLength = 32;

    /// <summary>The Secret as it is first created: with a session key, which is made this one time.</summary>
    public static Secret WithNewSessionKey(TelegramUser user) => Build(user, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [WorkerSecrets.SessionKey] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SessionKeyLength)),
    });

    /// <summary>The session key of a Secret; null when it has none.</summary>
    public static string? SessionKeyOf(Secret? secret) =>
        secret?.Data?.GetValueOrDefault(WorkerSecrets.SessionKey) is { Length: > 0 } key ? Encoding.UTF8.GetString(key) : null;

    /// <summary>The manifest.</summary>
    /// <param name="options">The installation.</param>
    /// <param name="user">The user.</param>
    /// <param name="sessionKey">The key that exists.</param>
    /// <param name="given">What <see cref="WorkerCredentials"/> collected.</param>
    public static Secret Build(
        OperatorOptions options, TelegramUser user, string sessionKey, IReadOnlyDictionary<string, string> given)
    {
        var control = ControlCredentials.Derive(
            options.ControlKey.Span, options.Installation, user.Metadata.Namespace, user.Metadata.Name);
        var files = new Dictionary<string, string>(given, StringComparer.Ordinal)
        {
            [WorkerSecrets.SessionKey] = sessionKey,
            [WorkerSecrets.ControlToken] = control.Token,
            [WorkerSecrets.ControlKey] = control.PrivateKeyPem,
            [DatabaseUrl] = options.WorkerDatabase,
        };
        if (options.Enrichment.Crawl4AiToken is { } token)
            files[WorkerSecrets.Crawl4AiToken] = token;
        return Build(user, files);
    }

    private static Secret Build(TelegramUser user, Dictionary<string, string> files) => new()
    {
        Metadata = ChildNames.Metadata(user),
        Data = files.ToDictionary(file => file.Key, file => Encoding.UTF8.GetBytes(file.Value), StringComparer.Ordinal),
    };
}
