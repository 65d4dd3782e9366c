using System.Buffers.Binary;
using TelegramParser.TelegramSimulator.Cryptography;

namespace TelegramParser.TelegramSimulator.Mtproto;

/// <summary>
/// The 64 bytes that open an obfuscated connection. With an MTProxy secret the AES keys are mixed with it, so the
/// secret of a connection is the one under which the header decrypts to a known framing tag.
/// </summary>
/// <param name="Dc">The data centre that the client means to talk to; negative for media, zero when it does not say.</param>
internal sealed record ObfuscatedHeader(string Client, int Dc, Framing Framing, AesCtr Incoming, AesCtr Outgoing)
{
    public const int Length = 64;

    /// <summary>Null when no registered secret fits.</summary>
    public static ObfuscatedHeader? Open(byte[] header, ProxySecrets secrets)
    {
        foreach (var (client, secret) in secrets.All.Append((ProxySecrets.Direct, [])))
        {
            var incoming = Cipher(header[8..56], secret);
            var plain = (byte[])header.Clone();
            incoming.Apply(plain);
            if (Framing.ByTag(BinaryPrimitives.ReadUInt32LittleEndian(plain.AsSpan(56))) is { } framing)
            {
                var dc = BinaryPrimitives.ReadInt16LittleEndian(plain.AsSpan(60));
                return new ObfuscatedHeader(client, dc, framing, incoming, Cipher([.. header[8..56].Reverse()], secret));
            }
            incoming.Dispose();
        }
        return null;
    }

    private static AesCtr Cipher(byte[] keyAndIv, byte[] secret)
    {
        var key = secret.Length == 0 ? keyAndIv[..32] : Hash.Sha256(keyAndIv[..32], secret);
        return new AesCtr(key, keyAndIv[32..]);
    }
}
