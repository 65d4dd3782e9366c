namespace TelegramParser.TelegramSimulator.Cryptography;

/// <summary>Encryption of messages under an authorization key (https://core.telegram.org/mtproto/description).</summary>
internal static class MessageCipher
{
    private const int FromClient = 0;
    private const int FromServer = 8;

    /// <summary>The plain message, or null when <paramref name="messageKey"/> does not fit it.</summary>
    public static byte[]? DecryptFromClient(byte[] authKey, byte[] messageKey, ReadOnlySpan<byte> encrypted)
    {
        var (key, iv) = DeriveKeys(authKey, messageKey, FromClient);
        var plain = AesIge.Decrypt(encrypted, key, iv);
        return MessageKey(authKey, plain, FromClient).AsSpan().SequenceEqual(messageKey) ? plain : null;
    }

    /// <summary>The message key and the encrypted message.</summary>
    public static (byte[] MessageKey, byte[] Encrypted) EncryptFromServer(byte[] authKey, byte[] plain)
    {
        var messageKey = MessageKey(authKey, plain, FromServer);
        var (key, iv) = DeriveKeys(authKey, messageKey, FromServer);
        return (messageKey, AesIge.Encrypt(plain, key, iv));
    }

    /// <summary>MTProto 1.0, which clients still use inside <c>auth.bindTempAuthKey</c>.</summary>
    public static byte[] DecryptVersion1(byte[] authKey, byte[] messageKey, ReadOnlySpan<byte> encrypted)
    {
        var a = Hash.Sha1(messageKey, authKey[..32]);
        var b = Hash.Sha1(authKey[32..48], messageKey, authKey[48..64]);
        var c = Hash.Sha1(authKey[64..96], messageKey);
        var d = Hash.Sha1(messageKey, authKey[96..128]);
        byte[] key = [.. a[..8], .. b[8..20], .. c[4..16]];
        byte[] iv = [.. a[8..20], .. b[..8], .. c[16..20], .. d[..8]];
        return AesIge.Decrypt(encrypted, key, iv);
    }

    private static byte[] MessageKey(byte[] authKey, byte[] plain, int x) =>
        Hash.Sha256(authKey[(88 + x)..(120 + x)], plain)[8..24];

    private static (byte[] Key, byte[] Iv) DeriveKeys(byte[] authKey, byte[] messageKey, int x)
    {
        var a = Hash.Sha256(messageKey, authKey[x..(36 + x)]);
        var b = Hash.Sha256(authKey[(40 + x)..(76 + x)], messageKey);
        return ([.. a[..8], .. b[8..24], .. a[24..32]], [.. b[..8], .. a[8..24], .. b[24..32]]);
    }
}
