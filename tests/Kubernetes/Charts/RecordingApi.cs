using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.KubernetesTests.Charts;

/// <summary>A use of a permission.</summary>
/// <param name="Namespace">Namespace of the object.</param>
/// <param name="Grant">API group, resource and verb, as in <c>apps/statefulsets: patch</c>.</param>
internal sealed record PermissionUse(string Namespace, string Grant);

/// <summary>An API server that notes which permissions its requests need, and which it refuses.</summary>
internal sealed class RecordingApi(IKubernetesApi api, IReviewApi? reviews = null) : IKubernetesApi, IReviewApi
{
    private readonly ConcurrentDictionary<PermissionUse, bool> _uses = new();
    private readonly ConcurrentDictionary<(string Kind, ObjectKey Key), bool> _applied = new();
    private readonly ConcurrentQueue<string> _refused = new();

    /// <summary>What was used, of a namespace.</summary>
    public IReadOnlyList<string> Used(string ns) => [.. _uses.Keys.Where(use => use.Namespace == ns).Select(use => use.Grant).Order(StringComparer.Ordinal)];

    /// <summary>Whether something was used in a namespace.</summary>
    public bool HasUsed(string ns, string grant) => _uses.ContainsKey(new PermissionUse(ns, grant));

    /// <summary>What was forbidden, in the server's words.</summary>
    public IReadOnlyCollection<string> Refused => _refused;

    public Task<T> GetAsync<T>(ObjectKey key, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => NoteAsync<T, T>("get", key.Namespace, () => api.GetAsync<T>(key, cancellationToken));

    public Task<ResourceList<T>> ListAsync<T>(Selection selection, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource =>
        NoteAsync<T, ResourceList<T>>("list", selection.Namespace ?? "", () => api.ListAsync<T>(selection, cancellationToken));

    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        Selection selection, string resourceVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : KubernetesObject, IResource
    {
        await using var events = api.WatchAsync<T>(selection, resourceVersion, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NoteAsync<T, bool>("watch", selection.Namespace ?? "", () => events.MoveNextAsync().AsTask()))
            yield return events.Current;
    }

    public Task<T> CreateAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource =>
        NoteAsync<T, T>("create", obj.Metadata.Namespace, () => api.CreateAsync(obj, cancellationToken));

    public Task<T> ReviewAsync<T>(T review, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => NoteAsync<T, T>("create", "", () => reviews!.ReviewAsync(review, cancellationToken));

    public Task<T> ApplyAsync<T>(T obj, ApplyOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => NoteAsync<T, T>("patch", obj.Metadata.Namespace, () =>
        {
            // The first apply of an object makes it, for which the server asks for that permission, too.
            if (_applied.TryAdd((obj.Kind, obj.Key), true))
                Note<T>("create", obj.Metadata.Namespace);
            return api.ApplyAsync(obj, options, cancellationToken);
        });

    public Task<T> PatchAsync<T>(ObjectKey key, Patch patch, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => NoteAsync<T, T>("patch", key.Namespace, () => api.PatchAsync<T>(key, patch, cancellationToken));

    public Task<T> PatchStatusAsync<T>(ObjectKey key, Patch patch, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource =>
        NoteAsync<T, T>("patch", key.Namespace, () => api.PatchStatusAsync<T>(key, patch, cancellationToken), "/status");

    public Task<T> UpdateStatusAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource =>
        NoteAsync<T, T>("update", obj.Metadata.Namespace, () => api.UpdateStatusAsync(obj, cancellationToken), "/status");

    public Task DeleteAsync<T>(ObjectKey key, DeleteOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => NoteAsync<T, bool>("delete", key.Namespace, async () =>
        {
            await api.DeleteAsync<T>(key, options, cancellationToken);
            return true;
        });

    private void Note<T>(string verb, string ns, string subresource = "")
        where T : IResource => _uses[new PermissionUse(ns, $"{T.Definition.Group}/{T.Definition.Plural}{subresource}: {verb}")] = true;

    private async Task<TResult> NoteAsync<T, TResult>(string verb, string ns, Func<Task<TResult>> request, string subresource = "")
        where T : IResource
    {
        Note<T>(verb, ns, subresource);
        try
        {
            return await request();
        }
        catch (ApiException e) when (e.Status.Code == 403)
        {
            _refused.Enqueue(e.Message);
            throw;
        }
    }
}
