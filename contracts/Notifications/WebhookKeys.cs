using System.Text;

namespace TelegramParser.Contracts.Notifications;

/// <summary>Keys that requests of webhooks are signed with.</summary>
public static class WebhookKeys
{
    private const string Prefix = "whsec_";

    /// <summary>
    /// The keys of a Secret, one a line: while a receiver moves to a new one, the old one signs, too. <c>whsec_</c> and base64, or any
    /// other text, whose bytes are the key.
    /// </summary>
    /// <exception cref="FormatException">There is none, or one is not base64; the message holds no key.</exception>
    public static IReadOnlyList<byte[]> Parse(string text)
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
