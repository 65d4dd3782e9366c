namespace TelegramParser.Operator.Configuration;

/// <summary>Who may connect to workers.</summary>
public sealed record WorkerNetwork
{
    /// <summary>The operator's own namespace.</summary>
    public required string OperatorNamespace { get; init; }

    /// <summary>Labels of the operator's pods, which command workers.</summary>
    public required IReadOnlyDictionary<string, string> OperatorLabels { get; init; }

    /// <summary>Labels of the pods, of any namespace, that read metrics.</summary>
    public required IReadOnlyDictionary<string, string> PrometheusLabels { get; init; }
}
