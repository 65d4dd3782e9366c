using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Election;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.UnitTests.Kubernetes.Election;

public sealed class LeaderElectorTests : IAsyncLifetime
{
    private static readonly ObjectKey Lease = new("ns", "operator");

    // Each candidate has a clock of its own, hours apart: only spans may count.
    private readonly InMemoryApi _api = new(new ManualTime());
    private readonly Candidate _first;
    private readonly Candidate _second;

    public LeaderElectorTests()
    {
        _first = new Candidate(_api, "first", new ManualTime());
        _second = new Candidate(_api, "second", new ManualTime(new DateTimeOffset(2025, 12, 31, 9, 0, 0, TimeSpan.Zero)));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _first.StopAsync();
        await _second.StopAsync();
    }

    [Fact]
    public async Task One_leads_as_long_as_it_renews_whatever_the_others_clock_says()
    {
        _first.Start();
        await _first.LeadsAsync();
        _second.Start();
        for (var i = 0; i < 30; i++)
        {
            await _first.PassAsync(TimeSpan.FromSeconds(2));
            await _second.PassAsync(TimeSpan.FromSeconds(2.5));
        }
        Assert.True(_first.Elector.IsLeader);
        Assert.False(_second.Elector.IsLeader);
        var lease = (await _api.GetAsync<Lease>(Lease, CancellationToken.None)).Spec!;
        Assert.Equal(("first", 15, 0), (lease.HolderIdentity, lease.LeaseDurationSeconds, lease.LeaseTransitions));
    }

    [Fact]
    public async Task A_leader_that_stops_hands_over_at_once_but_only_after_its_work_has_ended()
    {
        _first.Start();
        await _first.LeadsAsync();
        _second.Start();
        await _second.PassAsync(TimeSpan.FromSeconds(2));

        _first.HoldWork();
        var stopping = _first.StopAsync();
        await Eventually.SeeAsync(() => Task.FromResult(_first.WorkWasCancelled));
        await _second.PassAsync(TimeSpan.FromSeconds(2.5));
        Assert.False(_second.Elector.IsLeader);

        _first.ReleaseWork();
        await stopping;
        Assert.IsAssignableFrom<OperationCanceledException>(_first.Outcome);
        _second.Time.Advance(TimeSpan.FromSeconds(2.5));
        await _second.LeadsAsync();
        var lease = (await _api.GetAsync<Lease>(Lease, CancellationToken.None)).Spec!;
        Assert.Equal(("second", 1), (lease.HolderIdentity, lease.LeaseTransitions));
    }

    [Fact]
    public async Task A_leader_that_cannot_renew_stops_before_another_takes_over()
    {
        _first.Start();
        await _first.LeadsAsync();
        _second.Start();
        await _second.PassAsync(TimeSpan.FromSeconds(2));

        using (_first.Api.Refusing())
        {
            for (var i = 0; i < 4; i++)
                await _first.PassAsync(TimeSpan.FromSeconds(2));
            Assert.True(_first.Elector.IsLeader);
            _first.Time.Advance(TimeSpan.FromSeconds(2));
            await _first.EndsAsync();
            Assert.IsType<LeadershipLostException>(_first.Outcome);
            Assert.True(_first.WorkWasCancelled);
            Assert.False(_first.Elector.IsLeader);
        }

        for (var i = 0; i < 5; i++)
            await _second.PassAsync(TimeSpan.FromSeconds(2.5));
        Assert.False(_second.Elector.IsLeader);
        _second.Time.Advance(TimeSpan.FromSeconds(2.5));
        await _second.LeadsAsync();
    }

    [Fact]
    public async Task A_leader_whose_work_does_not_end_is_told_apart_before_another_may_lead()
    {
        _first.Start();
        await _first.LeadsAsync();
        _first.HoldWork();
        using var refusing = _first.Api.Refusing();
        for (var i = 0; i < 4; i++)
            await _first.PassAsync(TimeSpan.FromSeconds(2));
        _first.Time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.SeeAsync(() => Task.FromResult(_first.WorkWasCancelled));
        await Eventually.SeeAsync(() => Task.FromResult(_first.Time.Dues.Contains(TimeSpan.FromSeconds(5))));
        Assert.Null(_first.Outcome);
        _first.Time.Advance(TimeSpan.FromSeconds(5));
        await _first.EndsAsync();
        Assert.IsType<LeadershipLostException>(_first.Outcome);
        _first.ReleaseWork();
    }

    [Fact]
    public async Task A_leader_whose_lease_another_took_stops_at_its_next_renewal()
    {
        _first.Start();
        await _first.LeadsAsync();
        var lease = await _api.GetAsync<Lease>(Lease, CancellationToken.None);
        await _api.ApplyAsync(
            new Lease { Metadata = new ObjectMeta { Namespace = "ns", Name = "operator" }, Spec = lease.Spec! with { HolderIdentity = "usurper" } },
            "tests",
            CancellationToken.None);
        await Eventually.SeeAsync(() => Task.FromResult(_first.Time.Waiting > 0));
        _first.Time.Advance(TimeSpan.FromSeconds(2));
        await _first.EndsAsync();
        Assert.IsType<LeadershipLostException>(_first.Outcome);
        Assert.Equal("usurper", (await _api.GetAsync<Lease>(Lease, CancellationToken.None)).Spec!.HolderIdentity);
    }

    [Fact]
    public async Task Work_that_ends_or_fails_ends_the_leadership_with_it()
    {
        _first.Start(_ => throw new InvalidOperationException("broken"));
        await _first.EndsAsync();
        Assert.IsType<InvalidOperationException>(_first.Outcome);
        Assert.Equal("", (await _api.GetAsync<Lease>(Lease, CancellationToken.None)).Spec!.HolderIdentity);
    }

    [Theory]
    [InlineData(10, 10, 2)]
    [InlineData(15, 2, 2)]
    [InlineData(15, 10, 0)]
    [InlineData(14.5, 10, 2)]
    public void Times_that_allow_two_leaders_or_none_are_refused(double lease, double renew, double retry)
    {
        var options = new LeaderElectionOptions
        {
            Lease = Lease,
            Identity = "a",
            LeaseDuration = TimeSpan.FromSeconds(lease),
            RenewDeadline = TimeSpan.FromSeconds(renew),
            RetryPeriod = TimeSpan.FromSeconds(retry),
        };
        Assert.Throws<ArgumentException>(() => new LeaderElector(_api, options, new ManualTime(), new Random(1), NullLogger.Instance));
    }

    [Fact]
    public void Times_of_a_lease_have_the_six_digits_that_the_server_wants()
    {
        var spec = new LeaseSpec { RenewTime = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)) };
        Assert.Equal("""{"renewTime":"2026-01-02T02:04:05.000000Z"}""", KubernetesJson.ToNode(spec)!.ToJsonString());
    }

    private sealed class Candidate
    {
        private readonly CancellationTokenSource _stop = new();
        private TaskCompletionSource _held = new();
        private Task _running = Task.CompletedTask;
        private volatile bool _cancelled;

        public Candidate(IKubernetesApi api, string identity, ManualTime time)
        {
            Time = time;
            Api = new FlakyApi(api);
            Elector = new LeaderElector(
                Api, new LeaderElectionOptions { Lease = Lease, Identity = identity }, time, new Random(1), NullLogger.Instance);
            _held.SetResult();
        }

        public ManualTime Time { get; }

        public FlakyApi Api { get; }

        public LeaderElector Elector { get; }

        public bool WorkWasCancelled => _cancelled;

        public Exception? Outcome { get; private set; }

        public void Start() => Start(async token =>
        {
            await using var registration = token.Register(() => _cancelled = true);
            await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _held.Task;
            token.ThrowIfCancellationRequested();
        });

        public void Start(Func<CancellationToken, Task> work) => _running = Task.Run(async () =>
        {
            try
            {
                await Elector.RunAsync(work, _stop.Token);
            }
            catch (Exception e)
            {
                Outcome = e;
            }
        });

        public void HoldWork() => _held = new TaskCompletionSource();

        public void ReleaseWork() => _held.TrySetResult();

        public Task LeadsAsync() => Eventually.SeeAsync(() => Task.FromResult(Elector.IsLeader));

        public Task EndsAsync() => _running.WaitAsync(TimeSpan.FromSeconds(60));

        /// <summary>Lets time pass for one that sleeps until its next try, and waits until it sleeps again.</summary>
        public async Task PassAsync(TimeSpan time)
        {
            await SleepsAsync();
            Time.Advance(time);
            await SleepsAsync();
        }

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await EndsAsync();
        }

        // Sleeping until the next try, which is sooner than any timeout of a request.
        private Task SleepsAsync() => Eventually.SeeAsync(
            () => Task.FromResult(Time.Dues.Count == 1 && Time.Dues[0] > TimeSpan.Zero && Time.Dues[0] <= TimeSpan.FromSeconds(2.5)));
    }
}
