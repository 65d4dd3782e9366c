using TelegramParser.Harness.Time;
using TelegramParser.Worker.Session;

namespace TelegramParser.UnitTests.Worker.Session;

/// <summary>When a worker gives memory back.</summary>
public sealed class IdleTrimTests : IAsyncLifetime
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ClientRenewal _renewal = new(_ => Task.CompletedTask);
    private Task _running = Task.CompletedTask;
    private long _ended;
    private bool _isBusy;
    private int _trims;

    public Task InitializeAsync()
    {
        _running = Task.WhenAll(
            _renewal.RunAsync(_stop.Token),
            IdleTrim.RunAsync(() => _ended, () => _isBusy, _renewal, () => _trims++, _time, _stop.Token));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    [Fact]
    public async Task A_busy_worker_gives_memory_back_at_its_next_moment_of_rest()
    {
        _isBusy = true;
        await PassAsync(Every);
        for (var i = 0; i < 10; i++)
            await PassAsync(Moment);
        Assert.Equal(0, _trims);

        _isBusy = false;
        await PassAsync(Moment);

        Assert.Equal(1, _trims);
    }

    [Fact]
    public async Task One_that_never_rests_gives_memory_back_all_the_same()
    {
        _isBusy = true;
        await PassAsync(Every);
        for (var waited = TimeSpan.Zero; waited < Every; waited += Moment)
            await PassAsync(Moment);

        Assert.Equal(1, _trims);
    }

    [Fact]
    public async Task Nothing_is_done_until_something_has_ended_again()
    {
        await PassAsync(Every);
        await PassAsync(Every);
        Assert.Equal(1, _trims);

        _ended++;
        await PassAsync(Every);

        Assert.Equal(2, _trims);
        Assert.Equal(0, _renewal.Renewals);
    }

    [Fact]
    public async Task A_client_that_holds_many_messages_is_renewed_and_what_opening_it_has_needed_is_given_back_the_next_time()
    {
        _renewal.Count(1_000);
        await PassAsync(Every);
        Assert.Equal((1, 1), (_renewal.Renewals, _trims));

        await PassAsync(Every);
        await PassAsync(Every);

        Assert.Equal((1, 2), (_renewal.Renewals, _trims));
    }

    // To the end of a sleep, and until it sleeps again.
    private async Task PassAsync(TimeSpan time)
    {
        await Eventually.SeeAsync(() => Task.FromResult(_time.Waiting), waiting => waiting == 1);
        _time.Advance(time);
        await Eventually.SeeAsync(() => Task.FromResult(_time.Waiting), waiting => waiting == 1);
    }
}
