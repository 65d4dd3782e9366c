using System.Security.Cryptography;

namespace TelegramParser.TelegramSimulator.Cryptography;

/// <summary>
/// AES-256 in Infinite Garble Extension mode, without padding: c[i] = E(p[i] ^ c[i-1]) ^ p[i-1]. The IV is c[0]
/// followed by p[0], 32 bytes.
/// </summary>
internal static class AesIge
{
    private const int Block = 16;

    public static byte[] Encrypt(ReadOnlySpan<byte> plain, byte[] key, ReadOnlySpan<byte> iv)
    {
        // With y[i] = c[i] ^ p[i-1] the mode is CBC over p[i] ^ p[i-2], so one call to the platform's CBC does the work.
        var mixed = plain.ToArray();
        if (mixed.Length > Block)
        {
            Bytes.Xor(mixed.AsSpan(Block, Block), iv[Block..]);
            Bytes.Xor(mixed.AsSpan(2 * Block), plain[..^(2 * Block)]);
        }

        using var aes = Aes.Create();
        aes.Key = key;
        var result = aes.EncryptCbc(mixed, iv[..Block], PaddingMode.None);
        Bytes.Xor(result.AsSpan(0, Block), iv[Block..]);
        Bytes.Xor(result.AsSpan(Block), plain[..^Block]);
        return result;
    }

    public static byte[] Decrypt(ReadOnlySpan<byte> encrypted, byte[] key, ReadOnlySpan<byte> iv)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.None;
        using var block = aes.CreateDecryptor();

        var plain = new byte[encrypted.Length];
        var input = new byte[Block];
        var previousEncrypted = iv[..Block];
        var previousPlain = iv[Block..];
        for (var start = 0; start < encrypted.Length; start += Block)
        {
            for (var i = 0; i < Block; i++)
                input[i] = (byte)(encrypted[start + i] ^ previousPlain[i]);
            block.TransformBlock(input, 0, Block, plain, start);
            for (var i = 0; i < Block; i++)
                plain[start + i] ^= previousEncrypted[i];
            previousEncrypted = encrypted.Slice(start, Block);
            previousPlain = plain.AsSpan(start, Block);
        }
        return plain;
    }
}
