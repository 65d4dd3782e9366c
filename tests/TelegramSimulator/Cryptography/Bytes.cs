using System.Numerics;

namespace TelegramParser.TelegramSimulator.Cryptography;

/// <summary>Bytes combined many at a time.</summary>
internal static class Bytes
{
    /// <summary><paramref name="target"/> becomes itself exclusive-or <paramref name="mask"/>, of the same length.</summary>
    public static void Xor(Span<byte> target, ReadOnlySpan<byte> mask)
    {
        var width = Vector<byte>.Count;
        var whole = target.Length - target.Length % width;
        for (var i = 0; i < whole; i += width)
            (new Vector<byte>(target[i..]) ^ new Vector<byte>(mask[i..])).CopyTo(target[i..]);
        for (var i = whole; i < target.Length; i++)
            target[i] ^= mask[i];
    }
}
