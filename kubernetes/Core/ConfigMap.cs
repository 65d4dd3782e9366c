using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Core;

/// <summary>Settings that pods mount as files.</summary>
public sealed record ConfigMap() : KubernetesObject(Definition), IResource
{
    /// <inheritdoc/>
    public static ResourceDefinition Definition { get; } = new("", "v1", "ConfigMap", "configmaps");

    /// <summary>File names and their text.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; init; }
}
