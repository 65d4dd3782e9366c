using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using TelegramParser.Harness.Time;
using TelegramParser.Worker.Loop;

namespace TelegramParser.UnitTests.Worker.Loop;

public sealed class EventLoopTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly BlockingCollection<Exception> _unhandled = [];
    private readonly EventLoop _loop;

    public EventLoopTests() => _loop = new EventLoop(_unhandled.Add, _time);

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    [Fact]
    public async Task Callbacks_run_in_the_order_in_which_they_were_posted()
    {
        var seen = new List<int>();
        foreach (var number in Enumerable.Range(0, 1000))
            _loop.Post(() => seen.Add(number));
        await SettleAsync();
        Assert.Equal(Enumerable.Range(0, 1000), seen);
    }

    [Fact]
    public async Task A_callback_posted_by_a_callback_runs_after_those_that_wait_already()
    {
        var seen = new List<string>();
        await _loop.InvokeAsync(async () =>
        {
            _loop.Post(() =>
            {
                seen.Add("first");
                _loop.Post(() => seen.Add("third"));
            });
            _loop.Post(() => seen.Add("second"));
            await Task.Yield();
        });
        await SettleAsync();
        Assert.Equal(["first", "second", "third"], seen);
    }

    [Fact]
    public async Task Continuations_stay_on_the_loop()
    {
        await _loop.InvokeAsync(async () =>
        {
            await Task.Yield();
            _loop.VerifyAccess();
            await Task.Run(() => Assert.False(_loop.IsOnLoop));
            _loop.VerifyAccess();
            await Task.WhenAll(ComeBackAsync(), ComeBackAsync());
            _loop.VerifyAccess();
        });

        async Task ComeBackAsync()
        {
            await Task.Run(() => { });
            _loop.VerifyAccess();
        }
    }

    [Fact]
    public async Task Two_pieces_of_work_take_turns_only_where_they_await()
    {
        var counter = 0;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _loop.InvokeAsync(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                var seen = counter;
                Thread.SpinWait(20);
                counter = seen + 1;
                await Task.Yield();
            }
        })));
        Assert.Equal(20 * 200, counter);
    }

    [Fact]
    public async Task Work_gives_its_result_and_its_exception_to_the_caller()
    {
        Assert.Equal(42, await _loop.InvokeAsync(async () =>
        {
            await Task.Yield();
            return 42;
        }));
        await Assert.ThrowsAsync<FormatException>(() => _loop.InvokeAsync(() => throw new FormatException()));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _loop.InvokeAsync(() => Task.FromCanceled(new CancellationToken(canceled: true))));
        Assert.Empty(_unhandled);
    }

    [Fact]
    public void Access_from_another_thread_is_refused_counted_and_named()
    {
        long counted = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument is { Meter.Name: WorkerMeter.Name, Name: "tgparser_event_loop_off_loop_calls_total" })
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref counted, value));
        listener.Start();

        var refused = Assert.Throws<InvalidOperationException>(_loop.VerifyAccess);

        listener.RecordObservableInstruments();
        Assert.Contains(_loop.Id, refused.Message, StringComparison.Ordinal);
        Assert.True(Interlocked.Read(ref counted) >= 1);
    }

    [Fact]
    public async Task An_exception_that_nobody_awaits_goes_to_the_handler_and_the_loop_goes_on()
    {
        _loop.Post(() => throw new FormatException("callback"));
        _loop.Post(() => ThrowLater());
        Assert.Equal("callback", Take().Message);
        Assert.Equal("async void", Take().Message);
        Assert.True(await _loop.InvokeAsync(() => Task.FromResult(true)));

        async void ThrowLater()
        {
            await Task.Yield();
            throw new FormatException("async void");
        }
    }

    [Fact]
    public async Task A_disposed_loop_takes_no_more_work()
    {
        await _loop.DisposeAsync();
        var refused = await Assert.ThrowsAsync<ObjectDisposedException>(() => _loop.InvokeAsync(() => Task.CompletedTask));
        Assert.Contains(_loop.Id, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposal_runs_what_is_queued_and_fails_what_waits()
    {
        var ran = false;
        using var blocked = new ManualResetEventSlim();
        var waits = _loop.InvokeAsync(() => new TaskCompletionSource().Task);
        _loop.Post(blocked.Wait);
        _loop.Post(() => ran = true);
        var disposal = _loop.DisposeAsync();
        blocked.Set();
        await disposal;
        Assert.True(ran);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waits);
    }

    [Fact]
    public async Task The_loop_cannot_dispose_itself()
    {
        await _loop.InvokeAsync(() => Assert.ThrowsAsync<InvalidOperationException>(async () => await _loop.DisposeAsync()));
    }

    [Fact]
    public async Task Lag_grows_while_a_callback_blocks_and_falls_when_it_ends()
    {
        using var blocked = new ManualResetEventSlim();
        var started = _time.GetUtcNow();
        _loop.Post(blocked.Wait);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(4), _loop.Lag);
        Assert.Equal(started, _loop.LastHeartbeat);

        blocked.Set();
        await SettleAsync();
        Assert.Equal(_time.GetUtcNow(), _loop.LastHeartbeat);
        _time.Advance(TimeSpan.FromSeconds(1));
        await SettleAsync();
        Assert.Equal(TimeSpan.Zero, _loop.Lag);
    }

    [Fact]
    public async Task Every_loop_has_an_id_of_its_own()
    {
        await using var other = new EventLoop(_unhandled.Add);
        Assert.Matches("^[0-9a-f]{8}$", _loop.Id);
        Assert.NotEqual(_loop.Id, other.Id, StringComparer.Ordinal);
    }

    private Task SettleAsync() => _loop.InvokeAsync(() => Task.CompletedTask);

    private Exception Take() =>
        _unhandled.TryTake(out var error, TimeSpan.FromSeconds(30)) ? error : throw new TimeoutException("Nothing was reported.");
}
