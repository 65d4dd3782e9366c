using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Controllers;
using TelegramParser.Operator.Bindings;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.GroupMonitors;

/// <summary>Brings the status of one GroupMonitor to what is so.</summary>
internal sealed class GroupMonitorController(
    IKubernetesApi api, Caches caches, ObservationFeed observations, EventRecorder events, OperatorOptions options, TimeProvider time)
    : BoundController<GroupMonitor, GroupMonitorSpec, GroupMonitorStatus, MonitorFacts>(
        caches.Monitors, new(api, events, options.VolatileStatusInterval, MonitorStatus.VolatileFields, time), caches, observations, time)
{
    /// <inheritdoc/>
    protected override MonitorFacts Facts(GroupMonitor resource, UserObservation? observation) => new()
    {
        Monitor = resource,
        Problem = GroupMonitorValidation.Check(resource),
        Observation = observation?.Monitors.FirstOrDefault(overview => IsOf(overview, resource)),
    };

    /// <inheritdoc/>
    protected override GroupMonitorStatus Compute(MonitorFacts facts, DateTimeOffset now) => MonitorStatus.Compute(facts, now);

    /// <inheritdoc/>
    protected override IReadOnlyList<Condition> ConditionsOf(GroupMonitorStatus status) => status.Conditions;

    // A row for another group is from an earlier version of the resource.
    private static bool IsOf(MonitorOverview overview, GroupMonitor monitor) =>
        string.Equals(overview.Name, monitor.Metadata.Name, StringComparison.Ordinal)
        && string.Equals(overview.GroupName, monitor.Spec.Group, StringComparison.Ordinal);
}
