using System.Text;

namespace TelegramParser.TelegramSimulator.Cryptography;

/// <summary>
/// The keys that TDLib trusts. It has no setting for them: it holds the RSA keys of Telegram's production and test servers as
/// PEM text, and a copy of the library with that text replaced trusts another server. Only tests and the demo do this.
/// </summary>
public static class TdlibKeys
{
    private const int PemLength = 425;
    private const int KeysOfThatLength = 2;

    private static readonly byte[] Begin = Encoding.ASCII.GetBytes("-----BEGIN RSA PUBLIC KEY-----");
    private static readonly byte[] End = Encoding.ASCII.GetBytes("-----END RSA PUBLIC KEY-----");

    /// <summary>Replaces the keys in a library.</summary>
    /// <param name="library">The library as Telegram's build has it; it is changed.</param>
    /// <param name="publicKeyPem">The server's key as PKCS#1 PEM, 2,048 bits with exponent 65537.</param>
    /// <returns>The library that was given.</returns>
    /// <exception cref="InvalidOperationException">The library does not hold the keys that it should, or the key is of another length.</exception>
    public static byte[] Replace(byte[] library, string publicKeyPem)
    {
        var key = Encoding.ASCII.GetBytes(publicKeyPem);
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
}
