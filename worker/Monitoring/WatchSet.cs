using TelegramParser.Contracts.Workers;
using TelegramParser.Storage.Monitoring;

namespace TelegramParser.Worker.Monitoring;

/// <summary>The worker's monitors as the loaded settings say.</summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class WatchSet(TimeProvider time)
{
    private readonly Dictionary<long, Watch> _all = [];
    private bool _suspended;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Monitors that are to run.</summary>
    public IEnumerable<Watch> Active => _suspended ? [] : _all.Values.Where(watch => !watch.Settings.Suspend);

    /// <summary>Ends at the next change of the monitors or of the time that one is due.</summary>
    public Task Changed => _changed.Task;

    /// <summary>Whether a monitor is still to run, and for this group.</summary>
    public bool Has(Watch watch, string group) =>
        !_suspended && _all.GetValueOrDefault(watch.Id) == watch && !watch.Settings.Suspend && string.Equals(watch.Settings.Group, group, StringComparison.Ordinal);

    /// <summary>Takes over new settings and what Postgres knows of them.</summary>
    public void Apply(WorkerSettings settings, IReadOnlyList<MonitorRow> rows)
    {
        _suspended = settings.Suspend;
        var byName = (settings.Monitors ?? []).ToDictionary(monitor => monitor.Name, StringComparer.Ordinal);
        foreach (var gone in _all.Keys.Except(rows.Select(row => row.Id)).ToList())
            _all.Remove(gone);
        foreach (var row in rows)
            Apply(row, byName[row.Name]);
        Wake();
    }

    /// <summary>Has a monitor's group read at a time, or earlier.</summary>
    public void ReadBy(Watch watch, DateTimeOffset at)
    {
        if (at >= watch.NextReading)
            return;
        watch.NextReading = at;
        Wake();
    }

    /// <summary>Tells that a time has changed.</summary>
    public void Wake()
    {
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }

    private void Apply(MonitorRow row, MonitorSettings wanted)
    {
        var known = _all.GetValueOrDefault(row.Id);
        // Another group is another watch: what still runs for the old one ends by itself.
        if (known is null || !string.Equals(known.Settings.Group, wanted.Group, StringComparison.Ordinal))
        {
            _all[row.Id] = new Watch(row.Id, wanted)
            {
                ChatId = row.ChatId,
                Cursor = row.Cursor,
                Reason = row.Reason,
                NextReading = time.GetUtcNow(),
            };
            return;
        }
        // What was written while it was suspended has arrived for nobody.
        if (known.Settings.Suspend && !wanted.Suspend)
        {
            known.FallBehind();
            known.NextReading = time.GetUtcNow();
        }
        known.Settings = wanted;
        known.Matcher = new MentionMatcher(wanted.Triggers);
    }
}
