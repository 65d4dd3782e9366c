using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace TelegramParser.Operator.Web.Security;

/// <summary>Authenticates <c>Authorization: Bearer</c> with the API token (RFC 6750).</summary>
internal sealed class BearerTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> schemeOptions, ILoggerFactory logger, UrlEncoder encoder, WebOptions options)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemeOptions, logger, encoder)
{
    public const string SchemeName = "Bearer";

    private const string Prefix = SchemeName + " ";

    /// <summary>Compares in a time that tells nothing of the token, its length included.</summary>
    public static bool Matches(string? given, string token) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Digest(given), Digest(token));

    /// <summary>Who a browser or a program is, once it has shown the token.</summary>
    public static ClaimsPrincipal TokenHolder(string scheme) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Name, "token")], scheme));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        var given = header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim() : null;
        return Task.FromResult(Matches(given, options.ApiToken!)
            ? AuthenticateResult.Success(new AuthenticationTicket(TokenHolder(SchemeName), SchemeName))
            : AuthenticateResult.Fail("The bearer token is wrong."));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => throw Access.TokenRequired();

    private static byte[] Digest(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));
}
