using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Api;

/// <summary>
/// What asks an API server for a decision: reviews, which it answers and does not keep. Errors are those of <see cref="IKubernetesApi"/>.
/// </summary>
public interface IReviewApi
{
    /// <summary>Sends a review; the answer is the same with its status.</summary>
    Task<T> ReviewAsync<T>(T review, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource;
}
