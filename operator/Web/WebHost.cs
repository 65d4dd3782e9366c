namespace TelegramParser.Operator.Web;

/// <summary>The web sidecar: REST API, its documentation and the login pages, on one port.</summary>
public static class WebHost
{
    /// <summary>
    /// Builds the server; <c>StartAsync</c> or <c>RunAsync</c> starts it, and <c>Urls</c> then tells the address in use.
    /// Configuration comes from <paramref name="options"/> alone: no environment variable or file is read.
    /// </summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options are missing or contradict each other.</exception>
    public static WebApplication Build(WebOptions options)
    {
        var valid = options.Validated();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(WebHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        valid.Logging?.Invoke(builder.Logging);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(valid.Endpoint);
        });
        builder.Services.AddSingleton(valid);
        builder.Services.AddSingleton(valid.TimeProvider);
        builder.Services.AddRoutingCore();

        var app = builder.Build();
        app.UseRouting();
        app.MapGet("/healthz", () => TypedResults.Ok());
        return app;
    }
}
