using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.UnitTests.Kubernetes;

public sealed class WatchTests
{
    private const string Manager = "tests";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly InMemoryApi _api = new(new ManualTime(), watchLogCapacity: 5);

    [Fact]
    public async Task A_watch_that_sees_nothing_of_its_own_is_kept_from_growing_old_by_bookmarks()
    {
        var list = await _api.ListAsync<Secret>(new Selection(), None);
        await using var watch = _api.WatchAsync<Secret>(new Selection(), list.ResourceVersion, None).GetAsyncEnumerator();
        for (var i = 0; i < 20; i++)
        {
            await _api.CreateAsync(Objects.ConfigMap($"a{i}"), None);
            Assert.True(await watch.MoveNextAsync());
            Assert.Equal(WatchEventType.Bookmark, watch.Current.Type);
        }
        await _api.CreateAsync(new Secret { Metadata = new ObjectMeta { Namespace = "ns", Name = "s" } }, None);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(WatchEventType.Added, watch.Current.Type);
    }

    [Fact]
    public async Task A_watch_from_a_version_that_is_forgotten_is_gone()
    {
        var list = await _api.ListAsync<ConfigMap>(new Selection(), None);
        for (var i = 0; i < 6; i++)
            await _api.CreateAsync(Objects.ConfigMap($"a{i}"), None);
        var refusal = await Assert.ThrowsAsync<ApiException>(() => ReadAsync(new Selection(), list.ResourceVersion, 1));
        Assert.Equal((410, StatusReasons.Expired), (refusal.Status.Code, refusal.Status.Reason));
    }

    [Fact]
    public async Task A_waiting_watch_is_woken_by_the_next_change_and_ended_by_cancellation()
    {
        using var stop = new CancellationTokenSource();
        await using var watch = _api.WatchAsync<ConfigMap>(new Selection(), "0", stop.Token).GetAsyncEnumerator();
        var next = watch.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        await _api.CreateAsync(Objects.ConfigMap("a"), None);
        Assert.True(await next);
        var afterwards = watch.MoveNextAsync().AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => afterwards);
    }

    private async Task<List<(WatchEventType, string, string?)>> ReadAsync(Selection selection, string resourceVersion, int count)
    {
        var read = new List<(WatchEventType, string, string?)>();
        await foreach (var change in _api.WatchAsync<ConfigMap>(selection, resourceVersion, None))
        {
            if (change.Object is { } obj)
                read.Add((change.Type, obj.Metadata.Name, obj.Data?.GetValueOrDefault("key")));
            if (read.Count == count)
                break;
        }
        return read;
    }
}
