using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using TelegramParser.Operator.Web.Security.Cluster;
using TelegramParser.Storage.Access;

namespace TelegramParser.Operator.Web.Security;

/// <summary>Tells who holds a token. Tokens are looked up at each request, so one that is revoked opens nothing from then on.</summary>
internal sealed class TokenDirectory(WebOptions options, ApiTokenStore tokens, ClusterReviews cluster, TimeProvider time)
{
    /// <summary>Who holds this token, of this server or of the cluster; null when it opens nothing.</summary>
    public async Task<Caller?> FindAsync(string token, CancellationToken cancellation)
    {
        if (await FindOwnAsync(token, cancellation) is { } caller)
            return caller;
        // What looks like one of ours is nobody else's business.
        return !token.StartsWith(ApiTokenSecret.Prefix, StringComparison.Ordinal) && await cluster.FindAsync(token, cancellation) is { } person
            ? Caller.Of(person)
            : null;
    }

    /// <summary>Who holds this token of this server; null when it is none. A session can be opened for such alone: it asks again for each request.</summary>
    public async Task<Caller?> FindOwnAsync(string token, CancellationToken cancellation)
    {
        if (options.ApiToken is { } own && IsSame(token, own))
            return Caller.Installation;
        return ApiTokenSecret.IsWellFormed(token)
            ? await UseAsync(await tokens.FindAsync(options.Installation, ApiTokenSecret.Hash(token), time.GetUtcNow(), cancellation), cancellation)
            : null;
    }

    /// <summary>Who holds a session; null when its token has been revoked or has ended.</summary>
    public async Task<Caller?> FindAsync(ClaimsPrincipal session, CancellationToken cancellation) => Caller.TokenOf(session) switch
    {
        { IsInstallation: true } => Caller.Installation,
        { Id: { } id } => await UseAsync(await tokens.FindAsync(options.Installation, id, time.GetUtcNow(), cancellation), cancellation),
        _ => null,
    };

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
