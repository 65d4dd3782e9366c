using System.ComponentModel.DataAnnotations;

namespace TelegramParser.Contracts.Resources;

/// <summary>
/// One observation of a resource's state, in the shape of Kubernetes' <c>metav1.Condition</c>.
/// </summary>
/// <param name="Type">Name in CamelCase, one of <see cref="ConditionTypes"/>.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Reason">One CamelCase word for programs, one of <see cref="Reasons"/>.</param>
/// <param name="Message">What is so and, where a person must act, what to do.</param>
/// <param name="LastTransitionTime">When <paramref name="Status"/> last changed.</param>
/// <param name="ObservedGeneration"><c>metadata.generation</c> that this was computed from.</param>
public sealed record Condition(
    string Type,
    [property: AllowedValues(ConditionStatus.True, ConditionStatus.False, ConditionStatus.Unknown)] string Status,
    string Reason,
    string Message,
    DateTimeOffset LastTransitionTime,
    long ObservedGeneration);

/// <summary>Condition types of the project's resources.</summary>
public static class ConditionTypes
{
    /// <summary>The summary: everything that this resource asks for is so.</summary>
    public const string Ready = nameof(Ready);

    /// <summary>TelegramUser: the worker's control API answers.</summary>
    public const string WorkerAvailable = nameof(WorkerAvailable);

    /// <summary>TelegramUser: the session is logged in to the right account.</summary>
    public const string Authorized = nameof(Authorized);

    /// <summary>TelegramUser: parses run and succeed.</summary>
    public const string Parsing = nameof(Parsing);

    /// <summary>ChannelSubscription and GroupMonitor: the channel or group is known and readable.</summary>
    public const string Resolved = nameof(Resolved);

    /// <summary>ChannelSubscription and GroupMonitor: the worker has loaded the resource as it is now.</summary>
    public const string Synced = nameof(Synced);
}

/// <summary>Values of a condition's status.</summary>
public static class ConditionStatus
{
    /// <summary>It is so.</summary>
    public const string True = nameof(True);

    /// <summary>It is not so.</summary>
    public const string False = nameof(False);

    /// <summary>It cannot be told now.</summary>
    public const string Unknown = nameof(Unknown);
}
