using TelegramParser.Harness.Telegram;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.IntegrationTests.Telegram;

public sealed class FloodWaitTests : IAsyncLifetime
{
    private SimulatorHost _host = null!;

    public async Task InitializeAsync() => _host = await SimulatorHost.StartAsync(Worlds.Small());

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_long_wait_comes_out_as_an_error_that_says_how_long()
    {
        await using var session = await SimulatedSession.LoggedInAsync(_host, "long", Worlds.Phone);
        await session.SendAsync(new SearchPublicChat(Worlds.ChannelName));
        _host.World.Faults.AddFloodWait("messages.getHistory", 600);
        var refused = await Assert.ThrowsAsync<TelegramException>(() => session.HistoryAsync(Worlds.ChatId));
        Assert.Equal(429, refused.Code);
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(500), TimeSpan.FromSeconds(600));
    }

    [Fact]
    public async Task A_short_wait_is_slept_by_TDLib_and_seen()
    {
        await using var session = await SimulatedSession.LoggedInAsync(_host, "short", Worlds.Phone);
        await session.SendAsync(new SearchPublicChat(Worlds.ChannelName));
        _host.World.Faults.AddFloodWait("messages.getHistory", 3, times: 1);
        var seen = new TaskCompletionSource<SleptFloodWait>();
        using var watch = new FloodWaitWatch(session.Loop, wait =>
        {
            session.Loop.VerifyAccess();
            if (wait.Duration == TimeSpan.FromSeconds(3))
                seen.TrySetResult(wait);
        });

        Assert.Equal(5, (await session.HistoryAsync(Worlds.ChatId)).Count);
        await seen.Task.WaitAsync(SimulatedSession.Patience);
    }
}
