using System.Security.Cryptography;
using System.Text;
using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Standalone;

namespace TelegramParser.Operator.Configuration;

/// <summary>The installation's control key as text: 32 bytes in base64.</summary>
internal static class ControlKey
{
    /// <summary>A new key.</summary>
    public static string New() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(ControlCredentials.KeyLength));

    /// <summary>Reads the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Where it is from, for the error.</param>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static byte[] Parse(string text, string source)
    {
        var key = new byte[ControlCredentials.KeyLength];
        return Convert.TryFromBase64String(text, key, out var written) && written == key.Length
            ? key
            : throw new InvalidDataException($"{source} is no control key: it must hold {key.Length} bytes in base64.");
    }

    /// <summary>Reads a file, after making it if there is none.</summary>
    public static byte[] ReadOrCreate(string path)
    {
        if (!File.Exists(path))
            PrivateFile.Write(path, Encoding.ASCII.GetBytes(New()));
        return Parse(File.ReadAllText(path).Trim(), path);
    }
}
