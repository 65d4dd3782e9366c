using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using TelegramParser.Operator.Web.Problems;

namespace TelegramParser.Operator.Web.Security;

/// <summary>
/// Who is served when an API token is set: programs that send it as a bearer token, and browsers that hold the session
/// cookie which the sign-in page gives for it. Routes are closed unless they say <c>AllowAnonymous</c>.
/// </summary>
internal static class Access
{
    public const string SessionScheme = "Session";
    public const string SignInPath = "/signin";
    public const string ReturnParameter = "return";

    private const string EitherScheme = "TokenOrSession";
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
        if (options.ApiToken is null)
            return;
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, displayName: null, o => o.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.Count > 0 ? BearerTokenHandler.SchemeName : SessionScheme)
            .AddScheme<AuthenticationSchemeOptions, BearerTokenHandler>(BearerTokenHandler.SchemeName, configureOptions: null)
            .AddCookie(SessionScheme, o =>
            {
                o.Cookie.Name = "tgparser-session";
                o.Cookie.HttpOnly = true;
                o.Cookie.SameSite = SameSiteMode.Strict;
                o.ExpireTimeSpan = SessionLength;
                o.TimeProvider = options.TimeProvider;
                o.LoginPath = SignInPath;
                o.ReturnUrlParameter = ReturnParameter;
                o.Events.OnRedirectToLogin = context =>
                {
                    if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<PageMarker>() is null)
                        throw TokenRequired();
                    context.Response.Redirect(context.RedirectUri);
                    return Task.CompletedTask;
                };
            });
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new AuthorizationPolicyBuilder(EitherScheme).RequireAuthenticatedUser().Build());
    }

    public static void Use(WebApplication app, WebOptions options)
    {
        if (options.ApiToken is null)
            return;
        app.UseAuthentication();
        app.UseAuthorization();
    }

    public static ApiProblem TokenRequired() => new(
        StatusCodes.Status401Unauthorized, ProblemCodes.Unauthorized, "The API token is missing or wrong.",
        "Send the header 'Authorization: Bearer <token>' with the API token of this installation.");
}

/// <summary>Marks routes that are opened in a browser: they send it to the sign-in page instead of answering 401.</summary>
internal sealed class PageMarker;
