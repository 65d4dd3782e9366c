using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Controllers;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Notifying;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.TelegramUsers;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.GroupMonitors;

/// <summary>Brings the status of one GroupMonitor to what is so. What it asks for reaches the worker with its user.</summary>
internal sealed class GroupMonitorController(
    IKubernetesApi api, Caches caches, ObservationFeed observations, EventRecorder events, OperatorOptions options, TimeProvider time)
{
    private readonly StatusWriter<GroupMonitor, GroupMonitorSpec, GroupMonitorStatus> _status =
        new(api, events, options.VolatileStatusInterval, MonitorStatus.VolatileFields, time);

    /// <summary>One reconciliation.</summary>
    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (caches.Monitors.Find(key) is not { Metadata.DeletionTimestamp: null } monitor)
        {
            _status.Forget(key);
            return default;
        }
        if (observations.State is DatabaseState.Unknown)
            return default;
        var status = MonitorStatus.Compute(await FactsAsync(monitor, cancellationToken), time.GetUtcNow());
        var lookAgain = await _status.WriteAsync(monitor, status, written => written.Conditions, cancellationToken);
        return new ReconcileResult(lookAgain);
    }

    private async Task<MonitorFacts> FactsAsync(GroupMonitor monitor, CancellationToken cancellationToken)
    {
        var user = monitor.UserKey;
        var observation = observations.Find(user);
        return new MonitorFacts
        {
            Monitor = monitor,
            Problem = GroupMonitorValidation.Check(monitor),
            Notifying = await WebhookCredentials.CheckAsync(monitor, caches.Secrets, cancellationToken),
            User = caches.Users.Find(user),
            Settings = DesiredConfigMap.SettingsOf(caches.ConfigMaps.Find(ChildNames.Worker(user))),
            Database = observations.State,
            LoadedHash = observation?.Overview.Session?.SettingsHash,
            Observation = observation?.Monitors.FirstOrDefault(overview => IsOf(overview, monitor)),
        };
    }

    // A row for another group is from an earlier version of the resource.
    private static bool IsOf(MonitorOverview overview, GroupMonitor monitor) =>
        string.Equals(overview.Name, monitor.Metadata.Name, StringComparison.Ordinal)
        && string.Equals(overview.GroupName, monitor.Spec.Group, StringComparison.Ordinal);
}
