using TelegramParser.Contracts.Channels;
using TelegramParser.Contracts.Resources;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.ChannelSubscriptions;

/// <summary>Which subscriptions of one user can be given to its worker. Both controllers ask here, so they agree.</summary>
internal static class SubscriptionVerdicts
{
    /// <summary>Judges all subscriptions that name one user.</summary>
    /// <returns>By the subscription's name: what is wrong with it, or null.</returns>
    public static IReadOnlyDictionary<string, Problem?> Judge(IEnumerable<ChannelSubscription> subscriptions)
    {
        var verdicts = new Dictionary<string, Problem?>(StringComparer.Ordinal);
        var holders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var subscription in OldestFirst(subscriptions))
        {
            var name = subscription.Metadata.Name;
            var verdict = ChannelSubscriptionValidation.Check(subscription);
            if (verdict is null && !holders.TryAdd(Identity(subscription.Spec.Channel), name))
            {
                verdict = new Problem(
                    Reasons.DuplicateSubscription,
                    $"ChannelSubscription '{holders[Identity(subscription.Spec.Channel)]}' of the same user is for {subscription.Spec.Channel} already. Delete one of the two.");
            }
            verdicts[name] = verdict;
        }
        return verdicts;
    }

    // Usernames are the same in any case (https://core.telegram.org/method/contacts.resolveUsername).
    private static string Identity(string channel) => ChannelReference.Parse(channel) switch
    {
        Username username => username.ToString().ToLowerInvariant(),
        var other => other.ToString(),
    };

    private static IEnumerable<ChannelSubscription> OldestFirst(IEnumerable<ChannelSubscription> subscriptions) =>
        subscriptions
            .OrderBy(subscription => subscription.Metadata.CreationTimestamp)
            .ThenBy(subscription => subscription.Metadata.Name, StringComparer.Ordinal);
}
