using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Contracts.Resources;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Controllers;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Resources;
using TelegramParser.UnitTests.Operator.TelegramUsers;

namespace TelegramParser.UnitTests.Operator;

public sealed class StatusWriterTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Slowness = TimeSpan.FromMinutes(1);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualTime _time = new();
    private readonly RecordingApi _api;
    private readonly StatusWriter<TelegramUser, TelegramUserSpec, TelegramUserStatus> _writer;

    public StatusWriterTests()
    {
        _api = new RecordingApi(new InMemoryApi(_time)) { OnStatus = () => _time.Advance(Slowness) };
        var events = new EventRecorder(_api, "tests", _time, NullLogger.Instance);
        _writer = new(_api, events, Interval, ["postsTotal"], _time);
    }

    [Fact]
    public async Task The_interval_of_counts_begins_at_the_end_of_a_write_however_long_that_took()
    {
        var user = await _api.CreateAsync(
            new TelegramUser { Metadata = new ObjectMeta { Namespace = "default", Name = "alice" }, Spec = new TelegramUserSpec() }, None);
        Assert.Null(await WriteAsync(user, posts: 1));
        user = await _api.GetAsync<TelegramUser>(user.Key, None);

        Assert.Equal(Interval, await WriteAsync(user, posts: 2));
        _time.Advance(Interval - Slowness);
        Assert.Equal(Slowness, await WriteAsync(user, posts: 2));
        _time.Advance(Slowness);
        Assert.Null(await WriteAsync(user, posts: 2));
        Assert.Equal([1, 2], _api.Statuses.OfType<TelegramUser>().Select(written => written.Status!.PostsTotal));
    }

    private Task<TimeSpan?> WriteAsync(TelegramUser user, long posts) => _writer.WriteAsync(
        user,
        new TelegramUserStatus
        {
            PostsTotal = posts,
            Conditions = [new Condition(ConditionTypes.Ready, ConditionStatus.True, Reasons.Ready, "", DateTimeOffset.UnixEpoch, 1)],
        },
        status => status.Conditions,
        None);
}
