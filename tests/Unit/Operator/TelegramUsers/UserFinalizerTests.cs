using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.TelegramUsers;
using TelegramParser.Scenarios.Operator;
using TelegramParser.Storage.Queries;

namespace TelegramParser.UnitTests.Operator.TelegramUsers;

/// <summary>What cannot be undone holds a resource for five minutes and no longer.</summary>
public sealed class UserFinalizerTests : IAsyncLifetime
{
    private static readonly ObjectKey Alice = new("default", "alice");
    private static readonly ObjectKey Pod = new("default", "alice-worker-0");
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualTime _time = new();
    private readonly InMemoryApi _api;
    private readonly FakeUserRecords _records = new("default");
    private readonly OperatorRuntime _operator;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public UserFinalizerTests()
    {
        _api = new InMemoryApi(_time);
        _operator = new OperatorRuntime(_api, _records, Samples.Options, _time, NullLoggerFactory.Instance);
    }

    public Task InitializeAsync()
    {
        _running = _operator.RunAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _operator.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_session_that_cannot_be_ended_is_told_after_five_minutes()
    {
        await DeleteAsync(new() { LogoutOnDelete = true }, withPod: false);
        await SeeReleaseAsync(notBefore: TimeSpan.FromMinutes(5));
        Assert.Contains("The session was not ended: The worker does not answer", await ToldAsync(), StringComparison.Ordinal);
        Assert.NotNull(_records.Row("alice")!.Overview.User);
    }

    [Fact]
    public async Task A_worker_that_does_not_end_keeps_what_is_stored_and_the_resource_goes_after_five_minutes()
    {
        await DeleteAsync(new() { DeletionPolicy = DeletionPolicy.Delete }, withPod: true);
        await SeeReleaseAsync(notBefore: TimeSpan.FromMinutes(5));
        Assert.Contains("The worker has not ended", await ToldAsync(), StringComparison.Ordinal);
        Assert.NotNull(_records.Row("alice"));
    }

    [Fact]
    public async Task A_session_that_cannot_be_ended_does_not_keep_what_is_stored_from_being_removed()
    {
        await DeleteAsync(new() { DeletionPolicy = DeletionPolicy.Delete, LogoutOnDelete = true }, withPod: false);
        await SeeReleaseAsync(notBefore: TimeSpan.FromMinutes(2));
        Assert.Contains("The session was not ended", await ToldAsync(), StringComparison.Ordinal);
        Assert.Null(_records.Row("alice"));
    }

    private async Task DeleteAsync(TelegramUserSpec spec, bool withPod)
    {
        var user = Samples.User(spec: spec);
        await _api.ApplyAsync(user with { Metadata = user.Metadata with { Uid = null } }, "a person", None);
        await Eventually.SeeAsync(async () => UserFinalizer.Holds(await _api.GetAsync<TelegramUser>(Alice, None)));
        await Eventually.SeeAsync(() => Task.FromResult(_records.Row("alice") is not null));
        _records.Record("alice", row => row with
        {
            Overview = row.Overview with { Session = new SessionRow { State = SessionState.Ready, ControlUrl = "https://127.0.0.1:1" } },
        });
        // What was recorded is read after the end of a burst.
        await Eventually.SeeAsync(async () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return (await _api.GetAsync<TelegramUser>(Alice, None)).Status?.Conditions
                .Any(condition => condition is { Type: ConditionTypes.Authorized, Status: ConditionStatus.True }) == true;
        });
        if (withPod)
        {
            var set = await Eventually.SeeAsync(() => _api.FindAsync<StatefulSet>(Alice with { Name = "alice-worker" }, None), found => found is not null);
            var pod = await _api.CreateAsync(
                new Pod { Metadata = new ObjectMeta { Namespace = "default", Name = Pod.Name, Labels = set!.Spec.Template.Metadata.Labels }, Spec = set.Spec.Template.Spec },
                None);
            await _api.UpdateStatusAsync(pod with { Status = new PodStatus { Conditions = [new PodCondition("Ready", "True")] } }, None);
            await Eventually.SeeAsync(async () => (await _api.GetAsync<TelegramUser>(Alice, None)).Status!.Conditions
                .Any(condition => condition is { Type: ConditionTypes.WorkerAvailable, Status: ConditionStatus.True }));
        }
        await _api.DeleteAsync<TelegramUser>(Alice, preconditions: null, None);
    }

    private async Task SeeReleaseAsync(TimeSpan notBefore)
    {
        var deleted = (await _api.GetAsync<TelegramUser>(Alice, None)).Metadata.DeletionTimestamp!.Value;
        await Eventually.SeeAsync(async () =>
        {
            if (await _api.FindAsync<TelegramUser>(Alice, None) is null)
                return true;
            _time.Advance(TimeSpan.FromSeconds(5));
            return false;
        });
        Assert.InRange(_time.GetUtcNow() - deleted, notBefore, TimeSpan.FromHours(1));
    }

    private async Task<string> ToldAsync() => (await Eventually.SeeAsync(
        async () => (await _api.ListAsync<Event>(new Selection("default"), None)).Items.FirstOrDefault(e => e.Reason == Reasons.CleanupIncomplete),
        found => found is not null))!.Message;
}
