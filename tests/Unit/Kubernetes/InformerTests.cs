using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Caching;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.UnitTests.Kubernetes;

public sealed class InformerTests : IAsyncDisposable
{
    private const string Manager = "tests";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualTime _time = new();
    private readonly FlakyApi _api;
    private readonly Informer<ConfigMap> _informer;
    private readonly List<string> _told = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public InformerTests()
    {
        _api = new FlakyApi(new InMemoryApi(_time));
        _informer = new Informer<ConfigMap>(_api, new Selection(), _time, NullLogger.Instance);
        _informer.OnChange(change =>
        {
            lock (_told)
                _told.Add($"{change.Before?.Data?["v"]}>{change.After?.Data?["v"]} {change.Key.Name}");
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    [Fact]
    public async Task Handlers_hear_of_what_is_there_and_of_every_change_after_it()
    {
        await ApplyAsync("a", "1");
        await StartAsync();
        await ApplyAsync("a", "2");
        await ApplyAsync("b", "1");
        await DeleteAsync("a");
        await SeeAsync([">1 a", "1>2 a", ">1 b", "2> a"]);
        Assert.Equal("b", Assert.Single(_informer.Cache.All).Metadata.Name);
    }

    [Fact]
    public async Task After_a_gap_the_changes_that_were_missed_are_told_deletions_too()
    {
        await ApplyAsync("gone", "1");
        await ApplyAsync("changed", "1");
        await ApplyAsync("same", "1");
        await StartAsync();
        await SeeAsync([">1 gone", ">1 changed", ">1 same"]);

        using (_api.Outage())
        {
            await DeleteAsync("gone");
            await ApplyAsync("changed", "2");
        }
        await SeeAsync([">1 gone", ">1 changed", ">1 same", "1> gone", "1>2 changed"]);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_tried_again_after_a_delay()
    {
        await ApplyAsync("a", "1");
        using (_api.Refusing())
        {
            _running = _informer.RunAsync(_stop.Token);
            await Eventually.SeeAsync(() => Task.FromResult(_time.Waiting > 0));
            Assert.False(_informer.Synced.IsCompleted);
        }
        _time.Advance(TimeSpan.FromSeconds(2));
        await _informer.Synced;
        await SeeAsync([">1 a"]);
    }

    [Fact]
    public async Task An_index_finds_objects_by_what_they_are_now()
    {
        var byValue = _informer.Cache.AddIndex<ObjectKey>(map => [new ObjectKey("", map.Data!["v"])]);
        await StartAsync();
        await ApplyAsync("a", "x");
        await ApplyAsync("b", "x");
        await ApplyAsync("a", "y");
        await SeeAsync([">x a", ">x b", "x>y a"]);
        Assert.Equal("b", Assert.Single(byValue(new ObjectKey("", "x"))).Metadata.Name);
        Assert.Equal("a", Assert.Single(byValue(new ObjectKey("", "y"))).Metadata.Name);
        await DeleteAsync("b");
        await Eventually.SeeAsync(() => Task.FromResult(byValue(new ObjectKey("", "x")).Count == 0));
    }

    [Fact]
    public async Task A_handler_that_fails_hides_nothing_from_the_others()
    {
        var seen = new TaskCompletionSource<string>();
        _informer.OnChange(_ => throw new InvalidOperationException("broken"));
        _informer.OnChange(change => seen.TrySetResult(change.Key.Name));
        await StartAsync();
        await ApplyAsync("a", "1");
        Assert.Equal("a", await seen.Task);
    }

    [Fact]
    public async Task What_was_written_is_known_before_the_watch_tells_of_it_and_told_once()
    {
        var api = WritingThrough();
        await StartAsync();
        using (_api.Silence<ConfigMap>())
        {
            await api.ApplyAsync(Objects.ConfigMap("a", ("v", "1")), Manager, None);
            await api.ApplyAsync(Objects.ConfigMap("a", ("v", "2")), Manager, None);
            Assert.Equal([">1 a", "1>2 a"], _told);
        }
        await ApplyAsync("b", "1");
        await SeeAsync([">1 a", "1>2 a", ">1 b"]);
    }

    [Fact]
    public async Task A_deletion_that_the_watch_tells_late_does_not_take_what_was_made_after_it()
    {
        var api = WritingThrough();
        await ApplyAsync("a", "1");
        await StartAsync();
        using (_api.Silence<ConfigMap>())
        {
            await DeleteAsync("a");
            await api.CreateAsync(Objects.ConfigMap("a", ("v", "2")), None);
        }
        await ApplyAsync("b", "1");
        await SeeAsync([">1 a", "1>2 a", ">1 b"]);
        Assert.Equal(2, _informer.Cache.All.Count);
    }

    [Fact]
    public async Task An_answer_that_comes_after_the_watch_has_told_of_more_changes_nothing()
    {
        await StartAsync();
        await ApplyAsync("a", "1");
        var written = await _api.GetAsync<ConfigMap>(new ObjectKey("ns", "a"), None);
        await DeleteAsync("a");
        await SeeAsync([">1 a", "1> a"]);
        _informer.Take(written);
        Assert.Empty(_informer.Cache.All);
    }

    private WriteThroughApi WritingThrough()
    {
        var api = new WriteThroughApi(_api);
        api.Add(_informer);
        return api;
    }

    private async Task StartAsync()
    {
        _running = _informer.RunAsync(_stop.Token);
        await _informer.Synced;
    }

    private Task ApplyAsync(string name, string value) => _api.ApplyAsync(Objects.ConfigMap(name, ("v", value)), Manager, None);

    private Task DeleteAsync(string name) => _api.DeleteAsync<ConfigMap>(new ObjectKey("ns", name), preconditions: null, None);

    private Task SeeAsync(string[] told) => Eventually.SeeAsync(
        () =>
        {
            lock (_told)
                return Task.FromResult(string.Join(", ", _told));
        },
        seen => string.Equals(seen, string.Join(", ", told), StringComparison.Ordinal));
}
