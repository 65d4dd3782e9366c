using TelegramParser.Contracts.Workers;
using TelegramParser.Operator.ChannelSubscriptions;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>What a user's worker is told to do; what it is to watch is <see cref="GroupMonitors.DesiredMonitors"/>.</summary>
internal static class DesiredSettings
{
    /// <summary>
    /// The settings from the resources; where a spec cannot be used, from the last settings that could.
    /// </summary>
    /// <param name="options">The installation.</param>
    /// <param name="user">The user.</param>
    /// <param name="invalid">Whether the user's own spec cannot be used.</param>
    /// <param name="subscriptions">The subscriptions that name this user.</param>
    /// <param name="isBound">Whether a subscription, by name, exists and is this user's, even if it names another one now.</param>
    /// <param name="lastGood">The settings as they are now; null when there are none.</param>
    /// <returns>Null when there is nothing that can be used.</returns>
    public static WorkerSettings? Build(
        OperatorOptions options,
        TelegramUser user,
        bool invalid,
        IReadOnlyCollection<ChannelSubscription> subscriptions,
        Func<string, bool> isBound,
        WorkerSettings? lastGood)
    {
        var head = invalid ? lastGood : OfUser(options, user);
        return head is null ? null : head with { Subscriptions = OfSubscriptions(subscriptions, isBound, lastGood) };
    }

    private static WorkerSettings OfUser(OperatorOptions options, TelegramUser user) => new()
    {
        Installation = options.Installation,
        Namespace = user.Metadata.Namespace,
        Name = user.Metadata.Name,
        Login = user.Spec.Login,
        Schedule = user.Spec.Schedule,
        Suspend = user.Spec.Suspend,
        Retention = user.Spec.Retention,
        Proxy = user.Spec.Proxy is { } proxy
            ? new ProxySettings(proxy.Type, proxy.Server, proxy.Port)
            : options.DefaultProxy?.Address,
    };

    private static List<SubscriptionSettings> OfSubscriptions(
        IReadOnlyCollection<ChannelSubscription> subscriptions, Func<string, bool> isBound, WorkerSettings? lastGood)
    {
        var verdicts = SubscriptionVerdicts.Judge(subscriptions);
        var good = subscriptions
            .Where(subscription => verdicts[subscription.Metadata.Name] is null)
            .Select(OfSubscription)
            .ToList();
        var names = good.Select(settings => settings.Name).ToHashSet(StringComparer.Ordinal);
        var channels = good.Select(settings => settings.Channel).ToHashSet(StringComparer.OrdinalIgnoreCase);
        // Not usable now, but there: the last usable version stays in force.
        var kept = (lastGood?.Subscriptions ?? []).Where(settings =>
            !names.Contains(settings.Name) && !channels.Contains(settings.Channel) && isBound(settings.Name));
        return [.. good.Concat(kept).OrderBy(settings => settings.Name, StringComparer.Ordinal)];
    }

    private static SubscriptionSettings OfSubscription(ChannelSubscription subscription) => new()
    {
        Name = subscription.Metadata.Name,
        Channel = subscription.Spec.Channel,
        Join = subscription.Spec.Join,
        Schedule = subscription.Spec.Schedule,
        Suspend = subscription.Spec.Suspend,
        Backfill = subscription.Spec.Backfill,
        Refresh = subscription.Spec.Refresh,
        Enrichment = subscription.Spec.Enrichment,
        Notify = NotifySettings.Of(subscription.Spec.Notify),
        Retention = subscription.Spec.Retention,
    };
}
