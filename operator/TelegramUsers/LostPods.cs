using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Controllers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>
/// Removes the Pod object of a node that is gone, which would keep the next pod from starting for ever. Its process may still run there,
/// so that is done only when its lease in Postgres has expired: from then on it can store nothing, and has closed its session.
/// </summary>
internal sealed class LostPods(IKubernetesApi api, ObservationFeed observations, EventRecorder events, TimeProvider time)
{
    // After the time that the pod had to end: a slow kubelet is not a lost node.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    /// <summary>Looks at a user's pod.</summary>
    /// <returns>When to look again; null when there is nothing to wait for.</returns>
    public async Task<TimeSpan?> LookAsync(TelegramUser user, Pod? pod, CancellationToken cancellationToken)
    {
        if (pod?.Metadata.DeletionTimestamp is not { } due)
            return null;
        var left = due + Patience - time.GetUtcNow();
        if (left > TimeSpan.Zero)
            return left;
        if (!await observations.HasNoWorkerAsync(user.Key, cancellationToken))
            return Again;
        await events.RecordAsync(
            user, Event.Warning, Reasons.PodLost,
            $"Pod {pod.Metadata.Name} did not end and its lease has expired: its node seems lost, so the pod is removed.", cancellationToken);
        try
        {
            await api.DeleteAsync<Pod>(
                pod.Key, new DeleteOptions(new Preconditions(pod.Metadata.Uid), GracePeriod: TimeSpan.Zero), cancellationToken);
        }
        catch (ApiException e) when (e.Is(StatusReasons.NotFound) || e.Is(StatusReasons.Conflict))
        {
            // It has ended after all.
        }
        return null;
    }
}
