using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace TelegramParser.TelegramSimulator.Cryptography;

/// <summary>Hashes of several byte strings joined, as MTProto's formulas write them.</summary>
internal static class Hash
{
    [SuppressMessage("Security", "CA5350", Justification = "MTProto's key exchange prescribes SHA-1.")]
    public static byte[] Sha1(params ReadOnlySpan<byte[]> parts) => Of(HashAlgorithmName.SHA1, parts);

    public static byte[] Sha256(params ReadOnlySpan<byte[]> parts) => Of(HashAlgorithmName.SHA256, parts);

    private static byte[] Of(HashAlgorithmName name, ReadOnlySpan<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(name);
        foreach (var part in parts)
            hash.AppendData(part);
        return hash.GetHashAndReset();
    }
}
