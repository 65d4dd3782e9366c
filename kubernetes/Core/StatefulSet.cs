using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Core;

/// <summary>Pods with a stable name and a volume of their own each.</summary>
public sealed record StatefulSet() : KubernetesObject(Definition), IResource
{
    /// <inheritdoc/>
    public static ResourceDefinition Definition { get; } =
        new("apps", "v1", "StatefulSet", "statefulsets", HasStatus: true);

    /// <summary>What is asked for.</summary>
    public required StatefulSetSpec Spec { get; init; }

    /// <summary>What is so.</summary>
    public StatefulSetStatus? Status { get; init; }
}

/// <summary>How many pods, and what they are.</summary>
public sealed record StatefulSetSpec
{
    /// <summary>Number of pods; 1 when absent.</summary>
    public int? Replicas { get; init; }

    /// <summary>Headless Service that names the pods.</summary>
    public required string ServiceName { get; init; }

    /// <summary><c>Parallel</c>: a pod does not wait for others to be ready.</summary>
    public string? PodManagementPolicy { get; init; }

    /// <summary>Labels that select this set's pods.</summary>
    public required LabelSelector Selector { get; init; }

    /// <summary>The pods.</summary>
    public required PodTemplate Template { get; init; }

    /// <summary>Volumes that each pod gets its own of.</summary>
    public IReadOnlyList<PersistentVolumeClaim>? VolumeClaimTemplates { get; init; }
}

/// <summary>What the pods of a set are made from.</summary>
public sealed record PodTemplate
{
    /// <summary>Labels and annotations of the pods.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>The pods' containers and volumes.</summary>
    public required PodSpec Spec { get; init; }
}

/// <summary>What the StatefulSet controller last saw.</summary>
public sealed record StatefulSetStatus
{
    /// <summary>Generation that this was computed from.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>Pods that exist.</summary>
    public int Replicas { get; init; }

    /// <summary>Pods that are ready.</summary>
    public int ReadyReplicas { get; init; }

    /// <summary>Revision of the template that all pods had last.</summary>
    public string? CurrentRevision { get; init; }

    /// <summary>Revision of the template as it is: another one while pods are being replaced.</summary>
    public string? UpdateRevision { get; init; }
}
