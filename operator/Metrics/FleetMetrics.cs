using System.Diagnostics.Metrics;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Scheduling;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.GroupMonitors;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.Operator.Metrics;

/// <summary>
/// The health of every user and subscription as the database tells it, so that a dead worker still shows. Measured from the caches when
/// metrics are read: a series goes with its resource. Labels name resources, nothing else.
/// </summary>
internal sealed class FleetMetrics : IDisposable
{
    private readonly Meter _meter = new("TelegramParser.Operator");
    private readonly Caches _caches;
    private readonly ObservationFeed _observations;
    private readonly PageQueueFeed _pages;
    private readonly OperatorOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Makes the instruments.</summary>
    public FleetMetrics(Caches caches, ObservationFeed observations, PageQueueFeed pages, OperatorOptions options, TimeProvider time)
    {
        (_caches, _observations, _pages, _options, _time) = (caches, observations, pages, options, time);
        Gauge("tgparser_database_up", "1 while the operator can read the workers' state from Postgres.", DatabaseUp);
        Gauge("tgparser_user_worker_up", "1 while a worker holds the user's lease, as last read from Postgres.", OfUsers(
            user => Session(user) is { LeaseValid: true } ? 1 : 0));
        Gauge("tgparser_user_session_state", "1, with the state of the user's session and its reason, as last read from Postgres.", States);
        Gauge("tgparser_user_posts", "Posts stored for the user.", OfUsers(user => Seen(user)?.PostsTotal));
        Gauge("tgparser_user_unstored_messages", "Messages of the user that could not be stored and wait to be tried again.", OfUsers(
            user => Seen(user)?.Unstored));
        Gauge("tgparser_user_monitors", "Group monitors that name the user and are not suspended.", OfUsers(user => Monitors(user).Count()));
        Gauge("tgparser_user_monitors_running", "Those of them whose groups are watched now, as last read from Postgres.", OfUsers(Running));
        Gauge("tgparser_user_flood_wait_end_timestamp_seconds", "End of a wait that Telegram has asked the user's account for, Unix time.", FloodWaits, "s");
        Gauge("tgparser_subscription_expected_interval_seconds", "Time between the next two runs of the subscription's schedule.", OfSubscriptions(
            subscription => subscription.Missed.Interval.TotalSeconds), "s");
        Gauge("tgparser_subscription_missed_runs", $"Runs of the subscription that came due after its last success; {MissedRuns.Most} at most.", OfSubscriptions(
            subscription => subscription.Missed.Count));
        Gauge("tgparser_subscription_last_success_timestamp_seconds", "End of the subscription's last successful parse, Unix time.", OfSubscriptions(
            subscription => subscription.Row?.LastSuccessAt?.ToUnixTimeSeconds()), "s");
        Gauge("tgparser_subscription_failures", "Parses of the subscription that have failed since its last success.", OfSubscriptions(
            subscription => subscription.Row?.Failures ?? 0));
        Gauge("tgparser_enrichment_pages_waiting", "Pages behind links that will be read, now or later, of the whole database.", OfPages(queue => queue.Waiting));
        Gauge("tgparser_enrichment_pages_due", "Pages behind links that could be read now, of the whole database.", OfPages(queue => queue.Due));
        Gauge("tgparser_enrichment_oldest_due_timestamp_seconds", "Since when the page that has waited longest is due, Unix time.", OfPages(
            queue => queue.OldestDueAt?.ToUnixTimeSeconds()), "s");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void Gauge(string name, string help, Func<IEnumerable<Measurement<double>>> measure, string? unit = null) =>
        _meter.CreateObservableGauge(name, measure, unit, help);

    private IEnumerable<Measurement<double>> DatabaseUp() =>
        _observations.State is DatabaseState.Unknown ? [] : [new(_observations.State is DatabaseState.Available ? 1 : 0)];

    // Before the first reading nothing is known of anybody.
    private IEnumerable<TelegramUser> Users => _observations.State is DatabaseState.Unknown
        ? []
        : _caches.Users.All.Where(user => user.Metadata.DeletionTimestamp is null);

    private Func<IEnumerable<Measurement<double>>> OfUsers(Func<TelegramUser, double?> value) => () =>
        from user in Users
        let measured = value(user)
        where measured is not null
        select new Measurement<double>(measured.Value, Label(user.Key));

    private Func<IEnumerable<Measurement<double>>> OfPages(Func<PageQueueState, double?> value) => () =>
        _pages.State is { } queue && value(queue) is { } measured ? [new Measurement<double>(measured)] : [];

    private IEnumerable<Measurement<double>> States() =>
        from user in Users
        let session = Session(user)
        select new Measurement<double>(
            1, Label(user.Key), new("state", $"{session?.State ?? SessionState.Unknown}"), new("reason", session?.Reason ?? ""));

    private IEnumerable<Measurement<double>> FloodWaits() =>
        from user in Users
        from wait in Seen(user)?.FloodWaits ?? []
        select new Measurement<double>(wait.Until.ToUnixTimeSeconds(), Label(user.Key), new("method", wait.Method));

    private Func<IEnumerable<Measurement<double>>> OfSubscriptions(Func<SubscriptionHealth, double?> value) => () =>
        from user in Users
        where !user.Spec.Suspend
        let rows = (_observations.Find(user.Key)?.Subscriptions ?? []).ToDictionary(one => one.Subscription.Name, one => one.Subscription, StringComparer.Ordinal)
        from subscription in _caches.SubscriptionsOf(user.Key)
        where !subscription.Spec.Suspend && subscription.Metadata.DeletionTimestamp is null
        let health = HealthOf(user, subscription, rows.GetValueOrDefault(subscription.Metadata.Name))
        where health is not null
        let measured = value(health)
        where measured is not null
        select new Measurement<double>(measured.Value, Label(user.Key), new("subscription", subscription.Metadata.Name));

    private SubscriptionHealth? HealthOf(TelegramUser user, ChannelSubscription subscription, SubscriptionRow? row)
    {
        if ((row?.LastSuccessAt ?? subscription.Metadata.CreationTimestamp) is not { } since)
            return null;
        try
        {
            var schedule = Schedule.Effective(subscription.Spec.Schedule, user.Spec.Schedule);
            var shift = Jitter.Of(_options.Installation, user.Metadata.Namespace, subscription.Metadata.Name, schedule);
            return new SubscriptionHealth(row, MissedRuns.Since(schedule, shift, since, _time.GetUtcNow()));
        }
        catch (ScheduleException)
        {
            // Its condition says so; what is expected of it cannot be said.
            return null;
        }
    }

    private IEnumerable<string> Monitors(TelegramUser user) => user.Spec.Suspend
        ? []
        : _caches.MonitorsOf(user.Key)
            .Where(monitor => !monitor.Spec.Suspend && monitor.Metadata.DeletionTimestamp is null)
            .Select(monitor => monitor.Metadata.Name);

    private double? Running(TelegramUser user) => _observations.Find(user.Key) is { } observation
        ? RunningMonitors.Of(observation.Overview, observation.Monitors).Intersect(Monitors(user), StringComparer.Ordinal).Count()
        : 0;

    private UserOverview? Seen(TelegramUser user) => _observations.Find(user.Key)?.Overview;

    private SessionRow? Session(TelegramUser user) => Seen(user)?.Session;

    // As the REST API names the user.
    private static KeyValuePair<string, object?> Label(ObjectKey user) => new("user", $"{user.Namespace}:{user.Name}");

    private sealed record SubscriptionHealth(SubscriptionRow? Row, MissedRuns Missed);
}
