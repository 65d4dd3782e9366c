using TelegramParser.Contracts.Resources;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.GroupMonitors;
using TelegramParser.Operator.Observation;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>A user's status from what is known.</summary>
internal static class UserStatus
{
    /// <summary>Fields that change with every parse.</summary>
    public static readonly string[] VolatileFields = ["postsTotal", "lastParseTime"];

    /// <summary>The status. What cannot be read now stays as it was.</summary>
    public static TelegramUserStatus Compute(UserFacts facts, DateTimeOffset now)
    {
        var before = facts.User.Status;
        var generation = facts.User.Metadata.Generation ?? 0;
        var conditions = new ConditionList(before?.Conditions, generation, now);
        var worker = UserFindings.WorkerAvailable(facts);
        var authorized = UserFindings.Authorized(facts, now);
        var parsing = UserFindings.Parsing(facts, authorized, now);
        var ready = UserFindings.Ready(facts, worker, authorized, parsing);
        var status = (before ?? new TelegramUserStatus()) with
        {
            ObservedGeneration = generation,
            Subscriptions = facts.Subscriptions,
            Monitors = facts.Monitors.Count,
            Conditions =
            [
                conditions.Make(ConditionTypes.Ready, ready),
                conditions.Make(ConditionTypes.WorkerAvailable, worker),
                conditions.Make(ConditionTypes.Authorized, authorized),
                conditions.Make(ConditionTypes.Parsing, parsing),
            ],
        };
        return facts is { Database: DatabaseState.Available, Observation: { Overview: { } overview, Monitors: { } monitors } }
            ? status with
            {
                UserId = overview.User.Id,
                TelegramId = overview.User.TelegramId,
                Username = overview.User.Username,
                MonitorsRunning = RunningMonitors.Of(overview, monitors).Intersect(facts.Monitors, StringComparer.Ordinal).Count(),
                PostsTotal = overview.PostsTotal,
                LastParseTime = overview.LastSuccessAt,
            }
            : status;
    }
}
