using System.Text;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Http;

namespace TelegramParser.UnitTests.Kubernetes.Http;

public sealed class HttpWatchTests : ScriptedServerTest
{
    [Fact]
    public async Task A_watch_asks_for_bookmarks_and_an_end_and_tells_changes_in_order()
    {
        var script = Server.Watch();
        script.Send(Change("ADDED", "a", "5", "1"), Change("MODIFIED", "a", "6", "2"), Bookmark("8"), Change("DELETED", "a", "9", "2"));
        script.End();
        var seen = await ReadAllAsync(new Selection("ns", Objects.Colour("red")), "4");
        Assert.Equal(
            [(WatchEventType.Added, "5", "1"), (WatchEventType.Modified, "6", "2"), (WatchEventType.Bookmark, "8", null), (WatchEventType.Deleted, "9", "2")],
            seen);
        var parts = Lines.Single().Split('?', '&');
        Assert.Equal("GET /api/v1/namespaces/ns/configmaps", parts[0]);
        Assert.Contains("watch=true", parts);
        Assert.Contains("allowWatchBookmarks=true", parts);
        Assert.Contains("resourceVersion=4", parts);
        Assert.Contains("labelSelector=colour=red", parts);
        Assert.InRange(int.Parse(parts.Single(part => part.StartsWith("timeoutSeconds=", StringComparison.Ordinal))[15..]), 300, 600);
    }

    [Fact]
    public async Task An_event_may_come_in_pieces_that_split_a_character()
    {
        var script = Server.Watch();
        var second = Encoding.UTF8.GetBytes(Change("ADDED", "b", "6", "канал 📰") + "\n");
        var inside = Array.IndexOf(second, (byte)0xF0) + 2;
        script.Send([.. Encoding.UTF8.GetBytes(Change("ADDED", "a", "5") + "\n"), .. second[..inside]]);
        await using var watch = Api.WatchAsync<ConfigMap>(new Selection(), "4", None).GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal("a", watch.Current.Object!.Metadata.Name);

        var next = watch.MoveNextAsync();
        script.Send(second[inside..]);
        Assert.True(await next);
        Assert.Equal("канал 📰", watch.Current.Object!.Data!["v"]);
    }

    [Fact]
    public async Task A_connection_that_is_silent_for_too_long_counts_as_dead_and_bookmarks_keep_it_alive()
    {
        var script = Server.Watch();
        var watch = Api.WatchAsync<ConfigMap>(new Selection(), "4", None).GetAsyncEnumerator();
        var next = watch.MoveNextAsync();
        await script.Started;
        await WaitsAsync();
        Time.Advance(TimeSpan.FromSeconds(170));
        script.Send(Bookmark("5"));
        Assert.True(await next);

        var silence = watch.MoveNextAsync().AsTask();
        await WaitsAsync();
        Time.Advance(TimeSpan.FromSeconds(170));
        Assert.False(silence.IsCompleted);
        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(await silence);
        // The connection is closed on this side.
        await watch.DisposeAsync();
        await script.Ended;

        Task WaitsAsync() => TelegramParser.Harness.Time.Eventually.SeeAsync(
            () => Task.FromResult(Time.Dues.Contains(TimeSpan.FromMinutes(3))));
    }

    [Fact]
    public async Task A_connection_that_breaks_inside_an_event_ends_the_watch_after_the_last_whole_one()
    {
        var script = Server.Watch();
        script.Send(Change("ADDED", "a", "5"));
        script.Send(Encoding.UTF8.GetBytes(Change("ADDED", "b", "6")[..40]));
        await using var watch = Api.WatchAsync<ConfigMap>(new Selection(), "4", None).GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        script.Break();
        Assert.False(await watch.MoveNextAsync());
    }

    [Fact]
    public async Task A_version_that_is_too_old_is_told_at_the_start_and_in_the_middle()
    {
        Server.Refuse(410, "Expired");
        var atStart = await Assert.ThrowsAsync<ApiException>(() => ReadAllAsync(new Selection(), "1"));
        Assert.True(atStart.IsExpired);

        var script = Server.Watch();
        script.Send(
            Change("ADDED", "a", "5"),
            """{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","message":"too old resource version: 1 (9)","reason":"Gone","code":410}}""");
        var inside = await Assert.ThrowsAsync<ApiException>(() => ReadAllAsync(new Selection(), "1"));
        Assert.True(inside.IsExpired);
    }

    [Fact]
    public async Task Leaving_a_watch_ends_its_request()
    {
        var script = Server.Watch();
        script.Send(Bookmark("5"));
        await foreach (var _ in Api.WatchAsync<ConfigMap>(new Selection(), "4", None))
            break;
        await script.Ended;
    }

    [Fact]
    public async Task Logs_are_followed_until_the_container_ends()
    {
        var script = Server.Watch();
        script.Send("first", "second");
        await using var log = await Api.Logs.OpenAsync(new("ns", "pod"), new PodLogOptions("main", Follow: true, TailLines: 10), None);
        using var reader = new StreamReader(log);
        Assert.Equal("first", await reader.ReadLineAsync());
        Assert.Equal("second", await reader.ReadLineAsync());
        script.Send("third");
        Assert.Equal("third", await reader.ReadLineAsync());
        script.End();
        Assert.Null(await reader.ReadLineAsync());
        Assert.Equal("GET /api/v1/namespaces/ns/pods/pod/log?container=main&follow=true&tailLines=10", Lines.Single());
    }

    private async Task<List<(WatchEventType, string, string?)>> ReadAllAsync(Selection selection, string resourceVersion)
    {
        var seen = new List<(WatchEventType, string, string?)>();
        await foreach (var change in Api.WatchAsync<ConfigMap>(selection, resourceVersion, None))
            seen.Add((change.Type, change.ResourceVersion, change.Object?.Data?["v"]));
        return seen;
    }
}
