using TelegramParser.Kubernetes.Core;
using TelegramParser.Operator.Standalone.Pods;
using TelegramParser.Operator.TelegramUsers;

namespace TelegramParser.Operator.Standalone;

/// <summary>
/// Where the workers' metrics are, as Prometheus's HTTP discovery asks for it
/// (https://prometheus.io/docs/prometheus/latest/configuration/configuration/#http_sd_config): their ports change with each start.
/// </summary>
internal static class MetricsTargets
{
    /// <summary>Maps <c>GET /workers</c>.</summary>
    public static void MapMetricsTargets(this IEndpointRouteBuilder app, StatefulSetRunner runner) =>
        app.MapGet("/workers", context => context.Response.WriteAsJsonAsync(runner.PortsOf(DesiredPod.MetricsPort).Select(pod =>
            new Target([$"{PodEnvironment.PodIP}:{pod.Port}"], Labels(pod.Pod)))));

    // Those that the chart's PodMonitor gives.
    private static Dictionary<string, string> Labels(Pod pod) => new(StringComparer.Ordinal)
    {
        ["namespace"] = pod.Metadata.Namespace,
        ["pod"] = pod.Metadata.Name,
        ["user"] = $"{pod.Metadata.Namespace}:{pod.Metadata.Labels?.GetValueOrDefault(ChildNames.UserLabel)}",
    };

    private sealed record Target(IReadOnlyList<string> Targets, IReadOnlyDictionary<string, string> Labels);
}
