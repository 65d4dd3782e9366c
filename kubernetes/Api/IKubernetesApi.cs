using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Api;

/// <summary>
/// What controllers need of an API server. Refusals are <see cref="ApiException"/>; any other exception means that the
/// server could not be reached or understood, and trying again is right.
/// </summary>
public interface IKubernetesApi
{
    /// <summary>Reads one object; <see cref="StatusReasons.NotFound"/> when it does not exist.</summary>
    Task<T> GetAsync<T>(ObjectKey key, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource;

    /// <summary>Reads all selected objects.</summary>
    Task<ResourceList<T>> ListAsync<T>(Selection selection, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource;

    /// <summary>
    /// Changes to the selected objects after a resource version. Ends when the server ends it; throws
    /// <see cref="StatusReasons.Expired"/> when the version is too old.
    /// </summary>
    IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        Selection selection, string resourceVersion, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource;

    /// <summary>Creates an object; <see cref="StatusReasons.AlreadyExists"/> when its name is taken.</summary>
    Task<T> CreateAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource;

    /// <summary>
    /// Creates or changes an object to have the fields given, and to have no more those that this manager gave before and
    /// does not give now (server-side apply: https://kubernetes.io/docs/reference/using-api/server-side-apply/). A write that
    /// changes nothing is none; <c>status</c> is ignored. A resource version in the metadata must be that of the object, where
    /// there is one, or it is a <see cref="StatusReasons.Conflict"/>. With a UID the apply is for that very object: a
    /// <see cref="StatusReasons.Conflict"/> when it is gone, <see cref="StatusReasons.Invalid"/> when another has its name.
    /// </summary>
    Task<T> ApplyAsync<T>(T obj, ApplyOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource;

    /// <summary>
    /// Changes an object, its status excepted. A resource version in the patch must be the newest, or it is a
    /// <see cref="StatusReasons.Conflict"/>; a patch that does not fit the object is <see cref="StatusReasons.Invalid"/>.
    /// </summary>
    Task<T> PatchAsync<T>(ObjectKey key, Patch patch, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource;

    /// <summary>Changes an object's status and nothing else; as <see cref="PatchAsync"/> otherwise.</summary>
    Task<T> PatchStatusAsync<T>(ObjectKey key, Patch patch, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource;

    /// <summary>Replaces the status; <see cref="StatusReasons.Conflict"/> unless the resource version is the newest.</summary>
    Task<T> UpdateStatusAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource;

    /// <summary>
    /// Deletes an object, and what it owns as <see cref="DeleteOptions.Propagation"/> says. With finalizers it stays, with a
    /// deletion timestamp, until they are gone.
    /// </summary>
    Task DeleteAsync<T>(ObjectKey key, DeleteOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource;
}
