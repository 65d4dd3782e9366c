using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using TelegramParser.Storage.Access;

namespace TelegramParser.Operator.Web.Security;

/// <summary>Tells who holds a token. Tokens are looked up at each request, so one that is revoked opens nothing from then on.</summary>
internal sealed class TokenDirectory(WebOptions options, ApiTokenStore tokens, TimeProvider time)
{
    /// <summary>Who holds this token; null when it opens nothing.</summary>
    public async Task<Caller?> FindAsync(string token, CancellationToken cancellation)
    {
        if (options.ApiToken is { } own && IsSame(token, own))
            return Caller.Installation;
        return ApiTokenSecret.IsWellFormed(token)
            ? await UseAsync(await tokens.FindAsync(options.Installation, ApiTokenSecret.Hash(token), time.GetUtcNow(), cancellation), cancellation)
            : null;
    }

    /// <summary>Who holds a session; null when its token has been revoked or has ended.</summary>
    public async Task<Caller?> FindAsync(ClaimsPrincipal session, CancellationToken cancellation) => Caller.TokenOf(session) is { } id
        ? await UseAsync(await tokens.FindAsync(options.Installation, id, time.GetUtcNow(), cancellation), cancellation)
        : Caller.Installation;

    private async Task<Caller?> UseAsync(ApiTokenRow? token, CancellationToken cancellation)
    {
        if (token is null)
            return null;
        await tokens.RecordUseAsync(token, time.GetUtcNow(), cancellation);
        return Caller.Of(token);
    }

    // Takes a time that tells nothing of the token, its length included.
    private static bool IsSame(string given, string token) => CryptographicOperations.FixedTimeEquals(Digest(given), Digest(token));

    private static byte[] Digest(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));
}
