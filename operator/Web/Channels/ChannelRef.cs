using System.Globalization;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Channels;

/// <summary>
/// A channel as people name it in a request: its chat id, its @username, the name of its subscription, or what the
/// manifest says.
/// </summary>
internal static class ChannelRef
{
    /// <summary>The subscription that is meant, or null.</summary>
    public static SubscriptionOverview? Find(IReadOnlyList<SubscriptionOverview> channels, string named)
    {
        if (long.TryParse(named, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var chatId))
            return channels.FirstOrDefault(channel => channel.Subscription.ChatId == chatId);
        // A subscription's name wins over another channel's username: it is the user's own.
        return channels.FirstOrDefault(channel => channel.Subscription.Name == named)
            ?? channels.FirstOrDefault(channel => IsUsername(channel, named))
            ?? channels.FirstOrDefault(channel => channel.Subscription.Channel == named);
    }

    private static bool IsUsername(SubscriptionOverview channel, string named) =>
        channel.Channel?.Username is { } username
        && string.Equals(username, named.TrimStart('@'), StringComparison.OrdinalIgnoreCase);
}
