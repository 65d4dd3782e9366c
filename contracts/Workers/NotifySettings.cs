using System.Security.Cryptography;
using System.Text;
using TelegramParser.Contracts.Resources;

namespace TelegramParser.Contracts.Workers;

/// <summary>Who is told, as the worker needs it: <see cref="NotifySpec"/> without anything secret.</summary>
public sealed record NotifySettings
{
    /// <summary>URL of the webhook; null when there is none, or when it is in the secret files.</summary>
    public string? Url { get; init; }

    /// <summary>What the names of the webhook's secret files begin with, see <see cref="WebhookSecrets"/>; null when it has none.</summary>
    public string? SecretFiles { get; init; }

    /// <summary>A message in the user's own Saved Messages.</summary>
    public bool SavedMessages { get; init; }

    /// <summary>There is a webhook.</summary>
    public bool HasWebhook() => Url is not null || SecretFiles is not null;

    /// <summary>The settings of a resource; null when it names nobody.</summary>
    public static NotifySettings? Of(NotifySpec? spec) => spec is null ? null : new NotifySettings
    {
        Url = spec.Webhook?.Url,
        SecretFiles = spec.Webhook?.SecretRef is { } secret ? WebhookSecrets.Prefix(secret.Name) : null,
        SavedMessages = spec.SavedMessages,
    };
}

/// <summary>Secrets of webhooks: keys of the Secret that a person makes, and files in the worker's secrets folder.</summary>
public static class WebhookSecrets
{
    /// <summary>Key, and end of the file's name: what requests are signed with, one key a line.</summary>
    public const string SigningKey = "signing-key";

    /// <summary>Key, and end of the file's name: where requests are sent when the resource does not say.</summary>
    public const string Url = "url";

    private const int PrefixBytes = 10;

    /// <summary>What the names of a Secret's files begin with: as long for every name, which may be as long as a file's.</summary>
    /// <param name="secretName">Name of the Secret.</param>
    public static string Prefix(string secretName) =>
        $"webhook-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secretName)).AsSpan(0, PrefixBytes))}";

    /// <summary>Name of a file.</summary>
    /// <param name="prefix">Of <see cref="Prefix"/>.</param>
    /// <param name="key"><see cref="SigningKey"/> or <see cref="Url"/>.</param>
    public static string File(string prefix, string key) => $"{prefix}-{key}";
}
