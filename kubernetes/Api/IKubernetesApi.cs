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
    /// <see cref="StatusReasons.Gone"/> when the version is too old.
    /// </summary>
    IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        Selection selection, string resourceVersion, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource;

    /// <summary>Creates an object; <see cref="StatusReasons.AlreadyExists"/> when its name is taken.</summary>
    Task<T> CreateAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource;

    /// <summary>
    /// Creates or changes an object to have the fields given, and to have no more those that this manager gave before and
    /// does not give now (server-side apply, forced as controllers do:
    /// https://kubernetes.io/docs/reference/using-api/server-side-apply/). A write that changes nothing is none.
    /// A UID in the metadata must be the object's; <c>status</c> is ignored.
    /// </summary>
    Task<T> ApplyAsync<T>(T obj, string fieldManager, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource;

    /// <summary>Replaces the status; <see cref="StatusReasons.Conflict"/> unless the resource version is the newest.</summary>
    Task<T> UpdateStatusAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource;

    /// <summary>
    /// Deletes an object, and what it owns after it. With finalizers it stays, with a deletion timestamp, until they are gone.
    /// </summary>
    Task DeleteAsync<T>(ObjectKey key, Preconditions? preconditions, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource;
}

/// <summary>Objects to list or watch.</summary>
/// <param name="Namespace">Only of this namespace; of all when null.</param>
/// <param name="Labels">Only with these labels.</param>
public sealed record Selection(string? Namespace = null, LabelSelector? Labels = null);

/// <summary>Objects as they were at one moment.</summary>
/// <param name="Items">The objects.</param>
/// <param name="ResourceVersion">The moment: where a watch goes on from.</param>
public sealed record ResourceList<T>(IReadOnlyList<T> Items, string ResourceVersion);

/// <summary>What must be so for a deletion to be done; <see cref="StatusReasons.Conflict"/> otherwise.</summary>
/// <param name="Uid">The object's UID.</param>
/// <param name="ResourceVersion">The object's resource version.</param>
public sealed record Preconditions(string? Uid = null, string? ResourceVersion = null);

/// <summary>Kinds of <see cref="WatchEvent{T}"/>.</summary>
public enum WatchEventType
{
    /// <summary>The object is new, or is selected now.</summary>
    Added,

    /// <summary>The object has changed.</summary>
    Modified,

    /// <summary>The object is gone, or is no more selected.</summary>
    Deleted,

    /// <summary>Nothing happened to selected objects until this resource version.</summary>
    Bookmark,
}

/// <summary>One change.</summary>
/// <param name="Type">What happened.</param>
/// <param name="ResourceVersion">Where a watch goes on from.</param>
/// <param name="Object">The object after the change, or as it last was; null with a bookmark.</param>
public sealed record WatchEvent<T>(WatchEventType Type, string ResourceVersion, T? Object);

/// <summary>Shorthands.</summary>
public static class KubernetesApiExtensions
{
    /// <summary>Reads one object; null when it does not exist.</summary>
    public static async Task<T?> FindAsync<T>(this IKubernetesApi api, ObjectKey key, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource
    {
        try
        {
            return await api.GetAsync<T>(key, cancellationToken);
        }
        catch (ApiException e) when (e.Is(StatusReasons.NotFound))
        {
            return null;
        }
    }
}
