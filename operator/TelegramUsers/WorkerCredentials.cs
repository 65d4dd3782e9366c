using System.Globalization;
using System.Text;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>The secrets that a person gave for a user: Telegram credentials and those of a proxy.</summary>
internal static class WorkerCredentials
{
    /// <summary>Collects them from the Secrets that the user names, or from the installation's defaults.</summary>
    /// <param name="options">The installation.</param>
    /// <param name="user">The user.</param>
    /// <param name="find">Looks up a Secret of the user's namespace by name.</param>
    /// <returns>Contents of files by the names of <see cref="WorkerSecrets"/>, or what is missing.</returns>
    public static (IReadOnlyDictionary<string, string>? Files, Problem? Problem) Collect(
        OperatorOptions options, TelegramUser user, Func<string, Secret?> find)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var missing = AddTelegram(files, options, user, find) ?? AddProxy(files, options, user, find);
        return missing is null ? (files, null) : (null, new Problem(Reasons.CredentialsMissing, missing));
    }

    private static string? AddTelegram(
        Dictionary<string, string> files, OperatorOptions options, TelegramUser user, Func<string, Secret?> find)
    {
        if (user.Spec.CredentialsSecretRef is { } reference)
        {
            if (find(reference.Name) is not { } secret)
                return $"Secret '{reference.Name}' does not exist. Create it with api-id and api-hash from https://my.telegram.org.";
            (files[WorkerSecrets.ApiId], files[WorkerSecrets.ApiHash]) =
                (Text(secret, WorkerSecrets.ApiId), Text(secret, WorkerSecrets.ApiHash));
            if (Text(secret, WorkerSecrets.Password) is { Length: > 0 } password)
                files[WorkerSecrets.Password] = password;
        }
        else if (options.DefaultCredentials is { } defaults)
        {
            (files[WorkerSecrets.ApiId], files[WorkerSecrets.ApiHash]) = (defaults.ApiId, defaults.ApiHash);
        }
        else
        {
            return "There are no default Telegram credentials. Name a Secret with api-id and api-hash in spec.credentialsSecretRef.";
        }
        if (!int.TryParse(files[WorkerSecrets.ApiId], NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0)
            return $"{WorkerSecrets.ApiId} of {Source(user)} is not a number. Copy it from https://my.telegram.org.";
        if (files[WorkerSecrets.ApiHash] is not { Length: 32 } hash || !hash.All(char.IsAsciiHexDigit))
            return $"{WorkerSecrets.ApiHash} of {Source(user)} is not 32 hex digits. Copy it from https://my.telegram.org.";
        return null;
    }

    private static string? AddProxy(
        Dictionary<string, string> files, OperatorOptions options, TelegramUser user, Func<string, Secret?> find)
    {
        if (user.Spec.Proxy is not { } proxy)
        {
            foreach (var (name, value) in options.DefaultProxy?.Secrets ?? new Dictionary<string, string>(StringComparer.Ordinal))
                files[name] = value;
            return null;
        }
        if (proxy.SecretRef is not { } reference)
            return null;
        if (find(reference.Name) is not { } secret)
            return $"Secret '{reference.Name}' of spec.proxy does not exist. Create it with {(proxy.Type is ProxyType.Mtproto ? "secret" : "username and password")}.";
        if (proxy.Type is ProxyType.Mtproto && Text(secret, "secret").Length == 0)
            return $"Secret '{reference.Name}' of spec.proxy has no key 'secret'. Add the proxy's secret, hex or base64.";
        foreach (var (key, file) in ProxyFiles)
        {
            if (Text(secret, key) is { Length: > 0 } value)
                files[file] = value;
        }
        return null;
    }

    private static readonly (string Key, string File)[] ProxyFiles =
    [
        ("secret", WorkerSecrets.ProxySecret),
        ("username", WorkerSecrets.ProxyUsername),
        ("password", WorkerSecrets.ProxyPassword),
    ];

    private static string Source(TelegramUser user) =>
        user.Spec.CredentialsSecretRef is { } reference ? $"Secret '{reference.Name}'" : "the default credentials";

    // Editors and `kubectl create secret --from-file` leave a newline at the end.
    private static string Text(Secret secret, string key) =>
        secret.Data?.GetValueOrDefault(key) is { } bytes ? Encoding.UTF8.GetString(bytes).Trim() : "";
}
