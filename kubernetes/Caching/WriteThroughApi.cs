using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Caching;

/// <summary>
/// A server whose caches know what is written through it at once. Otherwise a controller that is asked again before the watch has
/// told of its own write would go by what was so before it.
/// </summary>
/// <param name="api">The server.</param>
public sealed class WriteThroughApi(IKubernetesApi api) : IKubernetesApi
{
    private readonly Dictionary<Type, Action<KubernetesObject>> _caches = [];

    /// <summary>Adds the cache of a kind; before anything of it is written.</summary>
    public void Add<T>(Informer<T> informer)
        where T : KubernetesObject, IResource => _caches.Add(typeof(T), written => informer.Take((T)written));

    /// <inheritdoc/>
    public Task<T> GetAsync<T>(ObjectKey key, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => api.GetAsync<T>(key, cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceList<T>> ListAsync<T>(Selection selection, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => api.ListAsync<T>(selection, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        Selection selection, string resourceVersion, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => api.WatchAsync<T>(selection, resourceVersion, cancellationToken);

    /// <inheritdoc/>
    public Task<T> CreateAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => TellAsync(api.CreateAsync(obj, cancellationToken));

    /// <inheritdoc/>
    public Task<T> ApplyAsync<T>(T obj, ApplyOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => TellAsync(api.ApplyAsync(obj, options, cancellationToken));

    /// <inheritdoc/>
    public Task<T> PatchAsync<T>(ObjectKey key, Patch patch, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => TellAsync(api.PatchAsync<T>(key, patch, cancellationToken));

    /// <inheritdoc/>
    public Task<T> PatchStatusAsync<T>(ObjectKey key, Patch patch, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => TellAsync(api.PatchStatusAsync<T>(key, patch, cancellationToken));

    /// <inheritdoc/>
    public Task<T> UpdateStatusAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => TellAsync(api.UpdateStatusAsync(obj, cancellationToken));

    /// <inheritdoc/>
    public Task DeleteAsync<T>(ObjectKey key, DeleteOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => api.DeleteAsync<T>(key, options, cancellationToken);

    private async Task<T> TellAsync<T>(Task<T> write)
        where T : KubernetesObject, IResource
    {
        var written = await write;
        _caches.GetValueOrDefault(typeof(T))?.Invoke(written);
        return written;
    }
}
