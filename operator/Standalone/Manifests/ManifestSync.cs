using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.Standalone.Manifests;

/// <summary>
/// Brings the API server's objects to what the manifests ask for, as <c>kubectl apply --prune</c> would. An object whose
/// manifest cannot be read now stays as it is, with the error as an annotation that its controller shows as a condition.
/// </summary>
internal sealed partial class ManifestSync(IKubernetesApi api, ILogger logger)
{
    private const string FieldManager = "manifests";

    private readonly Dictionary<(string Kind, ObjectKey Key), KubernetesObject> _applied = [];
    private readonly HashSet<(string Kind, ObjectKey Key)> _missing = [];
    private HashSet<ManifestError> _reported = [];

    /// <summary>Applies what is new or different and deletes what is gone.</summary>
    /// <param name="manifests">What the folder asks for.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>
    /// Whether the folder must be read again soon: an object is deleted only when it is missing twice in a row, because an
    /// editor that saves a file may make it vanish for a moment.
    /// </returns>
    public async Task<bool> ApplyAsync(ManifestSet manifests, CancellationToken cancellationToken)
    {
        foreach (var entry in manifests.Entries)
            await ApplyAsync(entry, cancellationToken);
        Report(manifests.Errors);

        var present = manifests.Entries.Select(entry => entry.Identity).ToHashSet();
        _missing.RemoveWhere(present.Contains);
        foreach (var gone in _applied.Keys.Where(applied => !present.Contains(applied)).ToList())
        {
            if (!_missing.Add(gone))
                await DeleteAsync(gone, cancellationToken);
        }
        return _missing.Count > 0;
    }

    private async Task ApplyAsync(ManifestEntry entry, CancellationToken cancellationToken)
    {
        if ((entry.Object ?? _applied.GetValueOrDefault(entry.Identity)) is not { } obj)
            return;
        var wanted = entry.Error is null ? Without(obj) : With(obj, entry.Error);
        if (_applied.TryGetValue(entry.Identity, out var applied) && Same(applied, wanted))
            return;
        await ApplyAsync(wanted, cancellationToken);
        _applied[entry.Identity] = wanted;
        if (entry.Error is null)
            Log.Applied(logger, entry.Kind, entry.Key, entry.File);
    }

    private Task ApplyAsync(KubernetesObject obj, CancellationToken cancellationToken) => obj switch
    {
        TelegramUser user => api.ApplyAsync(user, FieldManager, cancellationToken),
        ChannelSubscription subscription => api.ApplyAsync(subscription, FieldManager, cancellationToken),
        GroupMonitor monitor => api.ApplyAsync(monitor, FieldManager, cancellationToken),
        Secret secret => api.ApplyAsync(secret, FieldManager, cancellationToken),
        _ => throw new ArgumentException($"{obj.Kind} is not a kind of manifests.", nameof(obj)),
    };

    private async Task DeleteAsync((string Kind, ObjectKey Key) identity, CancellationToken cancellationToken)
    {
        var delete = _applied[identity] switch
        {
            TelegramUser => api.DeleteAsync<TelegramUser>(identity.Key, preconditions: null, cancellationToken),
            ChannelSubscription => api.DeleteAsync<ChannelSubscription>(identity.Key, preconditions: null, cancellationToken),
            GroupMonitor => api.DeleteAsync<GroupMonitor>(identity.Key, preconditions: null, cancellationToken),
            _ => api.DeleteAsync<Secret>(identity.Key, preconditions: null, cancellationToken),
        };
        try
        {
            await delete;
        }
        catch (ApiException e) when (e.Is(StatusReasons.NotFound))
        {
            // Somebody else was faster.
        }
        _applied.Remove(identity);
        _missing.Remove(identity);
        Log.Deleted(logger, identity.Kind, identity.Key);
    }

    // Each error is logged when it appears, and not again while it lasts.
    private void Report(IReadOnlyList<ManifestError> errors)
    {
        foreach (var error in errors.Where(error => !_reported.Contains(error)))
            Log.Wrong(logger, error);
        if (errors.Count == 0 && _reported.Count > 0)
            Log.AllRight(logger);
        _reported = [.. errors];
    }

    private static bool Same(KubernetesObject a, KubernetesObject b) =>
        JsonNode.DeepEquals(KubernetesJson.ToNode<object>(a), KubernetesJson.ToNode<object>(b));

    private static KubernetesObject With(KubernetesObject obj, string error) => Annotated(obj, annotations =>
        annotations[Annotations.ManifestError] = error);

    private static KubernetesObject Without(KubernetesObject obj) => Annotated(obj, annotations =>
        annotations.Remove(Annotations.ManifestError));

    private static KubernetesObject Annotated(KubernetesObject obj, Action<Dictionary<string, string>> change)
    {
        var annotations = new Dictionary<string, string>(
            obj.Metadata.Annotations ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        change(annotations);
        return obj with { Metadata = obj.Metadata with { Annotations = annotations.Count == 0 ? null : annotations } };
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Applied {Kind} {Key} from {File}.")]
        public static partial void Applied(ILogger logger, string kind, ObjectKey key, string file);

        [LoggerMessage(Level = LogLevel.Information, Message = "Deleted {Kind} {Key}: it is in no manifest any more.")]
        public static partial void Deleted(ILogger logger, string kind, ObjectKey key);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Error}")]
        public static partial void Wrong(ILogger logger, ManifestError error);

        [LoggerMessage(Level = LogLevel.Information, Message = "All manifests can be read again.")]
        public static partial void AllRight(ILogger logger);
    }
}
