using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using TelegramParser.Contracts.Control;
using TelegramParser.Storage.Enrichment;
using TelegramParser.Storage.Posts;

namespace TelegramParser.Worker.Metrics;

/// <summary>The worker's own instruments; names and units by Prometheus's rules, labels bounded.</summary>
internal sealed class WorkerMetrics : IDisposable
{
    private readonly Meter _meter = new("TelegramParser.Worker.Parsing");
    private readonly Counter<long> _parses;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _posts;
    private readonly Counter<long> _refreshes;
    private readonly Histogram<double> _refreshDuration;
    private readonly Counter<double> _floodWaits;
    private readonly ConcurrentDictionary<string, double> _lastSuccess = new(StringComparer.Ordinal);
    private readonly Histogram<double> _lag;
    private readonly Counter<long> _databaseOutages;
    private readonly Counter<long> _links;
    private readonly Counter<long> _pages;
    private readonly Histogram<double> _pageDuration;
    private readonly Counter<long> _mentions;
    private readonly Counter<long> _examined;
    private long _unstored;
    private int _monitors;
    private int _monitorsRunning;
    private int _turns;
    private int _settingsUsable = 1;

    /// <summary>Makes the instruments.</summary>
    public WorkerMetrics()
    {
        _parses = _meter.CreateCounter<long>("tgparser_parses_total", null, "Parses of a channel that ended, by status and reason.");
        _duration = _meter.CreateHistogram<double>("tgparser_parse_duration_seconds", "s", "Time from the start to the end of a channel's parse.");
        _posts = _meter.CreateCounter<long>("tgparser_posts_total", null, "Posts by outcome: added, changed, deleted or unstorable.");
        _refreshes = _meter.CreateCounter<long>("tgparser_refreshes_total", null, "Refreshes of a channel's stored posts that ended, by reason of failure.");
        _refreshDuration = _meter.CreateHistogram<double>("tgparser_refresh_duration_seconds", "s", "Time from the start to the end of a channel's refresh.");
        _floodWaits = _meter.CreateCounter<double>("tgparser_flood_wait_seconds_total", "s", "Time that Telegram asked this account to wait, by kind of call.");
        _meter.CreateObservableGauge("tgparser_last_success_timestamp_seconds", () => _lastSuccess.Select(
            s => new Measurement<double>(s.Value, new KeyValuePair<string, object?>("subscription", s.Key))),
            "s", "End of the last successful parse, by subscription.");
        _meter.CreateObservableGauge("tgparser_unstored_messages", () => Interlocked.Read(ref _unstored), null,
            "Messages that could not be stored and wait to be tried again.");
        _links = _meter.CreateCounter<long>("tgparser_links_total", null, "Links of posts that were looked at: followed, or skipped with the reason.");
        _pages = _meter.CreateCounter<long>("tgparser_pages_total", null, "Turns at a page's host that ended, by outcome and reason.");
        _pageDuration = _meter.CreateHistogram<double>("tgparser_page_duration_seconds", "s", "Time from the start of a turn to its stored outcome.");
        _meter.CreateObservableGauge("tgparser_page_turns", () => Volatile.Read(ref _turns), null, "Turns at hosts that this worker is using.");
        _meter.CreateObservableGauge("tgparser_monitors", () => Volatile.Read(ref _monitors), null, "Group monitors that are to run.");
        _meter.CreateObservableGauge("tgparser_monitors_running", () => Volatile.Read(ref _monitorsRunning), null, "Group monitors whose group is watched.");
        _mentions = _meter.CreateCounter<long>("tgparser_mentions_total", null, "Mentions found, by trigger; one that has several counts for each.");
        _examined = _meter.CreateCounter<long>("tgparser_monitor_messages_total", null, "Messages of groups that were examined, by how they came.");
        _lag = _meter.CreateHistogram<double>("tgparser_schedule_lag_seconds", "s", "How late a due parse was started.");
        _databaseOutages = _meter.CreateCounter<long>("tgparser_database_unavailable_total", null,
            "Times that the worker had to wait, without a session, because Postgres could not be reached.");
        _meter.CreateObservableGauge("tgparser_settings_usable", () => Volatile.Read(ref _settingsUsable), null,
            "1 while worker.json can be read and is valid; with 0 the worker goes on with the settings before it.");
        // An increase shows from a value that was there before.
        _databaseOutages.Add(0);
    }

    /// <summary>Those of notifications.</summary>
    public NotificationMetrics Notifications { get; } = new(TimeProvider.System);

    /// <summary>Messages that could not be stored and wait to be tried again.</summary>
    public long Unstored
    {
        get => Interlocked.Read(ref _unstored);
        set => Interlocked.Exchange(ref _unstored, value);
    }

    /// <summary>Whether <c>worker.json</c> can be read and is valid.</summary>
    public bool SettingsUsable
    {
        set => Volatile.Write(ref _settingsUsable, value ? 1 : 0);
    }

    /// <summary>Turns at hosts that are being used.</summary>
    public int Turns
    {
        get => Volatile.Read(ref _turns);
        set => Volatile.Write(ref _turns, value);
    }

    /// <summary>Links were looked at; each is given as the reason why it is not followed, or null.</summary>
    public void LinksFollowed(IEnumerable<string?> skips)
    {
        foreach (var group in skips.CountBy(skip => skip ?? ""))
            _links.Add(group.Value, new("outcome", group.Key.Length == 0 ? "followed" : "skipped"), new("reason", group.Key));
    }

    /// <summary>A turn has ended.</summary>
    public void TurnEnded(PageOutcome outcome, TimeSpan duration)
    {
        var (name, reason) = outcome switch
        {
            PageOutcome.Fetched => ("fetched", ""),
            PageOutcome.Unchanged => ("unchanged", ""),
            PageOutcome.Moved => ("moved", ""),
            PageOutcome.Unsupported => ("unsupported", ""),
            PageOutcome.Failed { RetryIn: null } failed => ("failed", failed.Reason),
            PageOutcome.Failed failed => ("postponed", failed.Reason),
            PageOutcome.Robots robots => ("robots", robots.Reason ?? ""),
            _ => ("nothing", ""),
        };
        _pages.Add(1, new("outcome", name), new("reason", reason));
        _pageDuration.Record(duration.TotalSeconds);
    }

    /// <summary>So many of so many monitors watch their groups.</summary>
    public void Monitors(int running, int wanted)
    {
        Volatile.Write(ref _monitorsRunning, running);
        Volatile.Write(ref _monitors, wanted);
    }

    /// <summary>Messages of a group were examined: read from the cursor on, or as they arrived.</summary>
    public void MessagesExamined(int messages, bool isRead) => _examined.Add(messages, new KeyValuePair<string, object?>("source", isRead ? "read" : "live"));

    /// <summary>Mentions were stored; each is given as the kinds of its triggers.</summary>
    public void MentionsFound(IEnumerable<string> triggers)
    {
        foreach (var trigger in triggers.CountBy(kind => kind, StringComparer.Ordinal))
            _mentions.Add(trigger.Value, new KeyValuePair<string, object?>("trigger", trigger.Key));
    }

    /// <summary>A parse has ended.</summary>
    public void ParseEnded(ChannelReport report, TimeSpan duration, DateTimeOffset now)
    {
        _parses.Add(1, new("status", report.Status), new("reason", report.Reason ?? ""));
        _duration.Record(duration.TotalSeconds);
        if (report.Status == ParseStatus.Success)
            _lastSuccess[report.Subscription] = now.ToUnixTimeSeconds();
    }

    /// <summary>Drops the series of subscriptions that are gone.</summary>
    public void KeepOnly(IEnumerable<string> subscriptions)
    {
        foreach (var gone in _lastSuccess.Keys.Except(subscriptions, StringComparer.Ordinal).ToList())
            _lastSuccess.TryRemove(gone, out _);
    }

    /// <summary>A page has been stored.</summary>
    public void PostsStored(StoredPage page)
    {
        _posts.Add(page.Added, new KeyValuePair<string, object?>("outcome", "added"));
        _posts.Add(page.Changed, new KeyValuePair<string, object?>("outcome", "changed"));
        _posts.Add(page.Unstorable, new KeyValuePair<string, object?>("outcome", "unstorable"));
    }

    /// <summary>A refresh has ended, with a constant of <see cref="ParseStatus"/>; the reason is null when it was complete.</summary>
    public void RefreshEnded(string status, string? reason, long deleted, TimeSpan duration)
    {
        _refreshes.Add(1, new("status", status), new("reason", reason ?? ""));
        _refreshDuration.Record(duration.TotalSeconds);
        _posts.Add(deleted, new KeyValuePair<string, object?>("outcome", "deleted"));
    }

    /// <summary>Telegram has asked to wait.</summary>
    public void FloodWait(string method, TimeSpan wait) =>
        _floodWaits.Add(wait.TotalSeconds, new KeyValuePair<string, object?>("method", method));

    /// <summary>A due parse is started.</summary>
    public void ScheduleLag(TimeSpan lag) => _lag.Record(lag.TotalSeconds);

    /// <summary>Postgres cannot be reached, and the worker waits until it can.</summary>
    public void DatabaseUnavailable() => _databaseOutages.Add(1);

    /// <summary>Reports the session's state whenever metrics are read.</summary>
    public void ObserveSession(Func<SessionState> state)
    {
        _meter.CreateObservableGauge("tgparser_session_ready", () => state() == SessionState.Ready ? 1 : 0, null,
            "1 while the Telegram session is logged in.");
        _meter.CreateObservableGauge("tgparser_session_state",
            () => new Measurement<int>(1, new KeyValuePair<string, object?>("state", state().ToString())), null, "1, with the session's state.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter.Dispose();
        Notifications.Dispose();
    }
}
