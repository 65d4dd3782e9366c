using TelegramParser.Kubernetes.Core;

namespace TelegramParser.Operator.Standalone.Pods;

/// <summary>What the runner knows of a pod with one container.</summary>
internal sealed record PodState
{
    /// <summary>Name of the container.</summary>
    public required string Container { get; init; }

    /// <summary>When the pod was taken on.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>What the container does now.</summary>
    public required ContainerState Current { get; init; }

    /// <summary>How it ended the last time.</summary>
    public TerminatedState? LastEnd { get; init; }

    /// <summary>How often it was restarted.</summary>
    public int Restarts { get; init; }

    /// <summary>Whether its readiness probe succeeds.</summary>
    public bool Ready { get; init; }

    /// <summary>The state as a kubelet reports it.</summary>
    public PodStatus ToStatus() => new()
    {
        Phase = Current.Running is not null || Restarts > 0 ? "Running" : "Pending",
        PodIP = PodEnvironment.PodIP,
        StartTime = StartTime,
        Conditions = [new PodCondition("Ready", Ready ? "True" : "False")],
        ContainerStatuses =
        [
            new ContainerStatus
            {
                Name = Container,
                Ready = Ready,
                RestartCount = Restarts,
                State = Current,
                LastState = LastEnd is null ? null : new ContainerState { Terminated = LastEnd },
            },
        ],
    };
}
