using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Queues;
using TelegramParser.Telemetry.Prometheus;

namespace TelegramParser.UnitTests.Kubernetes;

public sealed class WorkQueueTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly WorkQueue<string> _queue;

    public WorkQueueTests() => _queue = new WorkQueue<string>(
        "tests", _time, new ExponentialBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8)), new Random(1));

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task A_key_that_is_added_twice_is_worked_on_once()
    {
        _queue.Add("a");
        _queue.Add("a");
        _queue.Add("b");
        Assert.Equal(["a", "b"], [await TakeAsync(), await TakeAsync()]);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task A_key_that_changes_while_it_is_worked_on_is_worked_on_again_afterwards_and_not_before()
    {
        _queue.Add("a");
        await TakeAsync();
        _queue.Add("a");
        _queue.Add("a");
        var next = TakeAsync();
        Assert.False(next.IsCompleted);
        _queue.Done("a");
        Assert.Equal("a", await next);
        _queue.Done("a");
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task A_taker_waits_for_a_key_and_stops_waiting_when_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var waiting = _queue.TakeAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _queue.Add("a");
        Assert.Equal("a", await TakeAsync());
    }

    [Fact]
    public void A_delayed_key_comes_when_its_time_has_come()
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, _queue.Count);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, _queue.Count);
    }

    [Fact]
    public async Task Of_several_delays_of_a_key_the_earliest_counts_and_only_once()
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(30));
        _queue.AddAfter("a", TimeSpan.FromSeconds(10));
        _queue.AddAfter("a", TimeSpan.FromSeconds(20));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("a", await TakeAsync());
        _queue.Done("a");
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void Failures_in_a_row_wait_longer_up_to_a_limit_until_they_are_forgotten()
    {
        Assert.Equal([1, 2, 4, 8, 8], Enumerable.Range(0, 5).Select(_ => _queue.AddRateLimited("a").TotalSeconds));
        _queue.Forget("a");
        Assert.Equal(1, _queue.AddRateLimited("a").TotalSeconds);
    }

    [Fact]
    public async Task Depth_waiting_working_and_retries_are_measured()
    {
        using var registry = new MetricRegistry("TelegramParser.Kubernetes");
        using var queue = new WorkQueue<string>(
            "measured", _time, new ExponentialBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8)), new Random(1));
        queue.Add("a");
        queue.Add("a");
        queue.Add("b");
        _time.Advance(TimeSpan.FromSeconds(3));
        var key = await queue.TakeAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Contains("workqueue_longest_running_processor_seconds{name=\"measured\"} 20\n", registry.Write(), StringComparison.Ordinal);
        queue.AddRateLimited(key);
        queue.Done(key);
        var metrics = registry.Write();
        Assert.Contains("workqueue_depth{name=\"measured\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("workqueue_adds_total{name=\"measured\"} 2\n", metrics, StringComparison.Ordinal);
        Assert.Contains("workqueue_queue_duration_seconds_sum{name=\"measured\"} 3\n", metrics, StringComparison.Ordinal);
        Assert.Contains("workqueue_work_duration_seconds_sum{name=\"measured\"} 20\n", metrics, StringComparison.Ordinal);
        Assert.Contains("workqueue_retries_total{name=\"measured\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("workqueue_longest_running_processor_seconds{name=\"measured\"} 0\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public void Jitter_only_adds_and_never_more_than_its_part()
    {
        var backoff = new ExponentialBackoff(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5), Jitter: 0.5);
        Assert.Equal(10, backoff.Delay(1, random: 0).TotalSeconds);
        Assert.Equal(15, backoff.Delay(1, random: 1).TotalSeconds);
        Assert.Equal(450, backoff.Delay(1000, random: 1).TotalSeconds);
    }

    private Task<string> TakeAsync() => _queue.TakeAsync(CancellationToken.None);
}
