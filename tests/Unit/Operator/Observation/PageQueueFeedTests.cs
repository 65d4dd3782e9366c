using TelegramParser.Harness.Time;
using TelegramParser.Operator.Observation;
using TelegramParser.Storage.Queries;

namespace TelegramParser.UnitTests.Operator.Observation;

public sealed class PageQueueFeedTests
{
    [Fact]
    public async Task What_waits_is_read_again_and_again_and_unknown_while_the_database_is_down()
    {
        var time = new ManualTime();
        var records = new FakeUserRecords("default") { PageQueue = new PageQueueState(5, 3, Samples.Now) };
        var feed = new PageQueueFeed(records, Samples.Options, time);
        using var stop = new CancellationTokenSource();
        var running = feed.RunAsync(stop.Token);
        Assert.Equal(records.PageQueue, feed.State);

        records.IsDown = true;
        await SeeAsync(null);
        records.IsDown = false;
        records.PageQueue = new PageQueueState(4, 0, null);
        await SeeAsync(records.PageQueue);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Task SeeAsync(PageQueueState? expected) => Eventually.SeeAsync(() =>
        {
            time.Advance(Samples.Options.ObservationInterval);
            return Task.FromResult(feed.State == expected);
        });
    }
}
