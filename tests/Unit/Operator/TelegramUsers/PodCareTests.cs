using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Controllers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.TelegramUsers;
using TelegramParser.Scenarios.Operator;
using TelegramParser.Storage.Queries;

namespace TelegramParser.UnitTests.Operator.TelegramUsers;

/// <summary>What the operator does to pods: tell the kubelet of new settings, remove those of lost nodes.</summary>
public sealed class PodCareTests
{
    private static readonly string Wanted = new('a', 64);
    private static readonly string Old = new('b', 64);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualTime _time = new();
    private readonly RecordingApi _api;
    private readonly FakeUserRecords _records = new("default");
    private readonly PodTouch _touch;
    private readonly LostPods _lostPods;

    public PodCareTests()
    {
        _api = new RecordingApi(new InMemoryApi(_time));
        _touch = new PodTouch(_api, _time);
        var feed = new ObservationFeed(_records, Samples.Options, _time, NullLogger.Instance);
        var events = new EventRecorder(_api, "tests", _time, NullLogger<EventRecorder>.Instance);
        _lostPods = new LostPods(_api, feed, events, _time);
    }

    [Fact]
    public async Task A_pod_is_touched_at_once_and_told_again_until_its_worker_has_loaded_the_settings()
    {
        var pod = await CreateAsync();
        Assert.Equal(TimeSpan.FromSeconds(10), await _touch.TouchAsync(pod, Wanted, Old, None));
        var first = await SettingsOfAsync(pod);
        Assert.StartsWith("aaaaaaaaaaaaaaaa", first, StringComparison.Ordinal);
        // Looked at again too early.
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.FromSeconds(6), await _touch.TouchAsync(pod, Wanted, Old, None));
        Assert.Equal(first, await SettingsOfAsync(pod));

        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.NotNull(await _touch.TouchAsync(pod, Wanted, Old, None));
        Assert.NotEqual(first, await SettingsOfAsync(pod));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await _touch.TouchAsync(pod, Wanted, Old, None));
        _time.Advance(TimeSpan.FromHours(1));
        // The kubelet looks by itself in the end.
        Assert.Null(await _touch.TouchAsync(pod, Wanted, Old, None));
        Assert.Equal(3, _api.Patches.Count);

        // Another change begins anew.
        Assert.NotNull(await _touch.TouchAsync(pod, Old, Wanted, None));
        Assert.Equal(4, _api.Patches.Count);
    }

    [Fact]
    public async Task A_pod_is_left_alone_that_has_loaded_all_or_has_told_nothing_yet_or_ends_or_is_gone()
    {
        var pod = await CreateAsync();
        Assert.Null(await _touch.TouchAsync(pod, Wanted, Wanted, None));
        Assert.Null(await _touch.TouchAsync(pod, Wanted, null, None));
        Assert.Null(await _touch.TouchAsync(pod, null, Old, None));
        Assert.Null(await _touch.TouchAsync(null, Wanted, Old, None));
        Assert.Null(await _touch.TouchAsync(Ending(pod), Wanted, Old, None));
        Assert.Empty(_api.Patches);
        await _touch.TouchAsync(pod with { Metadata = pod.Metadata with { Name = "gone" } }, Wanted, Old, None);
        await _touch.TouchAsync(pod with { Metadata = pod.Metadata with { Uid = "another" } }, Wanted, Old, None);
        Assert.Null((await _api.GetAsync<Pod>(pod.Key, None)).Metadata.Annotations);
    }

    [Fact]
    public async Task A_pod_that_does_not_end_is_removed_when_its_lease_has_expired_and_not_before()
    {
        var pod = Ending(await CreateAsync());
        Record(leaseValid: true);
        Assert.Equal(TimeSpan.FromMinutes(1), await _lostPods.LookAsync(Samples.User(), pod, None));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(TimeSpan.FromSeconds(30), await _lostPods.LookAsync(Samples.User(), pod, None));
        Assert.Empty(_api.Deletions);

        Record(leaseValid: false);
        Assert.Null(await _lostPods.LookAsync(Samples.User(), pod, None));
        var (_, name, options) = Assert.Single(_api.Deletions);
        Assert.Equal(("alice-worker-0", TimeSpan.Zero, pod.Metadata.Uid), (name, options.GracePeriod, options.Preconditions?.Uid));
        var told = Assert.Single((await _api.ListAsync<Event>(new Selection("default"), None)).Items);
        Assert.Equal((Reasons.PodLost, Event.Warning), (told.Reason, told.Type));
    }

    [Fact]
    public async Task While_the_lease_cannot_be_read_no_pod_is_removed()
    {
        var pod = Ending(await CreateAsync());
        _time.Advance(TimeSpan.FromMinutes(2));
        _records.IsDown = true;
        await Assert.ThrowsAsync<TimeoutException>(() => _lostPods.LookAsync(Samples.User(), pod, None));
        Assert.Empty(_api.Deletions);
    }

    [Fact]
    public async Task A_pod_that_does_not_end_because_nobody_asked_it_to_is_left_alone()
    {
        Assert.Null(await _lostPods.LookAsync(Samples.User(), await CreateAsync(), None));
        Assert.Null(await _lostPods.LookAsync(Samples.User(), pod: null, None));
    }

    private Task<Pod> CreateAsync()
    {
        var set = DesiredStatefulSet.Build(Samples.Options, Samples.User(), new SessionVolume("1Gi", null));
        return _api.CreateAsync(
            new Pod { Metadata = new ObjectMeta { Namespace = "default", Name = "alice-worker-0" }, Spec = set.Spec.Template.Spec }, None);
    }

    private Pod Ending(Pod pod) => pod with { Metadata = pod.Metadata with { DeletionTimestamp = _time.GetUtcNow() } };

    private async Task<string?> SettingsOfAsync(Pod pod) =>
        (await _api.GetAsync<Pod>(pod.Key, None)).Metadata.Annotations?.GetValueOrDefault(Annotations.Settings);

    private void Record(bool leaseValid) => _records.Record("alice", row => row with
    {
        Overview = row.Overview with { Session = new SessionRow { State = SessionState.Ready, LeaseValid = leaseValid } },
    });
}
