using System.Security.Cryptography;
using System.Text;
using TelegramParser.Contracts.Notifications;
using TelegramParser.Contracts.Workers;
using TelegramParser.Storage.Outbox;
using TelegramParser.Worker.Settings;

namespace TelegramParser.Worker.Notifying.Webhooks;

/// <summary>Makes requests of notifications, with URL and keys as they are at that moment: a secret that was exchanged counts at once.</summary>
/// <param name="userKey">Names the user, the same over all times.</param>
/// <param name="secrets">The secrets.</param>
internal sealed class WebhookTarget(string userKey, SecretFiles secrets)
{
    private const int UuidBytes = 16;

    /// <summary>The request.</summary>
    /// <exception cref="SettingsException">URL or key are missing or cannot be used; the message holds neither.</exception>
    public WebhookRequest Request(QueuedNotification notification, NotifySettings notify) =>
        new(UrlOf(notify), KeysOf(notify), IdOf(notification), notification.Payload!);

    /// <summary>A UUID (version 8) from what happened and who is told.</summary>
    private string IdOf(QueuedNotification notification)
    {
        var source = notification.Source;
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{userKey}/{source.Kind}/{source.Name}/{notification.EventKey}")).AsSpan(0, UuidBytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private Uri UrlOf(NotifySettings notify)
    {
        var text = notify.Url ?? secrets.Webhook(notify.SecretFiles!, WebhookSecrets.Url)
            ?? throw new SettingsException($"The webhook has no URL. Give it as '{WebhookSecrets.Url}' in the Secret that notify.webhook.secretRef names.");
        return Uri.TryCreate(text, UriKind.Absolute, out var url)
            ? url
            : throw new SettingsException("The webhook's URL is none. Correct it in the resource or its Secret.");
    }

    // Where a key was asked for, nothing is sent without one.
    private IReadOnlyList<byte[]> KeysOf(NotifySettings notify)
    {
        if (notify.SecretFiles is not { } prefix)
            return [];
        var text = secrets.Webhook(prefix, WebhookSecrets.SigningKey)
            ?? throw new SettingsException($"The webhook has no signing key. Give it as '{WebhookSecrets.SigningKey}' in the Secret that notify.webhook.secretRef names.");
        try
        {
            return WebhookKeys.Parse(text);
        }
        catch (FormatException e)
        {
            throw new SettingsException($"The webhook's '{WebhookSecrets.SigningKey}' cannot be used: {e.Message}.");
        }
    }
}
