using TelegramParser.Contracts.Channels;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Scheduling;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.TelegramUsers;

namespace TelegramParser.Operator.ChannelSubscriptions;

/// <summary>What the resource's schema cannot check, or an old API server does not.</summary>
internal static class ChannelSubscriptionValidation
{
    /// <summary>All that is wrong with a spec, in one message; null when it can be used.</summary>
    public static Problem? Check(ChannelSubscription subscription)
    {
        string[] errors = [.. Errors(subscription)];
        return errors.Length == 0 ? null : new Problem(Reasons.InvalidSpec, string.Join(' ', errors));
    }

    private static IEnumerable<string> Errors(ChannelSubscription subscription)
    {
        var spec = subscription.Spec;
        if (subscription.Metadata.Annotations?.GetValueOrDefault(Annotations.ManifestError) is { } manifestError)
            yield return $"{manifestError} The last good version stays in force.";
        if (spec.UserRef.Name.Length == 0)
            yield return "spec.userRef.name is empty. Name a TelegramUser in the same namespace.";
        else if (!string.Equals(subscription.BoundUser, spec.UserRef.Name, StringComparison.Ordinal))
            yield return $"spec.userRef cannot change from '{subscription.BoundUser}' to '{spec.UserRef.Name}'. Delete this subscription and create another one.";
        if (ChannelError(spec.Channel) is { } channelError)
            yield return channelError;
        if (TelegramUserValidation.ScheduleError(spec.Schedule) is { } scheduleError)
            yield return scheduleError;
        if (RefreshError(spec.Refresh) is { } refreshError)
            yield return refreshError;
        if (spec.Enrichment?.Error() is { } enrichmentError)
            yield return $"spec.{enrichmentError}";
        switch (spec.Backfill)
        {
            case { Limit: not null, Since: not null }:
                yield return "spec.backfill has either 'limit' or 'since', not both. Remove one of them.";
                break;
            case { Limit: null, Since: null }:
                yield return "spec.backfill needs 'limit' (a number of posts) or 'since' (an instant such as 2026-01-31T00:00:00Z).";
                break;
            case { Limit: < 0 }:
                yield return $"spec.backfill.limit {spec.Backfill.Limit} is negative. Give 0 for none, or a number of posts.";
                break;
        }
    }

    private static string? RefreshError(RefreshSpec? refresh)
    {
        try
        {
            _ = RefreshPolicy.Parse(refresh);
            return null;
        }
        catch (ScheduleException e)
        {
            return $"spec.{e.Message}";
        }
    }

    private static string? ChannelError(string channel)
    {
        try
        {
            _ = ChannelReference.Parse(channel);
            return null;
        }
        catch (FormatException e)
        {
            return $"spec.{e.Message}";
        }
    }
}
