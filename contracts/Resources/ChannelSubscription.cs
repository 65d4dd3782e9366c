using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using TelegramParser.Contracts.Channels;
using TelegramParser.Contracts.Scheduling;
using TelegramParser.Contracts.Schema;

namespace TelegramParser.Contracts.Resources;

/// <summary>What a person asks for: one channel, read for one Telegram user.</summary>
public sealed record ChannelSubscriptionSpec
{
    /// <summary>The TelegramUser in the same namespace that reads the channel. Immutable.</summary>
    [CelRule("self == oldSelf", "userRef cannot change. Delete this subscription and create another one.")]
    public required UserReference UserRef { get; init; }

    /// <summary>
    /// The channel: <c>@name</c>, <c>https://t.me/name</c>, an invite link (<c>https://t.me/+hash</c>) or its numeric
    /// id (<c>-1001234567890</c>, for a channel that the account has joined).
    /// </summary>
    [RegularExpression(ChannelReference.Pattern)]
    public required string Channel { get; init; }

    /// <summary>Join the channel when the account is not a member. Public channels can be read without joining.</summary>
    public bool Join { get; init; }

    /// <summary>Overrides the user's schedule: exactly one of <c>interval</c> and <c>cron</c>.</summary>
    public ScheduleSpec? Schedule { get; init; }

    /// <summary>Stops parsing this channel.</summary>
    public bool Suspend { get; init; }

    /// <summary>
    /// How much of the past is read when the channel is first seen: exactly one of <c>limit</c> and <c>since</c>; the newest 100
    /// posts when absent.
    /// </summary>
    public BackfillSpec? Backfill { get; init; }

    /// <summary>How stored posts are kept up to date; those of the last 3 days, every hour, when absent.</summary>
    public RefreshSpec? Refresh { get; init; }

    /// <summary>What is done with the pages that posts link to; up to 5 of a post are fetched by the worker when absent.</summary>
    public EnrichmentSpec? Enrichment { get; init; }

    /// <summary>Who is told of new posts; nobody when absent.</summary>
    public NotifySpec? Notify { get; init; }

    /// <summary>How long this channel's posts are kept; as long as the user says when absent.</summary>
    public RetentionSpec? Retention { get; init; }
}

/// <summary>Reference to a TelegramUser in the same namespace.</summary>
public sealed record UserReference
{
    /// <summary>Name of the TelegramUser.</summary>
    [MinLength(1)]
    public required string Name { get; init; }
}

/// <summary>How far back the first reading goes: exactly one of the two.</summary>
[CelRule("has(self.limit) != has(self.since)", "backfill has either 'limit' (a number of posts) or 'since' (an instant such as 2026-01-31T00:00:00Z).")]
public sealed record BackfillSpec
{
    /// <summary>This many of the newest posts; 0 reads only what comes from now on.</summary>
    [Range(0, int.MaxValue)]
    public int? Limit { get; init; }

    /// <summary>Everything since this instant.</summary>
    public DateTimeOffset? Since { get; init; }
}

/// <summary>Which stored posts are read again, for edits, deletions, counters and polls, and how often.</summary>
public sealed record RefreshSpec
{
    /// <summary>Posts of this time back, <c>1h</c> to <c>365d</c>; <c>0s</c> turns it off. <c>3d</c> when absent.</summary>
    [RegularExpression(Duration.Pattern), MinLength(1), DefaultValue("3d")]
    public string? Window { get; init; }

    /// <summary>How often, <c>15m</c> to <c>31d</c>. <c>1h</c> when absent.</summary>
    [RegularExpression(Duration.Pattern), MinLength(1), DefaultValue("1h")]
    public string? Interval { get; init; }
}

/// <summary>What is so, as the operator last saw it.</summary>
public sealed record ChannelSubscriptionStatus
{
    /// <summary><c>metadata.generation</c> that this status was computed from.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>Conditions <c>Ready</c>, <c>Resolved</c> and <c>Synced</c>.</summary>
    [ListKey("type")]
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>The TelegramUser whose worker was given this subscription first; <c>spec.userRef</c> cannot change from it.</summary>
    public string? User { get; init; }

    /// <summary>The channel's chat id (Bot API form, <c>-100…</c>), pinned at the first resolve.</summary>
    public long? ChannelId { get; init; }

    /// <summary>The channel's title.</summary>
    public string? Title { get; init; }

    /// <summary>Highest message id examined.</summary>
    public long? LastMessageId { get; init; }

    /// <summary>Posts of this channel stored for this user.</summary>
    public long PostsTotal { get; init; }

    /// <summary>End of the last successful parse.</summary>
    public DateTimeOffset? LastParseTime { get; init; }

    /// <summary>When the next parse is due.</summary>
    public DateTimeOffset? NextParseTime { get; init; }

    /// <summary>Why the last parse failed, when it did.</summary>
    public string? LastError { get; init; }
}
