using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TelegramParser.Storage.Access;

/// <summary>The secret of an API token: <c>tgp_</c> and 256 random bits in base64url.</summary>
public static class ApiTokenSecret
{
    /// <summary>How every secret begins, so that people and scanners know what it is.</summary>
    public const string Prefix = "tgp_";

    private const int RandomBytes = 32;

    /// <summary>A new secret.</summary>
    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>Whether a text can be a secret at all.</summary>
    public static bool IsWellFormed(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal)
        && Base64Url.IsValid(text.AsSpan(Prefix.Length), out var length) && length == RandomBytes;

    /// <summary>What is stored of a secret, 32 bytes. No salt and no slow hash: nobody guesses 256 random bits.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
