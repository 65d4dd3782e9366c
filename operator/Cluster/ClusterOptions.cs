using TelegramParser.Kubernetes.Configuration;
using TelegramParser.Operator.Configuration;

namespace TelegramParser.Operator.Cluster;

/// <summary>What <c>operator run</c> was told.</summary>
internal sealed record ClusterOptions
{
    /// <summary>What the controllers are told.</summary>
    public required OperatorOptions Controllers { get; init; }

    /// <summary>Postgres connection string of the operator itself.</summary>
    public required string Database { get; init; }

    /// <summary>The cluster.</summary>
    public required ClientConfiguration Cluster { get; init; }

    /// <summary>Namespace of the Lease.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the Lease that replicas compete for.</summary>
    public required string Lease { get; init; }

    /// <summary>Address and port of metrics and probes.</summary>
    public required string ListenMetrics { get; init; }

    /// <summary>Requests a second that the operator allows itself in the long run; twice as many at once.</summary>
    public required double RequestsPerSecond { get; init; }

    /// <summary>Never shows secrets.</summary>
    public override string ToString() => $"{nameof(ClusterOptions)} {{ {Controllers}, {Lease}, {ListenMetrics} }}";
}
