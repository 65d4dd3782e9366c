using TelegramParser.Harness.Time;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Telegram;

namespace TelegramParser.UnitTests.Worker.Limits;

public sealed class CallLimiterTests
{
    private readonly ManualTime _time = new();
    private readonly FloodWaits _floodWaits;

    public CallLimiterTests() => _floodWaits = new FloodWaits(_time);

    [Fact]
    public void A_bucket_lets_its_capacity_through_and_then_one_call_per_refill()
    {
        var bucket = new TokenBucket(24, TimeSpan.FromSeconds(30), _time);
        Assert.All(Enumerable.Range(0, 24), _ => Assert.Equal(TimeSpan.Zero, bucket.Take()));
        Assert.Equal(1.25, bucket.Take().TotalSeconds, precision: 3);
        Assert.Equal(2.5, bucket.Take().TotalSeconds, precision: 3);
    }

    [Fact]
    public void An_idle_bucket_fills_up_but_never_beyond_its_capacity()
    {
        var bucket = new TokenBucket(2, TimeSpan.FromSeconds(10), _time);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => bucket.Take() == TimeSpan.Zero));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.Zero, bucket.Take());
    }

    [Fact]
    public async Task A_call_waits_for_its_turn_and_then_goes_through()
    {
        var limiter = new CallLimiter(_floodWaits, _time, enabled: true);
        for (var i = 0; i < 24; i++)
            Assert.Equal(i, await limiter.CallAsync(CallKind.History, () => Task.FromResult(i), CancellationToken.None));
        var waiting = limiter.CallAsync(CallKind.History, () => Task.FromResult(24), CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1.3));
        Assert.Equal(24, await waiting);
    }

    [Fact]
    public async Task Kinds_of_calls_do_not_take_each_others_turns()
    {
        var limiter = new CallLimiter(_floodWaits, _time, enabled: true);
        for (var i = 0; i < 24; i++)
            await limiter.CallAsync(CallKind.History, () => Task.FromResult(i), CancellationToken.None);
        Assert.True(limiter.CallAsync(CallKind.Resolve, () => Task.FromResult(0), CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_flood_wait_stops_its_kind_to_the_second_and_is_told()
    {
        var limiter = new CallLimiter(_floodWaits, _time, enabled: false);
        var told = new List<(CallKind, TimeSpan)>();
        _floodWaits.Began += (kind, wait) => told.Add((kind, wait));
        var error = await Assert.ThrowsAsync<FloodWaitException>(() => limiter.CallAsync<int>(
            CallKind.History, () => throw new TelegramException(429, "Too Many Requests: retry after 600"), CancellationToken.None));
        Assert.Equal(_time.GetUtcNow().AddSeconds(600), error.Until);
        Assert.Equal([(CallKind.History, TimeSpan.FromSeconds(600))], told);

        _time.Advance(TimeSpan.FromSeconds(599));
        await Assert.ThrowsAsync<FloodWaitException>(() => limiter.CallAsync(CallKind.History, () => Task.FromResult(1), CancellationToken.None));
        Assert.Equal(1, await limiter.CallAsync(CallKind.Resolve, () => Task.FromResult(1), CancellationToken.None));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await limiter.CallAsync(CallKind.History, () => Task.FromResult(1), CancellationToken.None));
        Assert.Empty(_floodWaits.Current);
    }

    [Fact]
    public void A_wait_of_an_earlier_process_goes_on()
    {
        _floodWaits.Restore("history", TimeSpan.FromMinutes(5));
        _floodWaits.Restore("no-such-kind", TimeSpan.FromMinutes(5));
        Assert.Equal("history", Assert.Single(_floodWaits.Current).Method);
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public void A_wait_lasts_as_long_as_it_was_asked_for_when_the_clock_is_set(int minutes)
    {
        _floodWaits.Begin(CallKind.History, TimeSpan.FromMinutes(5));
        _time.SetClock(TimeSpan.FromMinutes(minutes));
        Assert.Equal(_time.GetUtcNow().AddMinutes(5), _floodWaits.LastEnd);
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.NotNull(_floodWaits.Until(CallKind.History));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(_floodWaits.LastEnd);
    }

    [Fact]
    public async Task Calls_that_stand_behind_others_leave_them_half_of_the_bucket_but_not_for_ever()
    {
        var isBusy = true;
        var limiter = new CallLimiter(_floodWaits, _time, enabled: true);
        var behind = limiter.BehindOthers(() => isBusy);
        var waiting = behind.CallAsync(CallKind.History, () => Task.FromResult(0), CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        // Calls that Telegram does not limit need not wait.
        Assert.True(behind.CallAsync(CallKind.Other, () => Task.FromResult(0), CancellationToken.None).IsCompletedSuccessfully);

        isBusy = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        await waiting;
        for (var i = 1; i < 12; i++)
            await behind.CallAsync(CallKind.History, () => Task.FromResult(i), CancellationToken.None);
        var later = behind.CallAsync(CallKind.History, () => Task.FromResult(0), CancellationToken.None);
        Assert.False(later.IsCompleted);
        // The others find what is left for them.
        for (var i = 0; i < 12; i++)
            Assert.True(limiter.CallAsync(CallKind.History, () => Task.FromResult(i), CancellationToken.None).IsCompletedSuccessfully);

        isBusy = true;
        for (var second = 0; second < 62; second++)
            _time.Advance(TimeSpan.FromSeconds(1));
        await later;
    }
}
