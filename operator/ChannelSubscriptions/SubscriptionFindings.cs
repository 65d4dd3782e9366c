using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Observation;

namespace TelegramParser.Operator.ChannelSubscriptions;

/// <summary>The checks that a subscription's conditions are made of.</summary>
internal static class SubscriptionFindings
{
    private static readonly string[] NotReadable =
    [
        Reasons.ChannelNotFound, Reasons.ChannelPrivate, Reasons.ChannelBanned, Reasons.UsernameTaken, Reasons.InviteExpired,
        Reasons.JoinRequestPending, Reasons.TooManyChannels, Reasons.DuplicateSubscription,
    ];

    /// <summary>Whether the channel is known and can be read.</summary>
    public static Finding Resolved(SubscriptionFacts facts)
    {
        if (facts.Database is not DatabaseState.Available)
            return Finding.NoDatabase;
        var row = facts.Observation?.Subscription;
        if (row?.Reason is { } reason && NotReadable.Contains(reason, StringComparer.Ordinal))
            return Finding.False(reason, row.Message ?? "The channel cannot be read.");
        if (row is { Reason: Reasons.ChannelRenamed, Message: { } renamed })
            return Finding.True(Reasons.ChannelRenamed, renamed);
        if (facts.Observation?.Channel is { } channel)
            return Finding.True(Reasons.ChannelResolved, $"The channel is '{channel.Title}'.");
        return facts is { Problem: { } problem }
            ? Finding.False(problem)
            : Finding.Unknown(Reasons.Progressing, "The worker has not looked the channel up yet.");
    }

    /// <summary>
    /// Whether the worker has loaded this subscription as it is. Once it has, changes of other subscriptions do not matter.
    /// </summary>
    public static Finding Synced(SubscriptionFacts facts, Condition? before)
    {
        if (facts.Problem is { } problem)
            return Finding.False(problem);
        if (facts.User is null)
            return Finding.False(UserNotFound(facts));
        if (facts.Database is not DatabaseState.Available)
            return Finding.NoDatabase;
        var isGiven = facts.Settings?.Subscriptions.Any(settings =>
            string.Equals(settings.Name, facts.Subscription.Metadata.Name, StringComparison.Ordinal)
            && string.Equals(settings.Channel, facts.Subscription.Spec.Channel, StringComparison.Ordinal)) == true;
        var isLoaded = isGiven && string.Equals(WorkerSettingsJson.Hash(facts.Settings!), facts.LoadedHash, StringComparison.Ordinal);
        var wasLoaded = before is { Status: ConditionStatus.True }
            && before.ObservedGeneration == facts.Subscription.Metadata.Generation;
        return isLoaded || wasLoaded
            ? Finding.True(Reasons.SettingsLoaded, "The worker has loaded this subscription as it is.")
            : Finding.False(Reasons.SettingsPending, "The worker has not loaded this version yet.");
    }

    /// <summary>The summary: the first check that is not as asked decides.</summary>
    public static Finding Ready(SubscriptionFacts facts, Finding resolved, Finding synced)
    {
        if (facts.Problem is { } problem)
            return Finding.False(problem);
        if (facts.User is null)
            return Finding.False(UserNotFound(facts));
        if (facts.Database is not DatabaseState.Available)
            return Finding.NoDatabase;
        if (UserTrouble(facts) is { } trouble)
            return trouble;
        if (!synced.IsTrue)
            return synced;
        if (facts.Subscription.Spec.Suspend || facts.User.Spec.Suspend)
            return Finding.True(Reasons.Suspended, $"spec.suspend of the {(facts.Subscription.Spec.Suspend ? "subscription" : "user")} is true: nothing is parsed.");
        if (resolved.Status is ConditionStatus.False)
            return resolved;
        var row = facts.Observation?.Subscription;
        if (row is { Failures: > 0 })
            return Finding.False(row.Reason ?? Reasons.ParseFailed, row.Message ?? "The last parse failed.");
        return row is { LastSuccessAt: not null }
            ? Finding.True(Reasons.Ready, string.Join(' ', new[] { "The channel is parsed on schedule.", facts.Shortfall }.OfType<string>()))
            : Finding.False(Reasons.AwaitingFirstParse, "No parse has ended yet.");
    }

    private static Finding? UserTrouble(SubscriptionFacts facts)
    {
        foreach (var type in new[] { ConditionTypes.WorkerAvailable, ConditionTypes.Authorized })
        {
            var condition = ConditionList.Find(facts.User?.Status?.Conditions, type);
            if (condition is not { Status: ConditionStatus.True })
            {
                return Finding.False(
                    Reasons.UserNotReady,
                    $"TelegramUser '{facts.User!.Metadata.Name}': {condition?.Message ?? "The worker is being started."}");
            }
        }
        return null;
    }

    private static Problem UserNotFound(SubscriptionFacts facts) => new(
        Reasons.UserNotFound,
        $"There is no TelegramUser '{facts.Subscription.Spec.UserRef.Name}' in namespace '{facts.Subscription.Metadata.Namespace}'. Create it, or correct spec.userRef.");
}
