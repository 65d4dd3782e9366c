namespace TelegramParser.Operator.Web.Security;

/// <summary>Headers that every answer carries: nothing is guessed, framed, referred to or kept.</summary>
internal static class ResponseHeaders
{
    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    // Swagger UI sets style attributes from its scripts.
    private const string DocumentationPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

    public static void Use(WebApplication app, string documentationPath) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            context.Request.Path.StartsWithSegments(documentationPath, StringComparison.Ordinal) ? DocumentationPolicy : PagePolicy;
        headers.XContentTypeOptions = "nosniff";
        // Tells other sites nothing, as no-referrer does, which would also take the Origin from our own forms.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        return next(context);
    });
}
