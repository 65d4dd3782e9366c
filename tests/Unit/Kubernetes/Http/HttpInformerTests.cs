using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Harness;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Caching;
using TelegramParser.Kubernetes.Core;

namespace TelegramParser.UnitTests.Kubernetes.Http;

public sealed class HttpInformerTests : ScriptedServerTest
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _told = [];
    private Task _running = Task.CompletedTask;

    public override async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_watch_that_died_goes_on_from_the_last_bookmark_and_one_that_grew_old_from_a_new_list()
    {
        Server.Answer(200, List("10", null, Map("kept", "1"), Map("gone", "2")));
        var silent = Server.Watch();
        silent.Send(Change("ADDED", "new", "11"), Bookmark("15"));
        Start();
        await ToldAsync("+kept", "+gone", "+new");

        // Half open: nothing comes any more, and nobody says so.
        await Eventually.SeeAsync(() => Task.FromResult(Time.Dues.Contains(TimeSpan.FromMinutes(3))));
        var resumed = Server.Watch();
        Time.Advance(TimeSpan.FromMinutes(3));
        await resumed.Started;
        Assert.Contains("resourceVersion=15", Lines[^1], StringComparison.Ordinal);

        // Too old, in the middle: what the gap hid is told from the difference.
        Server.Answer(200, List("30", null, Map("kept", "1"), Map("new", "22")));
        var last = Server.Watch();
        resumed.Send("""{"type":"ERROR","object":{"kind":"Status","status":"Failure","message":"too old","reason":"Expired","code":410}}""");
        await last.Started;
        await ToldAsync("+kept", "+gone", "+new", "-gone", "~new");
        Assert.Contains("resourceVersion=30", Lines[^1], StringComparison.Ordinal);
        Assert.Equal(2, Lines.Count(line => line == "GET /api/v1/configmaps?limit=500"));
    }

    [Fact]
    public async Task A_server_that_ends_every_watch_at_once_is_not_asked_in_a_hot_loop()
    {
        Server.Answer(200, List("10", null));
        for (var i = 0; i < 3; i++)
            Server.Watch().End();
        Start();
        foreach (var (requests, shortest) in new[] { (2, 1), (3, 2) })
        {
            await AskedAsync(requests);
            await SleepsAsync();
            var delay = Time.Dues.Min();
            Assert.InRange(delay.TotalSeconds, shortest, shortest * 1.5);
            Time.Advance(delay);
        }
        await AskedAsync(4);
    }

    [Fact]
    public async Task A_server_that_goes_on_refusing_a_version_is_asked_for_a_list()
    {
        Server.Answer(200, List("999", null));
        for (var i = 0; i < 3; i++)
            Server.Refuse(500, "InternalError");
        Server.Answer(200, List("3", null, Map("restored", "2")));
        var watch = Server.Watch();
        Start();
        for (var refused = 1; refused <= 3; refused++)
        {
            await AskedAsync(1 + refused);
            await SleepsAsync();
            Time.Advance(Time.Dues.Min());
        }
        await watch.Started;
        await ToldAsync("+restored");
        Assert.Contains("resourceVersion=3&", Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LogLevel.Information, false)]
    [InlineData(LogLevel.Debug, true)]
    public async Task Each_failure_is_one_line_in_the_log_and_a_trace_for_who_asks_for_it(LogLevel level, bool isTraced)
    {
        var log = new LoggedLines(level);
        Server.Answer(200, List("10", null));
        Server.Refuse(500, "InternalError");
        Start(log);
        await AskedAsync(2);
        await SleepsAsync();
        var (at, message, exception) = Assert.Single(log.All);
        Assert.Equal(LogLevel.Warning, at);
        Assert.StartsWith("Watching configmaps failed", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.Equal(isTraced, exception is not null);
    }

    private void Start(ILogger? log = null)
    {
        var informer = new Informer<ConfigMap>(Api, new Selection(), Time, log ?? NullLogger.Instance, new Random(1));
        informer.OnChange(change =>
        {
            lock (_told)
                _told.Add((change.Before is null ? "+" : change.After is null ? "-" : "~") + change.Key.Name);
        });
        _running = informer.RunAsync(_stop.Token);
    }

    private Task ToldAsync(params string[] told) => Eventually.SeeAsync(
        () =>
        {
            lock (_told)
                return Task.FromResult(string.Join(", ", _told));
        },
        seen => seen == string.Join(", ", told));
}
