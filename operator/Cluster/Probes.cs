namespace TelegramParser.Operator.Cluster;

/// <summary>The probes of the controllers.</summary>
internal static class Probes
{
    /// <summary>Maps <c>/healthz</c> and <c>/readyz</c>.</summary>
    /// <param name="app">Where.</param>
    /// <param name="notReady">Why <c>/readyz</c> fails; null when it does not.</param>
    public static void MapProbes(this IEndpointRouteBuilder app, Func<string?> notReady)
    {
        app.MapGet("/healthz", context => context.Response.WriteAsync("ok\n"));
        app.MapGet("/readyz", context =>
        {
            var reason = notReady();
            context.Response.StatusCode = reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsync($"{reason ?? "ok"}\n");
        });
    }
}
