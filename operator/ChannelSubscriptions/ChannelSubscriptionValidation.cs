using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Scheduling;
using TelegramParser.Operator.Bindings;
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
        foreach (var error in BoundValidation.Errors(subscription))
            yield return error;
        if (BoundValidation.ChatError(spec.Channel) is { } channelError)
            yield return $"spec.{channelError}";
        if (TelegramUserValidation.ScheduleError(spec.Schedule) is { } scheduleError)
            yield return scheduleError;
        if (RefreshError(spec.Refresh) is { } refreshError)
            yield return refreshError;
        if (spec.Enrichment?.Error() is { } enrichmentError)
            yield return $"spec.{enrichmentError}";
        if (spec.Notify?.Error() is { } notifyError)
            yield return $"spec.{notifyError}";
        if (spec.Retention?.Error() is { } retentionError)
            yield return $"spec.{retentionError}";
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
}
