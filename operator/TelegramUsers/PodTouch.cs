using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>
/// Makes a change of <c>worker.json</c> reach its worker at once: the kubelet refreshes mounted files when the Pod object changes, and
/// else within a minute or two. It may not have seen the ConfigMap's change by then, so it is told again, a few times.
/// </summary>
internal sealed class PodTouch(IKubernetesApi api, TimeProvider time)
{
    private const int Most = 3;

    // Digits of the hash: enough to tell versions apart.
    private const int Digits = 16;

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<ObjectKey, Touch> _touches = new();

    /// <summary>Touches a pod whose worker has loaded another version than the one that is meant.</summary>
    /// <param name="pod">The pod; null when there is none.</param>
    /// <param name="wanted">Hash of the settings as they are meant.</param>
    /// <param name="loaded">Hash of those that the worker has loaded; null when it has not told yet.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>When to look again; null when there is nothing to wait for.</returns>
    public async Task<TimeSpan?> TouchAsync(Pod? pod, string? wanted, string? loaded, CancellationToken cancellationToken)
    {
        if (pod is not { Metadata.DeletionTimestamp: null } || wanted is null || loaded is null || wanted == loaded)
            return null;
        var touch = _touches.GetValueOrDefault(pod.Key);
        if (touch is null || touch.Pod != pod.Metadata.Uid || touch.Hash != wanted)
            touch = new Touch(pod.Metadata.Uid, wanted, Count: 0, At: 0);
        else if (touch.Count == Most)
            return null;
        else if (time.GetElapsedTime(touch.At) is var elapsed && elapsed < Again)
            return Again - elapsed;

        touch = touch with { Count = touch.Count + 1, At = time.GetTimestamp() };
        await WriteAsync(pod, $"{wanted[..Digits]}.{touch.Count}", cancellationToken);
        _touches[pod.Key] = touch;
        return touch.Count < Most ? Again : null;
    }

    /// <summary>Forgets a pod that is gone.</summary>
    public void Forget(ObjectKey pod) => _touches.TryRemove(pod, out _);

    private async Task WriteAsync(Pod pod, string value, CancellationToken cancellationToken)
    {
        var metadata = new JsonObject
        {
            ["uid"] = pod.Metadata.Uid,
            ["annotations"] = new JsonObject { [Annotations.Settings] = value },
        };
        try
        {
            await api.PatchAsync<Pod>(pod.Key, new MergePatch(new JsonObject { ["metadata"] = metadata }), cancellationToken);
        }
        catch (ApiException e) when (e.Is(StatusReasons.NotFound) || e.Is(StatusReasons.Conflict) || e.Is(StatusReasons.Invalid))
        {
            // Another pod has its place, and starts with the new file.
        }
    }

    private sealed record Touch(string? Pod, string Hash, int Count, long At);
}
