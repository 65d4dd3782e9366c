using System.Security.Cryptography;
using System.Text;
using TelegramParser.Contracts.Notifications;

namespace TelegramParser.Worker.Notifying.Webhooks;

/// <summary>Signatures as standardwebhooks.com has them: HMAC-SHA256 over id, time and body.</summary>
internal static class WebhookSignature
{
    /// <summary>The value of <c>webhook-signature</c>: one signature a key, with spaces between.</summary>
    /// <param name="keys">Keys of <see cref="WebhookKeys.Parse"/>.</param>
    /// <param name="id">Value of <c>webhook-id</c>.</param>
    /// <param name="timestamp">Value of <c>webhook-timestamp</c>.</param>
    /// <param name="body">The body.</param>
    public static string Sign(IReadOnlyList<byte[]> keys, string id, string timestamp, string body)
    {
        var signed = Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}");
        return string.Join(' ', keys.Select(key => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}"));
    }
}
