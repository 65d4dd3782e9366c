using System.Globalization;
using Npgsql;
using TelegramParser.Storage.Statements;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.Storage.Queries;

/// <summary>A group monitor with its group and what was found.</summary>
public sealed record MonitorOverview
{
    /// <summary>Name of the GroupMonitor.</summary>
    public required string Name { get; init; }

    /// <summary>The group as the resource writes it.</summary>
    public required string GroupName { get; init; }

    /// <summary>The group; null until resolved.</summary>
    public ChannelRow? Group { get; init; }

    /// <summary><c>spec.suspend</c>.</summary>
    public bool Suspended { get; init; }

    /// <summary>Why the group is not watched, a constant of <c>Reasons</c>; null when it is.</summary>
    public string? Reason { get; init; }

    /// <summary>The same in words.</summary>
    public string? Message { get; init; }

    /// <summary>Until when everything that was written is known to be examined; null before the first look.</summary>
    public DateTimeOffset? ExaminedAt { get; init; }

    /// <summary>Mentions found so far.</summary>
    public long MentionsTotal { get; init; }

    /// <summary>Date of the newest mention.</summary>
    public DateTimeOffset? LastMentionAt { get; init; }

    /// <summary>Whether the group is watched, as far as the worker has told.</summary>
    public bool IsRunning => this is { Suspended: false, Reason: null, ExaminedAt: not null };

    /// <summary>Whether a person means this one by the group's chat id, its username with @, or the monitor's name.</summary>
    public bool IsNamed(string named) =>
        named == Name
        || named == Group?.ChatId.ToString(CultureInfo.InvariantCulture)
        || (Group?.Username is { } username && string.Equals(named, $"@{username}", StringComparison.OrdinalIgnoreCase));

    /// <summary>Active monitors, by user and name. The condition is on <c>users</c>.</summary>
    internal static Statement Select(Statement condition) =>
        $"""
        SELECT users.id AS owner, group_monitors.name, group_monitors.group_name, group_monitors.chat_id, group_monitors.suspended,
               group_monitors.reason, group_monitors.message, group_monitors.examined_at, group_monitors.mentions_total,
               group_monitors.last_mention_at, channels.title, channels.username, channels.kind, channels.member_count
        FROM users
        JOIN group_monitors ON group_monitors.user_id = users.id AND group_monitors.active
        LEFT JOIN channels ON channels.chat_id = group_monitors.chat_id
        WHERE {condition}
        ORDER BY users.id, group_monitors.name
        """;

    internal static MonitorOverview Read(NpgsqlDataReader row) => new()
    {
        Name = row.Get<string>("name"),
        GroupName = row.Get<string>("group_name"),
        Group = ChannelRow.Read(row),
        Suspended = row.Get<bool>("suspended"),
        Reason = row.Get<string?>("reason"),
        Message = row.Get<string?>("message"),
        ExaminedAt = row.Get<DateTimeOffset?>("examined_at"),
        MentionsTotal = row.Get<long>("mentions_total"),
        LastMentionAt = row.Get<DateTimeOffset?>("last_mention_at"),
    };
}
