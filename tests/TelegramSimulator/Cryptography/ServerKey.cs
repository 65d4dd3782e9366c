using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using TelegramParser.TelegramSimulator.Tl;

namespace TelegramParser.TelegramSimulator.Cryptography;

/// <summary>The server's RSA key of 2,048 bits. Clients must hold its public half.</summary>
public sealed class ServerKey
{
    private readonly BigInteger _modulus;
    private readonly BigInteger _exponent;

    private ServerKey(RSA rsa)
    {
        var parameters = rsa.ExportParameters(includePrivateParameters: true);
        _modulus = DiffieHellman.FromBytes(parameters.Modulus);
        _exponent = DiffieHellman.FromBytes(parameters.D);
        PublicPem = rsa.ExportRSAPublicKeyPem();
        var numbers = new TlWriter().Bytes(parameters.Modulus).Bytes(parameters.Exponent).ToArray();
        Fingerprint = BinaryPrimitives.ReadInt64LittleEndian(Hash.Sha1(numbers).AsSpan(12));
    }

    /// <summary>The public key as PKCS#1 PEM, the form in which Telegram's libraries hold it.</summary>
    public string PublicPem { get; }

    /// <summary>How clients name the key: the last eight bytes of the SHA-1 of its numbers.</summary>
    public long Fingerprint { get; }

    /// <summary>The key in a PEM file; a new one is written there when the file does not exist.</summary>
    public static ServerKey LoadOrCreate(string path)
    {
        using var rsa = RSA.Create(2048);
        if (!File.Exists(path))
            WriteOnce(path, rsa.ExportRSAPrivateKeyPem());
        rsa.ImportFromPem(File.ReadAllText(path));
        return new ServerKey(rsa);
    }

    /// <summary>The data of an RSA_PAD or an older (SHA-1) envelope, or null when it is neither.</summary>
    internal byte[]? Decrypt(ReadOnlySpan<byte> envelope)
    {
        var opened = DiffieHellman.ToBytes(BigInteger.ModPow(DiffieHellman.FromBytes(envelope), _exponent, _modulus));
        return OpenRsaPad(opened) ?? OpenSha1(opened);
    }

    private static byte[]? OpenRsaPad(byte[] opened)
    {
        var encrypted = opened[32..];
        var key = Hash.Sha256(encrypted);
        for (var i = 0; i < key.Length; i++)
            key[i] ^= opened[i];
        var plain = AesIge.Decrypt(encrypted, key, new byte[32]);
        var data = plain[..192];
        Array.Reverse(data);
        return Hash.Sha256(key, data).AsSpan().SequenceEqual(plain.AsSpan(192)) ? data : null;
    }

    /// <summary>A zero, SHA-1 of the data, the data, random bytes. The length of the data is known only to its reader.</summary>
    private static byte[]? OpenSha1(byte[] opened) => opened[0] == 0 ? opened[21..] : null;

    private static void WriteOnce(string path, string pem)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = $"{path}.{Environment.ProcessId}";
        File.WriteAllText(temporary, pem);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first: its key is the key.
            File.Delete(temporary);
        }
    }
}
