using TelegramParser.Contracts.Resources;
using TelegramParser.Operator.Bindings;
using TelegramParser.Operator.Conditions;

namespace TelegramParser.Operator.GroupMonitors;

/// <summary>The checks that a monitor's conditions are made of, beside those of <see cref="BoundFindings"/>.</summary>
internal static class MonitorFindings
{
    /// <summary>Whether the group is known and can be read.</summary>
    public static Finding Resolved(MonitorFacts facts) => BoundFindings.Resolved(
        facts,
        facts.Observation?.Reason,
        facts.Observation?.Message,
        facts.Observation?.Group is { } group ? Finding.True(Reasons.GroupResolved, $"The group is '{group.Title}'.") : null);

    /// <summary>The summary: the first check that is not as asked decides.</summary>
    public static Finding Ready(MonitorFacts facts, Finding resolved, Finding synced)
    {
        if (BoundFindings.NotAtWork(facts, synced, "the group is not watched") is { } notAtWork)
            return notAtWork;
        if (resolved.Status is ConditionStatus.False)
            return resolved;
        return facts.Observation switch
        {
            { IsRunning: true } => BoundFindings.AtWork(facts, "The group is watched."),
            { Reason: { } reason } row => Finding.False(reason, row.Message ?? "The group is not watched."),
            _ => Finding.False(Reasons.AwaitingFirstLook, "The worker has not looked at the group yet."),
        };
    }
}
