using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Core;

/// <summary>A volume that outlives pods.</summary>
public sealed record PersistentVolumeClaim() : KubernetesObject(Definition), IResource
{
    /// <inheritdoc/>
    public static ResourceDefinition Definition { get; } =
        new("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", HasStatus: true);

    /// <summary>What is asked for.</summary>
    public PersistentVolumeClaimSpec Spec { get; init; } = new();
}

/// <summary>What kind of volume.</summary>
public sealed record PersistentVolumeClaimSpec
{
    /// <summary>Such as <c>ReadWriteOnce</c>.</summary>
    public IReadOnlyList<string>? AccessModes { get; init; }

    /// <summary>Storage class; the cluster's default when absent.</summary>
    public string? StorageClassName { get; init; }

    /// <summary>Size.</summary>
    public ResourceRequirements? Resources { get; init; }
}
