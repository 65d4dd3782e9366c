using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace TelegramParser.Operator.Web.Security;

/// <summary>
/// Authenticates <c>Authorization: Bearer</c> (RFC 6750), and on routes of <see cref="FeedMarker"/> also <c>Basic</c> with the
/// token as password (RFC 7617). Nowhere else: a browser keeps such a password and sends it along by itself.
/// </summary>
internal sealed class BearerTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> schemeOptions, ILoggerFactory logger, UrlEncoder encoder, TokenDirectory tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemeOptions, logger, encoder)
{
    public const string SchemeName = "Bearer";
    public const string Basic = "Basic";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        var token = After(SchemeName, header) ?? (FeedMarker.IsOn(Context) ? Password(After(Basic, header)) : null);
        return token is not null && await tokens.FindAsync(token, Context.RequestAborted) is { } caller
            ? AuthenticateResult.Success(new AuthenticationTicket(caller.Principal(SchemeName), SchemeName))
            : AuthenticateResult.Fail("The token is wrong.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => throw Access.TokenRequired();

    private static string? After(string scheme, string header) =>
        header.StartsWith(scheme + " ", StringComparison.OrdinalIgnoreCase) ? header[(scheme.Length + 1)..].Trim() : null;

    private static string? Password(string? credentials)
    {
        var bytes = new byte[credentials?.Length ?? 0];
        if (!Convert.TryFromBase64String(credentials ?? "", bytes, out var length))
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? text[(colon + 1)..] : null;
    }
}

/// <summary>Marks routes that feed readers open, which can often send nothing but a name and a password.</summary>
internal sealed class FeedMarker
{
    /// <summary>Whether a request is for such a route.</summary>
    public static bool IsOn(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<FeedMarker>() is not null;
}
