using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Core;

/// <summary>Containers that run together.</summary>
public sealed record Pod() : KubernetesObject(Definition), IResource
{
    /// <inheritdoc/>
    public static ResourceDefinition Definition { get; } = new("", "v1", "Pod", "pods", HasStatus: true);

    /// <summary>What is asked for.</summary>
    public required PodSpec Spec { get; init; }

    /// <summary>What is so.</summary>
    public PodStatus? Status { get; init; }

    /// <summary>Whether the pod's <c>Ready</c> condition is true.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsReady => Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;
}

/// <summary>What the kubelet last saw.</summary>
public sealed record PodStatus
{
    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c> or <c>Failed</c>.</summary>
    public string? Phase { get; init; }

    /// <summary>Address of the pod.</summary>
    public string? PodIP { get; init; }

    /// <summary>When the kubelet took the pod on.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Observations, <c>Ready</c> among them.</summary>
    public IReadOnlyList<PodCondition>? Conditions { get; init; }

    /// <summary>The containers.</summary>
    public IReadOnlyList<ContainerStatus>? ContainerStatuses { get; init; }
}

/// <summary>One observation of a pod.</summary>
/// <param name="Type">Its name.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
public sealed record PodCondition(string Type, string Status);

/// <summary>One container of a pod.</summary>
public sealed record ContainerStatus
{
    /// <summary>The container.</summary>
    public required string Name { get; init; }

    /// <summary>Whether its readiness probe succeeds.</summary>
    public bool Ready { get; init; }

    /// <summary>How often it was restarted.</summary>
    public int RestartCount { get; init; }

    /// <summary>What it does now.</summary>
    public ContainerState? State { get; init; }

    /// <summary>How it ended the last time.</summary>
    public ContainerState? LastState { get; init; }
}

/// <summary>State of a container: exactly one of the three.</summary>
public sealed record ContainerState
{
    /// <summary>It runs.</summary>
    public RunningState? Running { get; init; }

    /// <summary>It is not running yet, or again.</summary>
    public WaitingState? Waiting { get; init; }

    /// <summary>It has ended.</summary>
    public TerminatedState? Terminated { get; init; }
}

/// <summary>A container that runs.</summary>
/// <param name="StartedAt">Since when.</param>
public sealed record RunningState(DateTimeOffset StartedAt);

/// <summary>A container that does not run.</summary>
/// <param name="Reason">Such as <c>CrashLoopBackOff</c> or <c>ContainerCreating</c>.</param>
/// <param name="Message">In words.</param>
public sealed record WaitingState(string Reason, string? Message = null);

/// <summary>A container that has ended.</summary>
/// <param name="ExitCode">Its exit code; 128 + n after signal n.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record TerminatedState(int ExitCode, DateTimeOffset? FinishedAt = null);
