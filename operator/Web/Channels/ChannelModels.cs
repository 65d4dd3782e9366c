using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Channels;

/// <summary>The channels of a user.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Channels">The channels, by name of their subscription.</param>
public sealed record ChannelList(long UserId, int Total, IReadOnlyList<ChannelItem> Channels);

/// <summary>A channel that a user follows, and how far it has been read.</summary>
/// <param name="Subscription">Name of the ChannelSubscription.</param>
/// <param name="Channel">The channel as the manifest writes it.</param>
/// <param name="ChatId">The channel's chat id (`-100…`), pinned when it was first found.</param>
/// <param name="Title">The channel's title.</param>
/// <param name="Username">The channel's username, without @; null when it is private.</param>
/// <param name="Kind">`channel` or `supergroup`.</param>
/// <param name="MemberCount">Its subscribers or members, when known.</param>
/// <param name="Suspended">Whether the manifest suspends it.</param>
/// <param name="Reason">Outcome of the last parse, a constant of the conditions' reasons.</param>
/// <param name="Message">The same in words, and what to do.</param>
/// <param name="Failures">Parses that have failed since the last success.</param>
/// <param name="PostsTotal">Posts stored.</param>
/// <param name="LastMessageId">Highest message id examined.</param>
/// <param name="LastParseAt">End of the last successful parse.</param>
/// <param name="LastRunAt">Start of the last parse, successful or not.</param>
/// <param name="NextRunAt">When the next parse is due.</param>
public sealed record ChannelItem(
    string Subscription,
    string Channel,
    long? ChatId,
    string? Title,
    string? Username,
    string? Kind,
    int? MemberCount,
    bool Suspended,
    string? Reason,
    string? Message,
    int Failures,
    long PostsTotal,
    long? LastMessageId,
    DateTimeOffset? LastParseAt,
    DateTimeOffset? LastRunAt,
    DateTimeOffset? NextRunAt)
{
    internal static ChannelItem Of(SubscriptionOverview row) => new(
        row.Subscription.Name,
        row.Subscription.Channel,
        row.Subscription.ChatId,
        row.Channel?.Title,
        row.Channel?.Username,
        row.Channel?.Kind,
        row.Channel?.MemberCount,
        row.Subscription.Suspended,
        row.Subscription.Reason,
        row.Subscription.Message,
        row.Subscription.Failures,
        row.Progress?.PostsTotal ?? 0,
        row.Progress?.Cursor,
        row.Subscription.LastSuccessAt,
        row.Subscription.LastRunAt,
        row.Subscription.NextRunAt);
}
