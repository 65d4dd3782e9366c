using System.Security.Cryptography;
using System.Text;

namespace TelegramParser.Worker.Notifying.Webhooks;

/// <summary>Signatures as standardwebhooks.com has them: HMAC-SHA256 over id, time and body.</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <summary>The value of <c>webhook-signature</c>: one signature a key, with spaces between.</summary>
    /// <param name="keys">Keys of <see cref="ParseKeys"/>.</param>
    /// <param name="id">Value of <c>webhook-id</c>.</param>
    /// <param name="timestamp">Value of <c>webhook-timestamp</c>.</param>
    /// <param name="body">The body.</param>
    public static string Sign(IReadOnlyList<byte[]> keys, string id, string timestamp, string body)
    {
        var signed = Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}");
        return string.Join(' ', keys.Select(key => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}"));
    }

    /// <summary>
    /// The keys of a Secret, one a line: while a receiver moves to a new one, the old one signs, too. <c>whsec_</c> and base64, or any
    /// other text, whose bytes are the key.
    /// </summary>
    /// <exception cref="FormatException">There is none, or one is not base64; the message holds no key.</exception>
    public static IReadOnlyList<byte[]> ParseKeys(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length > 0 ? [.. lines.Select(ParseKey)] : throw new FormatException("there is no key in it");
    }

    private static byte[] ParseKey(string line)
    {
        if (!line.StartsWith(Prefix, StringComparison.Ordinal))
            return Encoding.UTF8.GetBytes(line);
        var key = new byte[line.Length];
        return Convert.TryFromBase64String(line[Prefix.Length..], key, out var length) && length > 0
            ? key[..length]
            : throw new FormatException($"what follows {Prefix} is not base64");
    }
}
