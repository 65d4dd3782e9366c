using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Retention;

/// <summary>How long a user's posts are kept, and what the next run would remove if it began now.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="Days">Days that posts are kept unless a subscription says otherwise; null for ever.</param>
/// <param name="NextRunAt">When posts are removed next, by what the resources say; null when never.</param>
/// <param name="Posts">Posts that would be removed.</param>
/// <param name="Channels">Each channel of which posts are removed at some time.</param>
/// <param name="Removals">What was removed last, the newest first.</param>
public sealed record RetentionView(
    long UserId, int? Days, DateTimeOffset? NextRunAt, long Posts, IReadOnlyList<ChannelRetention> Channels, IReadOnlyList<Removal> Removals);

/// <summary>How long a channel's posts are kept, and what the next run would remove of it if it began now.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="Subscription">Name of the ChannelSubscription.</param>
/// <param name="OwnDays">Days that the subscription says; null when it leaves it to the user.</param>
/// <param name="NextRunAt">When posts are removed next, by what the resources say; null when never.</param>
/// <param name="Plan">What would be removed; null when posts are kept for ever, or the channel was not read yet.</param>
public sealed record ChannelRetentionView(long UserId, string Subscription, int? OwnDays, DateTimeOffset? NextRunAt, ChannelRetention? Plan);

/// <summary>What is to be so.</summary>
/// <param name="Days">Days that posts are kept; null takes the setting away: for ever, or for a channel as long as the user says.</param>
/// <param name="Force">Whether to take the setting over from whoever else, such as GitOps, says what it is to be.</param>
public sealed record RetentionChange(int? Days, bool Force = false);
