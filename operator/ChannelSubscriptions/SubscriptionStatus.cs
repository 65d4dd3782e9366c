using TelegramParser.Contracts.Resources;
using TelegramParser.Operator.Bindings;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Observation;

namespace TelegramParser.Operator.ChannelSubscriptions;

/// <summary>A subscription's status from what is known.</summary>
internal static class SubscriptionStatus
{
    /// <summary>Fields that change with every parse.</summary>
    public static readonly string[] VolatileFields = ["lastMessageId", "postsTotal", "lastParseTime", "nextParseTime"];

    /// <summary>The status. What cannot be read now stays as it was.</summary>
    public static ChannelSubscriptionStatus Compute(SubscriptionFacts facts, DateTimeOffset now)
    {
        var subscription = facts.Subscription;
        var before = subscription.Status;
        var generation = subscription.Metadata.Generation ?? 0;
        var conditions = new ConditionList(before?.Conditions, generation, now);
        var resolved = SubscriptionFindings.Resolved(facts);
        var synced = BoundFindings.Synced(facts, conditions.Before(ConditionTypes.Synced));
        var ready = SubscriptionFindings.Ready(facts, resolved, synced);
        var status = (before ?? new ChannelSubscriptionStatus()) with
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
                ChannelId = observation.Subscription.ChatId,
                Title = observation.Channel?.Title,
                LastMessageId = observation.Progress?.Cursor,
                PostsTotal = observation.Progress?.PostsTotal ?? 0,
                LastParseTime = observation.Subscription.LastSuccessAt,
                NextParseTime = observation.Subscription.NextRunAt,
                LastError = observation.Subscription.Failures > 0 ? observation.Subscription.Message : null,
            }
            : status;
    }
}
