using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Api;

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

    /// <summary>Applies by force, as controllers do: fields that others manage become this manager's.</summary>
    public static Task<T> ApplyAsync<T>(this IKubernetesApi api, T obj, string fieldManager, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => api.ApplyAsync(obj, new ApplyOptions(fieldManager), cancellationToken);

    /// <summary>Deletes an object if the preconditions hold, and then what it owns.</summary>
    public static Task DeleteAsync<T>(
        this IKubernetesApi api, ObjectKey key, Preconditions? preconditions, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => api.DeleteAsync<T>(key, new DeleteOptions(preconditions), cancellationToken);
}
