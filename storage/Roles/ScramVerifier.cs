using System.Security.Cryptography;
using System.Text;

namespace TelegramParser.Storage.Roles;

/// <summary>
/// What Postgres keeps of a password (RFC 5803, as PostgreSQL writes it). Sent in place of the password, so that no log of statements
/// ever shows one.
/// </summary>
internal static class ScramVerifier
{
    // As the server does it itself.
    private const int Iterations = 4096;
    private const int SaltLength = 16;

    /// <summary>A verifier with a random salt: <c>SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey</c>.</summary>
    public static string Make(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        // Clients normalise passwords so, too (RFC 4013).
        var normal = Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormKC));
        var salted = Rfc2898DeriveBytes.Pbkdf2(normal, salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var server = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}";
    }
}
