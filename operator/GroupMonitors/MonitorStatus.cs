using TelegramParser.Contracts.Resources;
using TelegramParser.Operator.Bindings;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Observation;

namespace TelegramParser.Operator.GroupMonitors;

/// <summary>A monitor's status from what is known.</summary>
internal static class MonitorStatus
{
    /// <summary>Fields that change with every mention.</summary>
    public static readonly string[] VolatileFields = ["mentionsTotal", "lastMentionTime"];

    /// <summary>The status. What cannot be read now stays as it was.</summary>
    public static GroupMonitorStatus Compute(MonitorFacts facts, DateTimeOffset now)
    {
        var before = facts.Monitor.Status;
        var generation = facts.Monitor.Metadata.Generation ?? 0;
        var conditions = new ConditionList(before?.Conditions, generation, now);
        var resolved = MonitorFindings.Resolved(facts);
        var synced = BoundFindings.Synced(facts, conditions.Before(ConditionTypes.Synced));
        var ready = MonitorFindings.Ready(facts, resolved, synced);
        var status = (before ?? new GroupMonitorStatus()) with
        {
            ObservedGeneration = generation,
            User = before?.User ?? (facts is { Problem: null, User: { } user } ? user.Metadata.Name : null),
            Conditions =
            [
                conditions.Make(ConditionTypes.Ready, ready),
                conditions.Make(ConditionTypes.Resolved, resolved),
                conditions.Make(ConditionTypes.Synced, synced),
            ],
        };
        return facts is { Database: DatabaseState.Available, Observation: { } observation }
            ? status with
            {
                ChatId = observation.Group?.ChatId,
                Title = observation.Group?.Title,
                MentionsTotal = observation.MentionsTotal,
                LastMentionTime = observation.LastMentionAt,
                LastError = observation.Reason is null ? null : observation.Message,
            }
            : status;
    }
}
