using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using TelegramParser.Operator.Web.Problems;

namespace TelegramParser.Operator.Web.Security;

/// <summary>
/// Who is served: programs that send a token, browsers that hold the session cookie which the sign-in page gives for one, and, where
/// no API token is set, everybody on this machine. Routes are closed unless they say <c>AllowAnonymous</c>; what a caller
/// sees of the open ones is <see cref="ScopeGuard"/>'s.
/// </summary>
internal static class Access
{
    public const string SessionScheme = "Session";
    public const string SignInPath = "/signin";
    public const string ReturnParameter = "return";

    private const string AnyScheme = "TokenOrSession";
    private static readonly TimeSpan SessionLength = TimeSpan.FromHours(12);

    public static void Add(IServiceCollection services, WebOptions options)
    {
        // The keys live as long as the process: a restart asks browsers to sign in again, and no secret is stored.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "tgparser-form";
            o.FormFieldName = "form_token";
            o.SuppressXFrameOptionsHeader = true;
        });
        services.AddSingleton<TokenDirectory>();
        var withoutHeader = options.ApiToken is null ? LocalHandler.SchemeName : SessionScheme;
        services.AddAuthentication(AnyScheme)
            .AddPolicyScheme(AnyScheme, displayName: null, o => o.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.Count > 0 ? BearerTokenHandler.SchemeName : withoutHeader)
            .AddScheme<AuthenticationSchemeOptions, BearerTokenHandler>(BearerTokenHandler.SchemeName, configureOptions: null)
            .AddScheme<AuthenticationSchemeOptions, LocalHandler>(LocalHandler.SchemeName, configureOptions: null)
            .AddCookie(SessionScheme, o =>
            {
                o.Cookie.Name = "tgparser-session";
                o.Cookie.HttpOnly = true;
                o.Cookie.SameSite = SameSiteMode.Strict;
                o.ExpireTimeSpan = SessionLength;
                o.TimeProvider = options.TimeProvider;
                o.LoginPath = SignInPath;
                o.ReturnUrlParameter = ReturnParameter;
                o.Events.OnValidatePrincipal = ValidateAsync;
                o.Events.OnRedirectToLogin = context =>
                {
                    if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<PageMarker>() is null)
                        throw TokenRequired();
                    context.Response.Redirect(context.RedirectUri);
                    return Task.CompletedTask;
                };
            });
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new AuthorizationPolicyBuilder(AnyScheme).RequireAuthenticatedUser().Build());
        RequestLimits.Add(services, options);
    }

    public static void Use(WebApplication app)
    {
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseMiddleware<ScopeGuard>();
    }

    public static ApiProblem TokenRequired() => new(
        StatusCodes.Status401Unauthorized, ProblemCodes.Unauthorized, "The API token is missing or wrong.",
        "Send the header 'Authorization: Bearer <token>' with a token of this installation that was not revoked and has not ended.");

    // A session is worth what its token is worth now.
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var tokens = context.HttpContext.RequestServices.GetRequiredService<TokenDirectory>();
        if (await tokens.FindAsync(context.Principal!, context.HttpContext.RequestAborted) is { } caller)
            context.ReplacePrincipal(caller.Principal(SessionScheme));
        else
            context.RejectPrincipal();
    }
}

/// <summary>Marks routes that are opened in a browser: they send it to the sign-in page instead of answering 401.</summary>
internal sealed class PageMarker;
