using System.Security.Cryptography;
using System.Text;
using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Standalone;

namespace TelegramParser.Operator.Configuration;

/// <summary>The file of the installation's control key: 32 bytes in base64.</summary>
internal static class ControlKeyFile
{
    /// <summary>Reads the key.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static byte[] Read(string path)
    {
        var text = File.ReadAllText(path).Trim();
        var key = new byte[ControlCredentials.KeyLength];
        return Convert.TryFromBase64String(text, key, out var written) && written == key.Length
            ? key
            : throw new InvalidDataException($"{path} is no control key: it must hold {key.Length} bytes in base64.");
    }

    /// <summary>Reads the key, after making it if there is none.</summary>
    public static byte[] ReadOrCreate(string path)
    {
        if (!File.Exists(path))
            PrivateFile.Write(path, Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(ControlCredentials.KeyLength))));
        return Read(path);
    }
}
