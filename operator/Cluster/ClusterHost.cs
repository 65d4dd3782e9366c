using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Election;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Metrics;
using TelegramParser.Operator.Observation;
using TelegramParser.Telemetry.Prometheus;

namespace TelegramParser.Operator.Cluster;

/// <summary>The controllers in a cluster: of several replicas one works, the others wait for its Lease.</summary>
internal sealed partial class ClusterHost(ClusterOptions options, ILoggerFactory loggers, TimeProvider time)
{
    // One listens for notifications.
    private const int DatabaseConnections = 6;

    // A renewal every two seconds, and nothing else.
    private const double LeaseRequestsPerSecond = 5;

    private readonly ILogger _logger = loggers.CreateLogger<ClusterHost>();

    /// <summary>Runs until cancelled, then gives the Lease back.</summary>
    /// <exception cref="UserErrorException">Something that a person must correct.</exception>
    /// <exception cref="LeadershipLostException">Another replica may lead: this process must end.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var registry = new MetricRegistry("TelegramParser.", AdoptedInstrument.Database);
        using var process = new ProcessMetrics();
        using var api = ClusterClient.Connect(options.Cluster, options.RequestsPerSecond, time, loggers);
        // A client of its own: behind the work's requests a renewal could come too late.
        using var leaseApi = ClusterClient.Connect(options.Cluster, LeaseRequestsPerSecond, time, loggers);
        var lease = new LeaderElectionOptions
        {
            Lease = new ObjectKey(options.Namespace, options.Lease),
            Identity = $"{Environment.MachineName}_{Guid.NewGuid():N}",
        };
        var elector = new LeaderElector(leaseApi, lease, time, Random.Shared, loggers.CreateLogger<LeaderElector>());
        await using var database = OperatorDatabase.Open(options.Database, "tgparser-operator", DatabaseConnections);
        var records = new StoredUserRecords(database, options.Controllers.Installation, time);
        using var controllers = new OperatorRuntime(api, records, options.Controllers, time, loggers);
        await using var metrics = await MetricsServer.StartAsync(
            options.ListenMetrics,
            registry,
            app => app.MapProbes(() => elector.IsLeader && !controllers.IsSynced ? "the resources are not listed yet" : null),
            cancellationToken);
        Log.Started(_logger, options.Cluster.Server, options.Controllers.WatchNamespace ?? "all namespaces", metrics.Url);
        await elector.RunAsync(controllers.RunAsync, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Working with {Server} on {Namespaces}; metrics and probes: {Url}")]
        public static partial void Started(ILogger logger, Uri server, string namespaces, string url);
    }
}
