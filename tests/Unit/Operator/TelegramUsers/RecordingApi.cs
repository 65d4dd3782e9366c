using System.Collections.Concurrent;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.UnitTests.Operator.TelegramUsers;

/// <summary>A server that remembers the patches, deletions and statuses it was asked for.</summary>
internal sealed class RecordingApi(IKubernetesApi inner) : IKubernetesApi
{
    public ConcurrentQueue<(Type Kind, string Name, Patch Patch)> Patches { get; } = new();

    public ConcurrentQueue<(Type Kind, string Name, DeleteOptions Options)> Deletions { get; } = new();

    public ConcurrentQueue<KubernetesObject> Statuses { get; } = new();

    /// <summary>What happens while a status is written.</summary>
    public Action OnStatus { get; init; } = () => { };

    public Task<T> GetAsync<T>(ObjectKey key, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => inner.GetAsync<T>(key, cancellationToken);

    public Task<ResourceList<T>> ListAsync<T>(Selection selection, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => inner.ListAsync<T>(selection, cancellationToken);

    public IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(Selection selection, string resourceVersion, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => inner.WatchAsync<T>(selection, resourceVersion, cancellationToken);

    public Task<T> CreateAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => inner.CreateAsync(obj, cancellationToken);

    public Task<T> ApplyAsync<T>(T obj, ApplyOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => inner.ApplyAsync(obj, options, cancellationToken);

    public Task<T> PatchAsync<T>(ObjectKey key, Patch patch, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource
    {
        Patches.Enqueue((typeof(T), key.Name, patch));
        return inner.PatchAsync<T>(key, patch, cancellationToken);
    }

    public Task<T> PatchStatusAsync<T>(ObjectKey key, Patch patch, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => inner.PatchStatusAsync<T>(key, patch, cancellationToken);

    public Task<T> UpdateStatusAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource
    {
        Statuses.Enqueue(obj);
        OnStatus();
        return inner.UpdateStatusAsync(obj, cancellationToken);
    }

    public Task DeleteAsync<T>(ObjectKey key, DeleteOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource
    {
        Deletions.Enqueue((typeof(T), key.Name, options));
        return inner.DeleteAsync<T>(key, options, cancellationToken);
    }
}
