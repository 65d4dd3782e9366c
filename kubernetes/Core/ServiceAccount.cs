using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Core;

/// <summary>Who pods are at the API server.</summary>
public sealed record ServiceAccount() : KubernetesObject(Definition), IResource
{
    /// <inheritdoc/>
    public static ResourceDefinition Definition { get; } = new("", "v1", "ServiceAccount", "serviceaccounts");

    /// <summary>Whether its pods get an API token, unless they say otherwise.</summary>
    public bool? AutomountServiceAccountToken { get; init; }
}
