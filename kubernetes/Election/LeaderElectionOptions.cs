using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Election;

/// <summary>How one of several processes is elected. The defaults are client-go's.</summary>
public sealed record LeaderElectionOptions
{
    /// <summary>The Lease that they share.</summary>
    public required ObjectKey Lease { get; init; }

    /// <summary>Name of this process; another one in each life of it.</summary>
    public required string Identity { get; init; }

    /// <summary>Time without a renewal after which others take over, in whole seconds.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time without a renewal after which the leader gives up.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between two tries.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Refuses values under which there could be two leaders, or none.</summary>
    /// <exception cref="ArgumentException">They are not valid.</exception>
    internal static void Validate(LeaderElectionOptions options)
    {
        var wrong = options switch
        {
            { Identity.Length: 0 } => "Identity must not be empty",
            _ when options.LeaseDuration < TimeSpan.FromSeconds(1) || options.LeaseDuration.Ticks % TimeSpan.TicksPerSecond != 0 =>
                "LeaseDuration must be whole seconds",
            _ when options.LeaseDuration <= options.RenewDeadline => "LeaseDuration must be longer than RenewDeadline",
            _ when options.RetryPeriod <= TimeSpan.Zero => "RetryPeriod must be positive",
            _ when options.RenewDeadline <= options.RetryPeriod * LeaderElector.Jitter => "RenewDeadline must be longer than RetryPeriod with its jitter",
            _ => null,
        };
        if (wrong is not null)
            throw new ArgumentException($"The options of the leader election are not valid: {wrong}.", nameof(options));
    }
}
