using System.Security.Cryptography;
using System.Text;

namespace TelegramParser.Harness.Telegram;

/// <summary>
/// Makes a copy of TDLib that trusts another server. TDLib has no setting for that: it holds the RSA keys of Telegram's
/// production and test servers as PEM text, which the copy has replaced. Only tests and the demo do this.
/// </summary>
public static class TdlibPatcher
{
    private const int PemLength = 425;
    private const int KeysOfThatLength = 2;

    private static readonly byte[] Begin = Encoding.ASCII.GetBytes("-----BEGIN RSA PUBLIC KEY-----");
    private static readonly byte[] End = Encoding.ASCII.GetBytes("-----END RSA PUBLIC KEY-----");

    /// <summary>The library that <c>npm ci</c> in <c>worker/native</c> brings.</summary>
    /// <exception cref="FileNotFoundException">It is not there; the message says what to run.</exception>
    public static string FindLibrary()
    {
        var path = Path.Combine(Repository.Root, "worker/native/node_modules/@prebuilt-tdlib/linux-x64-glibc/libtdjson.so");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing. Run `npm ci` in worker/native.", path);
    }

    /// <summary>A copy of the library with this key in it; made once and kept for later runs.</summary>
    /// <param name="library">The library as Telegram's build has it.</param>
    /// <param name="publicKeyPem">The simulator's key as PKCS#1 PEM, 2,048 bits with exponent 65537.</param>
    /// <returns>The path of the copy.</returns>
    /// <exception cref="InvalidOperationException">The library does not hold the keys that it should, or the key is of another length.</exception>
    public static string Patch(string library, string publicKeyPem)
    {
        var bytes = File.ReadAllBytes(library);
        var key = Encoding.ASCII.GetBytes(publicKeyPem);
        var name = $"libtdjson-{Fingerprint(bytes)}-{Fingerprint(key)}.so";
        return TestCache.File(name, path => File.WriteAllBytes(path, Replace(bytes, key)));
    }

    private static byte[] Replace(byte[] library, byte[] key)
    {
        if (key.Length != PemLength)
            throw new InvalidOperationException($"The key's PEM has {key.Length} bytes in place of {PemLength}.");
        var places = FindKeys(library).Where(found => found.Length == PemLength).ToList();
        if (places.Count != KeysOfThatLength)
        {
            throw new InvalidOperationException(
                $"The library holds {places.Count} keys of {PemLength} bytes in place of {KeysOfThatLength}: it is another version.");
        }
        foreach (var (start, _) in places)
            key.CopyTo(library, start);
        return library;
    }

    private static IEnumerable<(int Start, int Length)> FindKeys(byte[] library)
    {
        for (var start = 0; ;)
        {
            var found = library.AsSpan(start).IndexOf(Begin);
            if (found < 0)
                yield break;
            start += found;
            var length = library.AsSpan(start).IndexOf(End) + End.Length;
            yield return (start, length);
            start += length;
        }
    }

    private static string Fingerprint(byte[] data) => Convert.ToHexStringLower(SHA256.HashData(data))[..16];
}
