using TelegramParser.Operator.GroupMonitors;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Groups;

/// <summary>The groups that are watched for a user.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="Total">How many monitors there are.</param>
/// <param name="Running">Of how many the group is watched now.</param>
/// <param name="Groups">The monitors with their groups, by name of the monitor.</param>
public sealed record GroupList(long UserId, int Total, int Running, IReadOnlyList<GroupItem> Groups)
{
    internal static GroupList Of(UserOverview user, IReadOnlyList<MonitorOverview> monitors)
    {
        var running = RunningMonitors.Of(user, monitors).ToHashSet(StringComparer.Ordinal);
        return new GroupList(
            user.User.Id, monitors.Count, running.Count, [.. monitors.Select(monitor => GroupItem.Of(monitor, running.Contains(monitor.Name)))]);
    }
}

/// <summary>A group that is watched for a user, and what was found there.</summary>
/// <param name="Monitor">Name of the GroupMonitor.</param>
/// <param name="Group">The group as the manifest writes it.</param>
/// <param name="ChatId">The group's chat id, pinned when it was first found.</param>
/// <param name="Title">The group's title.</param>
/// <param name="Username">The group's username, without @; null when it is private.</param>
/// <param name="Kind">`supergroup`, `group` (a basic group) or `channel`.</param>
/// <param name="MemberCount">Its members, when known.</param>
/// <param name="Suspended">Whether the manifest suspends it.</param>
/// <param name="Running">Whether the group is watched now.</param>
/// <param name="Reason">Why it is not watched, a constant of the conditions' reasons; null when nothing is wrong with it.</param>
/// <param name="Message">The same in words, and what to do.</param>
/// <param name="MentionsTotal">Mentions found so far.</param>
/// <param name="LastMentionAt">When the newest mention was written.</param>
/// <param name="ExaminedAt">Until when everything that was written is known to be examined.</param>
public sealed record GroupItem(
    string Monitor,
    string Group,
    long? ChatId,
    string? Title,
    string? Username,
    string? Kind,
    int? MemberCount,
    bool Suspended,
    bool Running,
    string? Reason,
    string? Message,
    long MentionsTotal,
    DateTimeOffset? LastMentionAt,
    DateTimeOffset? ExaminedAt)
{
    internal static GroupItem Of(MonitorOverview row, bool running) => new(
        row.Name,
        row.GroupName,
        row.Group?.ChatId,
        row.Group?.Title,
        row.Group?.Username,
        row.Group?.Kind,
        row.Group?.MemberCount,
        row.Suspended,
        running,
        row.Reason,
        row.Message,
        row.MentionsTotal,
        row.LastMentionAt,
        row.ExaminedAt);
}
