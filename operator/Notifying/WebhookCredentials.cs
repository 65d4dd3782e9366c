using System.Text;
using TelegramParser.Contracts.Notifications;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.Notifying;

/// <summary>The secrets that a person gave for webhooks.</summary>
internal static class WebhookCredentials
{
    /// <summary>Collects what there is; what is missing is told by <see cref="Check"/>, and nothing is sent without it.</summary>
    /// <param name="asked">What the user's resources ask for.</param>
    /// <param name="find">Looks up a Secret of the user's namespace by name.</param>
    /// <returns>Contents of files by their names.</returns>
    public static IReadOnlyDictionary<string, string> Collect(IEnumerable<NotifySpec?> asked, Func<string, Secret?> find)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in asked.Select(notify => notify?.Webhook?.SecretRef?.Name).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            foreach (var key in new[] { WebhookSecrets.SigningKey, WebhookSecrets.Url })
            {
                if (Text(find(name), key) is { Length: > 0 } value)
                    files[WebhookSecrets.File(WebhookSecrets.Prefix(name), key)] = value;
            }
        }
        return files;
    }

    /// <summary>What keeps a resource's notifications from being sent; null when nothing does.</summary>
    public static async Task<Problem?> CheckAsync(IBoundResource resource, SecretCache secrets, CancellationToken cancellationToken)
    {
        Secret? secret = null;
        foreach (var key in resource.WebhookSecrets)
            secret = await secrets.FindNamedAsync(key, cancellationToken);
        return Check(resource.Notify, secret);
    }

    /// <summary>What keeps notifications from being sent; null when nothing does.</summary>
    /// <param name="notify">What a resource asks for.</param>
    /// <param name="secret">The Secret that it names; null when there is none.</param>
    public static Problem? Check(NotifySpec? notify, Secret? secret)
    {
        if (notify?.Webhook is not { SecretRef: { } reference } webhook)
            return null;
        var missing = Missing(webhook, reference.Name, secret);
        return missing is null ? null : new Problem(Reasons.NotifySecretMissing, $"{missing} Until then its notifications wait, for a day at most; all else goes on.");
    }

    private static string? Missing(WebhookSpec webhook, string name, Secret? secret)
    {
        if (secret is null)
            return $"Secret '{name}' of spec.notify.webhook does not exist. Create it with {WebhookSecrets.SigningKey}{(webhook.Url is null ? $" and {WebhookSecrets.Url}" : "")}.";
        try
        {
            if (Text(secret, WebhookSecrets.SigningKey) is not { Length: > 0 } keys)
                return $"Secret '{name}' of spec.notify.webhook has no key '{WebhookSecrets.SigningKey}'. Add it: whsec_ and base64, or any text.";
            _ = WebhookKeys.Parse(keys);
        }
        catch (FormatException e)
        {
            return $"'{WebhookSecrets.SigningKey}' of Secret '{name}' cannot be used: {e.Message}. Write whsec_ and base64, or any text.";
        }
        if (webhook.Url is not null)
            return null;
        return Text(secret, WebhookSecrets.Url) switch
        {
            "" => $"Secret '{name}' has no key '{WebhookSecrets.Url}', and spec.notify.webhook has none either. Add it to one of them.",
            var text when !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") =>
                $"'{WebhookSecrets.Url}' of Secret '{name}' is not a web address. Write https://… or http://….",
            _ => null,
        };
    }

    private static string Text(Secret? secret, string key) =>
        secret?.Data?.GetValueOrDefault(key) is { } bytes ? Encoding.UTF8.GetString(bytes).Trim() : "";
}
