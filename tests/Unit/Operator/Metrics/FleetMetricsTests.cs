using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Contracts.Control;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Resources;
using TelegramParser.Scenarios.Operator;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;
using TelegramParser.Telemetry.Prometheus;

namespace TelegramParser.UnitTests.Operator.Metrics;

/// <summary>Parse health from the database. Meters are the process's, so names tell this operator's users from those of other tests.</summary>
public sealed class FleetMetricsTests : IAsyncLifetime
{
    private const string Name = "measured";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly MetricRegistry _registry = new("TelegramParser.Operator");
    private readonly InMemoryApi _api = new(TimeProvider.System);
    private readonly FakeUserRecords _records = new("default");
    private readonly CancellationTokenSource _stop = new();
    private readonly OperatorRuntime _operator;
    private Task _running = Task.CompletedTask;

    public FleetMetricsTests() =>
        _operator = new OperatorRuntime(_api, _records, Samples.Options, TimeProvider.System, NullLoggerFactory.Instance);

    public async Task InitializeAsync()
    {
        await _api.CreateAsync(Samples.User(Name), None);
        await _api.CreateAsync(Samples.Subscription("news", user: Name), None);
        _running = _operator.RunAsync(_stop.Token);
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _operator.Dispose();
        _registry.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_user_whose_worker_never_started_shows_as_down()
    {
        await SeeAsync($"tgparser_user_worker_up{{user=\"default:{Name}\"}} 0");
        await SeeAsync($"tgparser_user_session_state{{user=\"default:{Name}\",state=\"Unknown\",reason=\"\"}} 1");
        Assert.DoesNotContain($"last_success_timestamp_seconds{{user=\"default:{Name}\"", _registry.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_worker_still_shows_what_it_recorded_and_how_far_it_is_behind()
    {
        var lastSuccess = DateTimeOffset.UtcNow.AddDays(-10);
        Record(worker: false, lastSuccess);
        await SeeAsync($"tgparser_user_worker_up{{user=\"default:{Name}\"}} 0");
        await SeeAsync($"tgparser_subscription_missed_runs{{user=\"default:{Name}\",subscription=\"news\"}} 20");
        await SeeAsync($"tgparser_subscription_expected_interval_seconds{{user=\"default:{Name}\",subscription=\"news\"}} 900");
        await SeeAsync($"tgparser_subscription_last_success_timestamp_seconds{{user=\"default:{Name}\",subscription=\"news\"}} {lastSuccess.ToUnixTimeSeconds()}");
        await SeeAsync($"tgparser_user_flood_wait_end_timestamp_seconds{{user=\"default:{Name}\",method=\"history\"}} ");
        await SeeAsync($"tgparser_user_unstored_messages{{user=\"default:{Name}\"}} 7");
        // A label names resources, and nobody.
        Assert.DoesNotContain("alice_reads", _registry.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_suspended_is_not_expected_to_parse()
    {
        Record(worker: true, DateTimeOffset.UtcNow.AddDays(-10));
        await SeeAsync("tgparser_subscription_missed_runs{user=\"default:measured\"");
        var subscription = Samples.Subscription("news", user: Name);
        var suspended = subscription with
        {
            Metadata = subscription.Metadata with { Uid = null },
            Spec = subscription.Spec with { Suspend = true },
        };
        await _api.ApplyAsync(suspended, "a person", None);
        await Eventually.SeeAsync(() => Task.FromResult(!Written("tgparser_subscription_missed_runs{user=\"default:measured\"")));
        await SeeAsync($"tgparser_user_worker_up{{user=\"default:{Name}\"}} 1");
    }

    [Fact]
    public async Task Of_the_monitors_those_that_run_are_counted_while_their_worker_does()
    {
        foreach (var name in new[] { "talk", "lost", "paused" })
        {
            var monitor = Samples.Monitor(name, user: Name);
            await _api.ApplyAsync(
                monitor with { Metadata = monitor.Metadata with { Uid = null }, Spec = monitor.Spec with { Suspend = name is "paused" } }, "a person", None);
        }
        Record(worker: true, DateTimeOffset.UtcNow);
        await SeeAsync($"tgparser_user_monitors{{user=\"default:{Name}\"}} 2");
        await SeeAsync($"tgparser_user_monitors_running{{user=\"default:{Name}\"}} 1");
        Record(worker: false, DateTimeOffset.UtcNow);
        await SeeAsync($"tgparser_user_monitors_running{{user=\"default:{Name}\"}} 0");
        await SeeAsync($"tgparser_user_monitors{{user=\"default:{Name}\"}} 2");
    }

    [Fact]
    public async Task Series_go_with_their_resource()
    {
        Record(worker: true, DateTimeOffset.UtcNow);
        await SeeAsync($"tgparser_user_worker_up{{user=\"default:{Name}\"}} 1");
        await _api.DeleteAsync<TelegramUser>(new ObjectKey("default", Name), preconditions: null, None);
        await Eventually.SeeAsync(() => Task.FromResult(!Written($"default:{Name}")));
    }

    private void Record(bool worker, DateTimeOffset lastSuccess) => _records.Record(Name, row => new UserObservation(
        row.Overview with
        {
            User = row.Overview.User with { Username = "alice_reads", DisplayName = "alice_reads" },
            Session = new SessionRow { State = SessionState.Ready, LeaseValid = worker },
            FloodWaits = [new FloodWaitRow("history", DateTimeOffset.UtcNow.AddHours(1))],
            Unstored = 7,
        },
        [new SubscriptionOverview(new SubscriptionRow { Id = 1, Name = "news", Channel = "@telegram", LastSuccessAt = lastSuccess }, null, null)],
        [Observed.Watched("talk"), Observed.Watched("lost") with { Reason = "ChannelPrivate" }]));

    private Task SeeAsync(string series) => Eventually.SeeAsync(() => Task.FromResult(Written(series)));

    private bool Written(string series) => _registry.Write().Contains(series, StringComparison.Ordinal);
}
