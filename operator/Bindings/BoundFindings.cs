using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Observation;

namespace TelegramParser.Operator.Bindings;

/// <summary>The checks that are the same for every resource that is a part of a worker's work.</summary>
internal static class BoundFindings
{
    // What a chat of Telegram can be that is not read.
    private static readonly string[] NotReadable =
    [
        Reasons.ChannelNotFound, Reasons.ChannelPrivate, Reasons.ChannelBanned, Reasons.UsernameTaken, Reasons.InviteExpired,
        Reasons.JoinRequestPending, Reasons.TooManyChannels, Reasons.DuplicateSubscription, Reasons.NotMember,
    ];

    /// <summary>Whether the channel or group is known and can be read.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="reason">Why the worker does not read it, as recorded; null when it does or has not tried.</param>
    /// <param name="message">The same in words.</param>
    /// <param name="found">What to say when the chat is known; null when it is not.</param>
    public static Finding Resolved(BoundFacts facts, string? reason, string? message, Finding? found)
    {
        if (facts.Database is not DatabaseState.Available)
            return Finding.NoDatabase;
        if (reason is not null && NotReadable.Contains(reason, StringComparer.Ordinal))
            return Finding.False(reason, message ?? "The chat cannot be read.");
        if (reason is Reasons.ChannelRenamed && message is not null)
            return Finding.True(Reasons.ChannelRenamed, message);
        if (found is not null)
            return found;
        return facts is { Problem: { } problem }
            ? Finding.False(problem)
            : Finding.Unknown(Reasons.Progressing, "The worker has not looked the chat up yet.");
    }

    /// <summary>Whether the worker has loaded the resource as it is. Once it has, changes of others do not matter.</summary>
    public static Finding Synced(BoundFacts facts, Condition? before)
    {
        if (Unusable(facts) is { } unusable)
            return unusable;
        var isLoaded = facts.IsGiven && string.Equals(WorkerSettingsJson.Hash(facts.Settings!), facts.LoadedHash, StringComparison.Ordinal);
        var wasLoaded = before is { Status: ConditionStatus.True }
            && before.ObservedGeneration == facts.Resource.Metadata.Generation;
        return isLoaded || wasLoaded
            ? Finding.True(Reasons.SettingsLoaded, $"The worker has loaded this {facts.Resource.Kind} as it is.")
            : Finding.False(Reasons.SettingsPending, "The worker has not loaded this version yet.");
    }

    /// <summary>What decides about <c>Ready</c> before anything that the worker does; null when the worker is at it.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="synced">Whether the worker has loaded the resource.</param>
    /// <param name="idle">What suspending means, such as <c>nothing is parsed</c>.</param>
    public static Finding? NotAtWork(BoundFacts facts, Finding synced, string idle)
    {
        if (Unusable(facts) is { } unusable)
            return unusable;
        if (UserTrouble(facts) is { } trouble)
            return trouble;
        if (!synced.IsTrue)
            return synced;
        if (facts.Resource.Suspended || facts.User!.Spec.Suspend)
            return Finding.True(Reasons.Suspended, $"spec.suspend of the {(facts.Resource.Suspended ? facts.Resource.Kind : facts.User!.Kind)} is true: {idle}.");
        return null;
    }

    /// <summary>The worker does all that the resource asks for, unless its notifications cannot be sent.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="message">What the worker does.</param>
    public static Finding AtWork(BoundFacts facts, string message) =>
        facts.Notifying is { } problem ? Finding.False(problem) : Finding.True(Reasons.Ready, message);

    private static Finding? Unusable(BoundFacts facts)
    {
        if (facts.Problem is { } problem)
            return Finding.False(problem);
        if (facts.User is null)
        {
            return Finding.False(
                Reasons.UserNotFound,
                $"There is no TelegramUser '{facts.Resource.UserRef.Name}' in namespace '{facts.Resource.Metadata.Namespace}'. Create it, or correct spec.userRef.");
        }
        return facts.Database is DatabaseState.Available ? null : Finding.NoDatabase;
    }

    private static Finding? UserTrouble(BoundFacts facts)
    {
        foreach (var type in new[] { ConditionTypes.WorkerAvailable, ConditionTypes.Authorized })
        {
            var condition = ConditionList.Find(facts.User!.Status?.Conditions, type);
            if (condition is not { Status: ConditionStatus.True })
            {
                return Finding.False(
                    Reasons.UserNotReady,
                    $"TelegramUser '{facts.User.Metadata.Name}': {condition?.Message ?? "The worker is being started."}");
            }
        }
        return null;
    }
}
