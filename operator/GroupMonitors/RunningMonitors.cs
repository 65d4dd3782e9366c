using TelegramParser.Contracts.Control;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.GroupMonitors;

/// <summary>Which monitors of a user are at work.</summary>
internal static class RunningMonitors
{
    /// <summary>Names of the monitors whose groups are watched now: a worker holds the session, and is logged in.</summary>
    public static IEnumerable<string> Of(UserOverview user, IEnumerable<MonitorOverview> monitors) =>
        user is { Session: { LeaseValid: true, State: SessionState.Ready }, User.Suspended: false }
            ? monitors.Where(monitor => monitor.IsRunning).Select(monitor => monitor.Name)
            : [];
}
