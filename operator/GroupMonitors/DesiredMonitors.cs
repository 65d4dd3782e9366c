using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.GroupMonitors;

/// <summary>What a user's worker is told to watch.</summary>
internal static class DesiredMonitors
{
    /// <summary>The settings from the resources; where a spec cannot be used, from the last settings that could.</summary>
    /// <param name="monitors">The monitors that name the user.</param>
    /// <param name="isBound">Whether a monitor, by name, exists and is this user's, even if it names another one now.</param>
    /// <param name="lastGood">The settings as they are now; null when there are none.</param>
    /// <returns>By name; null when there are none.</returns>
    public static IReadOnlyList<MonitorSettings>? Build(
        IEnumerable<GroupMonitor> monitors, Func<string, bool> isBound, IReadOnlyList<MonitorSettings>? lastGood)
    {
        var good = monitors
            .Where(monitor => GroupMonitorValidation.Check(monitor) is null)
            .ToDictionary(monitor => monitor.Metadata.Name, Of, StringComparer.Ordinal);
        // Not usable now, but there: the last usable version stays in force.
        var kept = (lastGood ?? []).Where(settings => !good.ContainsKey(settings.Name) && isBound(settings.Name));
        MonitorSettings[] all = [.. good.Values.Concat(kept).OrderBy(settings => settings.Name, StringComparer.Ordinal)];
        return all is [] ? null : all;
    }

    private static MonitorSettings Of(GroupMonitor monitor) => new()
    {
        Name = monitor.Metadata.Name,
        Group = monitor.Spec.Group,
        Triggers = monitor.Spec.Triggers ?? new TriggersSpec(),
        ContextMessages = monitor.Spec.ContextMessages,
        Suspend = monitor.Spec.Suspend,
        Notify = NotifySettings.Of(monitor.Spec.Notify),
    };
}
