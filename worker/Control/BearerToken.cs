using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace TelegramParser.Worker.Control;

/// <summary>Compares a request's bearer token in constant time.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>Whether the request carries the token.</summary>
    public static bool Matches(HttpRequest request, string token)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(
                SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..])),
                SHA256.HashData(Encoding.UTF8.GetBytes(token)));
    }
}
