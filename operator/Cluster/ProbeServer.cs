using System.Net;
using TelegramParser.Operator.Configuration;
using TelegramParser.Telemetry.Prometheus;

namespace TelegramParser.Operator.Cluster;

/// <summary>Metrics and probes of the controllers, over plain HTTP: nothing there is secret.</summary>
internal sealed class ProbeServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ProbeServer(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public string Url => _app.Urls.First();

    /// <summary>Starts it.</summary>
    /// <param name="listen">IP address and port; port 0 takes a free one.</param>
    /// <param name="metrics">What <c>/metrics</c> shows.</param>
    /// <param name="notReady">Why <c>/readyz</c> fails; null when it does not.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="UserErrorException">The address is not valid.</exception>
    public static async Task<ProbeServer> StartAsync(
        string listen, MetricRegistry metrics, Func<string?> notReady, CancellationToken cancellationToken)
    {
        if (!listen.Contains(':', StringComparison.Ordinal) || !IPEndPoint.TryParse(listen, out var endpoint))
            throw new UserErrorException($"Metrics cannot be served on '{listen}': give an IP address and a port, such as 0.0.0.0:9090.");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        // A leader that lost its Lease must be gone before another one leads.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(endpoint);
        });
        var app = builder.Build();
        app.UseRouting();
        app.MapPrometheus(metrics);
        app.MapGet("/healthz", context => context.Response.WriteAsync("ok\n"));
        app.MapGet("/readyz", context =>
        {
            var reason = notReady();
            context.Response.StatusCode = reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsync($"{reason ?? "ok"}\n");
        });
        // The empty builder adds no routing end of its own.
        app.UseEndpoints(_ => { });
        await app.StartAsync(cancellationToken);
        return new ProbeServer(app);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
