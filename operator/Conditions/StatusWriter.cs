using System.Collections.Concurrent;
using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Controllers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Operator.Conditions;

/// <summary>Writes statuses, no more often than needed, and an Event when <c>Ready</c> has changed.</summary>
/// <param name="api">The server.</param>
/// <param name="events">Where Events go.</param>
/// <param name="interval">Shortest time between two writes for volatile fields alone.</param>
/// <param name="volatileFields">Names of those fields.</param>
/// <param name="time">Clock.</param>
internal sealed class StatusWriter<TResource, TSpec, TStatus>(
    IKubernetesApi api, EventRecorder events, TimeSpan interval, IReadOnlyCollection<string> volatileFields, TimeProvider time)
    where TResource : CustomResource<TSpec, TStatus>, IResource
    where TSpec : class
    where TStatus : class
{
    // Passing states on the way to another one: a condition, but no Event.
    private static readonly string[] OnTheWay =
        [Reasons.Progressing, Reasons.WorkerStarting, Reasons.SettingsPending, Reasons.AwaitingFirstParse, Reasons.AwaitingFirstLook, Reasons.UserNotReady];

    private readonly ConcurrentDictionary<ObjectKey, DateTimeOffset> _written = new();

    /// <summary>Writes a status if it is time to.</summary>
    /// <param name="obj">The object as last seen.</param>
    /// <param name="status">Its status as it is.</param>
    /// <param name="conditionsOf">The conditions of a status.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>When to look again, if the status is to be written later.</returns>
    public async Task<TimeSpan?> WriteAsync(
        TResource obj, TStatus status, Func<TStatus, IReadOnlyList<Condition>> conditionsOf, CancellationToken cancellationToken)
    {
        var change = StatusChange.Between(
            KubernetesJson.ToNode(obj.Status)?.AsObject(),
            KubernetesJson.ToNode(status)!.AsObject(),
            volatileFields,
            _written.TryGetValue(obj.Key, out var last) ? time.GetUtcNow() - last : null,
            interval);
        if (!change.Write)
            return change.LookAgain;

        await api.UpdateStatusAsync(obj with { Status = status }, cancellationToken);
        // From the end of the write: a slow one must not bring the next one closer.
        _written[obj.Key] = time.GetUtcNow();
        var before = obj.Status is null ? null : ConditionList.Find(conditionsOf(obj.Status), ConditionTypes.Ready);
        await AnnounceAsync(obj, before, ConditionList.Find(conditionsOf(status), ConditionTypes.Ready)!, cancellationToken);
        return null;
    }

    /// <summary>Forgets an object that is gone.</summary>
    public void Forget(ObjectKey key) => _written.TryRemove(key, out _);

    private async Task AnnounceAsync(TResource obj, Condition? before, Condition ready, CancellationToken cancellationToken)
    {
        if (before is not null && (before.Status, before.Reason, before.Message) == (ready.Status, ready.Reason, ready.Message))
            return;
        var type = ready.Status switch
        {
            ConditionStatus.True => Event.Normal,
            ConditionStatus.False when !OnTheWay.Contains(ready.Reason, StringComparer.Ordinal) => Event.Warning,
            _ => null,
        };
        if (type is not null)
            await events.RecordAsync(obj, type, ready.Reason, ready.Message, cancellationToken);
    }
}
