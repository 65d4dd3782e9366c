using TelegramParser.Operator.Bindings;
using TelegramParser.Operator.Resources;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.GroupMonitors;

/// <summary>All that a monitor's status is computed from.</summary>
internal sealed record MonitorFacts : BoundFacts
{
    /// <summary>The monitor.</summary>
    public required GroupMonitor Monitor { get; init; }

    /// <summary>What the worker has recorded of this monitor.</summary>
    public MonitorOverview? Observation { get; init; }

    /// <inheritdoc/>
    public override IBoundResource Resource => Monitor;

    /// <inheritdoc/>
    public override bool IsGiven => Settings?.Monitors?.Any(settings =>
        string.Equals(settings.Name, Monitor.Metadata.Name, StringComparison.Ordinal)
        && string.Equals(settings.Group, Monitor.Spec.Group, StringComparison.Ordinal)) == true;
}
