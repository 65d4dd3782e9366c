using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace TelegramParser.TelegramSimulator.Mtproto;

/// <summary>The MTProxy secrets by which clients are told apart: each belongs to one named client.</summary>
public sealed class ProxySecrets
{
    /// <summary>The name of clients that connect without a proxy secret.</summary>
    public const string Direct = "direct";

    private const int SecretLength = 16;

    private readonly ConcurrentDictionary<string, byte[]> _byClient = new(StringComparer.Ordinal);

    /// <summary>Registers a client, or gives it another secret.</summary>
    /// <param name="client">How its calls appear in the records.</param>
    /// <param name="secret">16 bytes as hex digits, with or without the "dd" prefix; null for a random one.</param>
    /// <returns>The secret, 32 hex digits.</returns>
    /// <exception cref="FormatException">The secret is not 16 bytes of hex.</exception>
    public string Register(string client, string? secret = null)
    {
        var bytes = secret is null ? RandomNumberGenerator.GetBytes(SecretLength) : Convert.FromHexString(secret);
        if (bytes is [0xdd, ..] && bytes.Length == SecretLength + 1)
            bytes = bytes[1..];
        if (bytes.Length != SecretLength)
            throw new FormatException($"A proxy secret is {SecretLength} bytes ({2 * SecretLength} hex digits).");
        _byClient[client] = bytes;
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>The secret of a client, 32 hex digits; null when it has none.</summary>
    public string? Find(string client) => _byClient.TryGetValue(client, out var secret) ? Convert.ToHexStringLower(secret) : null;

    internal IEnumerable<(string Client, byte[] Secret)> All => _byClient.Select(entry => (entry.Key, entry.Value));
}
