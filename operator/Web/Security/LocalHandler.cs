using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace TelegramParser.Operator.Web.Security;

/// <summary>Authenticates everybody, where no API token is set: only this machine is served then (<see cref="RequestOriginGuard"/>).</summary>
internal sealed class LocalHandler(IOptionsMonitor<AuthenticationSchemeOptions> schemeOptions, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemeOptions, logger, encoder)
{
    public const string SchemeName = "Local";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        AuthenticateResult.Success(new AuthenticationTicket(Caller.Local.Principal(SchemeName), SchemeName)));
}
