using TelegramParser.Contracts.Scheduling;
using TelegramParser.Contracts.Workers;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.Worker.Parsing;

/// <summary>The worker's subscriptions as the loaded settings say.</summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class SubscriptionSet(TimeProvider time)
{
    private readonly Dictionary<long, Subscription> _all = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Every subscription.</summary>
    public IReadOnlyCollection<Subscription> All => _all.Values;

    /// <summary>Subscriptions that are parsed on schedule.</summary>
    public IEnumerable<Subscription> Active => _all.Values.Where(s => !Suspended && !s.Settings.Suspend);

    /// <summary>The user as a whole is suspended.</summary>
    public bool Suspended { get; private set; }

    /// <summary>Ends at the next change of a due time.</summary>
    public Task Changed => _changed.Task;

    /// <summary>Takes over new settings and what Postgres knows of them.</summary>
    public void Apply(WorkerSettings settings, IReadOnlyList<SubscriptionRow> rows)
    {
        var wasSuspended = Suspended;
        Suspended = settings.Suspend;
        var byName = settings.Subscriptions.ToDictionary(s => s.Name, StringComparer.Ordinal);
        foreach (var gone in _all.Keys.Except(rows.Select(r => r.Id)).ToList())
        {
            _all.Remove(gone, out var removed);
            removed!.Demand.Removed(removed.Name);
        }
        foreach (var row in rows)
            Apply(row, byName[row.Name], settings, wasSuspended);
        Wake();
    }

    /// <summary>Tells the scheduler that a due time has changed.</summary>
    public void Wake()
    {
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }

    private void Apply(SubscriptionRow row, SubscriptionSettings wanted, WorkerSettings settings, bool wasSuspended)
    {
        var schedule = Schedule.Effective(wanted.Schedule, settings.Schedule);
        var retention = (wanted.Retention ?? settings.Retention)?.Days;
        if (!_all.TryGetValue(row.Id, out var subscription))
        {
            subscription = new Subscription(row.Id, wanted) { LastRun = row.LastRunAt, Failures = row.Failures, Reason = row.Reason };
            _all[row.Id] = subscription;
        }
        else
        {
            var before = subscription.Settings;
            if (before.Channel != wanted.Channel)
                subscription.Interrupt(demand => demand.Replaced(before.Channel, wanted.Channel));
            // Who asks for a parse of what is suspended gets it, so only what is suspended from now on ends.
            else if ((settings.Suspend || wanted.Suspend) && !(wasSuspended || before.Suspend))
                subscription.Interrupt(demand => demand.Suspended(wanted.Name));
            if (before == wanted && subscription.Schedule == schedule && subscription.RetentionDays == retention)
                return;
        }
        // Who changes a resource that failed wants to see at once whether it works now.
        if (subscription.Settings.Channel != wanted.Channel || subscription.Settings.Join != wanted.Join)
        {
            subscription.Failures = 0;
            subscription.Reason = null;
            subscription.LastRun = null;
        }
        subscription.Settings = wanted;
        subscription.ChatId = row.ChatId;
        subscription.Schedule = schedule;
        subscription.RetentionDays = retention;
        subscription.Refresh = RefreshPolicy.Parse(wanted.Refresh);
        subscription.Shift = Jitter.Of(settings.Installation, settings.Namespace, wanted.Name, schedule);
        subscription.NextRun = NextRun.Resume(subscription, time.GetUtcNow());
    }
}
