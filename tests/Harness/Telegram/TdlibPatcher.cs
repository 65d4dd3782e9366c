using System.Security.Cryptography;
using System.Text;
using TelegramParser.TelegramSimulator.Cryptography;

namespace TelegramParser.Harness.Telegram;

/// <summary>Makes the copy of TDLib that trusts a simulator, see <see cref="TdlibKeys"/>, once for many runs.</summary>
public static class TdlibPatcher
{
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
        var name = $"libtdjson-{Fingerprint(bytes)}-{Fingerprint(Encoding.ASCII.GetBytes(publicKeyPem))}.so";
        return TestCache.File(name, path => File.WriteAllBytes(path, TdlibKeys.Replace(bytes, publicKeyPem)));
    }

    private static string Fingerprint(byte[] data) => Convert.ToHexStringLower(SHA256.HashData(data))[..16];
}
