namespace TelegramParser.Kubernetes.Core;

/// <summary>Whose rights all containers of a pod have.</summary>
public sealed record PodSecurityContext
{
    /// <summary>Refuses to start a container as root.</summary>
    public bool? RunAsNonRoot { get; init; }

    /// <summary>User number of the processes.</summary>
    public long? RunAsUser { get; init; }

    /// <summary>Group number of the processes.</summary>
    public long? RunAsGroup { get; init; }

    /// <summary>Group that owns the volumes.</summary>
    public long? FsGroup { get; init; }

    /// <summary><c>OnRootMismatch</c>: the volume's files are looked at only when its root has another group.</summary>
    public string? FsGroupChangePolicy { get; init; }

    /// <summary>System calls that are allowed.</summary>
    public SeccompProfile? SeccompProfile { get; init; }
}

/// <summary>Rights of one container.</summary>
public sealed record SecurityContext
{
    /// <summary>Whether a process may gain more rights than its parent.</summary>
    public bool? AllowPrivilegeEscalation { get; init; }

    /// <summary>Whether the image's files cannot be changed.</summary>
    public bool? ReadOnlyRootFilesystem { get; init; }

    /// <summary>Rights of root that are given or taken.</summary>
    public Capabilities? Capabilities { get; init; }
}

/// <summary>Rights of root, one by one.</summary>
/// <param name="Drop">Those taken; <c>ALL</c> is every one.</param>
public sealed record Capabilities(IReadOnlyList<string> Drop);

/// <summary>A filter of system calls.</summary>
/// <param name="Type"><c>RuntimeDefault</c> is the container runtime's own.</param>
public sealed record SeccompProfile(string Type);
