using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TelegramParser.Telemetry.Prometheus;

/// <summary>Serves a registry at <c>/metrics</c>.</summary>
public static class PrometheusEndpoint
{
    /// <summary>Maps <c>GET /metrics</c>.</summary>
    public static IEndpointConventionBuilder MapPrometheus(this IEndpointRouteBuilder app, MetricRegistry registry) =>
        app.MapGet("/metrics", (HttpContext context) =>
        {
            context.Response.ContentType = MetricRegistry.ContentType;
            return context.Response.WriteAsync(registry.Write(), context.RequestAborted);
        }).ExcludeFromDescription();
}
