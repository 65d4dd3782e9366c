using System.Text.Json.Serialization;

namespace TelegramParser.TelegramSimulator.World;

/// <summary>What a channel or supergroup is; without a username it is private.</summary>
public sealed record ChannelInfo
{
    /// <summary>Positive, as in the API; bots and TDLib show -1000000000000 - id.</summary>
    public required long Id { get; init; }

    public required string Title { get; init; }

    /// <summary>Without the "@".</summary>
    public string? Username { get; init; }

    public string About { get; init; } = "";

    /// <summary>Whether it is a supergroup: its messages have senders.</summary>
    public bool IsGroup { get; init; }

    /// <summary>Whether its messages are in topics.</summary>
    public bool IsForum { get; init; }

    /// <summary>The topics of a forum, but for the one that is always there.</summary>
    public IReadOnlyList<Topic> Topics { get; init; } = [];

    /// <summary>The part of t.me/+… behind the plus, by which a private channel is joined.</summary>
    public string? InviteHash { get; init; }

    /// <summary>Further invite links.</summary>
    public IReadOnlyList<Invite> Invites { get; init; } = [];

    /// <summary>The discussion group of a channel, or the channel of a discussion group.</summary>
    public long? LinkedChatId { get; init; }

    /// <summary>The basic group that became this supergroup.</summary>
    public long? MigratedFrom { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    [JsonIgnore]
    public bool IsPrivate => Username is null;
}

/// <summary>A forum's topic.</summary>
/// <param name="Id">The id of the service message that it began with.</param>
/// <param name="Title">What it is called.</param>
public sealed record Topic(int Id, string Title)
{
    /// <summary>Of the topic that is in every forum.</summary>
    public const int GeneralId = 1;
}

/// <summary>An invite link.</summary>
/// <param name="Hash">The part of t.me/+… behind the plus.</param>
public sealed record Invite(string Hash)
{
    /// <summary>Whether who follows it has to wait until <see cref="Channel.Approve"/>.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>From when on it is expired; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public bool IsRevoked { get; init; }
}
