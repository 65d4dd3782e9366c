using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Subscriptions;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.UnitTests.Worker.Parsing;

public sealed class BackfillTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly UserChannelRow Fresh = new() { ChatId = -1001, Cursor = 100, BackfillLowId = 101 };
    private static readonly IReadOnlyList<Message> Page = [.. Enumerable.Range(1, 10).Select(i => new Message
    {
        Id = (101L - i) << 20,
        Date = Noon.AddMinutes(-i).ToUnixTimeSeconds(),
    })];

    [Fact]
    public void A_limit_takes_that_many_of_the_newest()
    {
        var spec = new BackfillSpec { Limit = 7 };
        Assert.Equal([100L, 99, 98, 97, 96, 95, 94], Backfill.Wanted(spec, Fresh, Page).Select(m => m.ServerId()));
        Assert.Equal(2, Backfill.Wanted(spec, Fresh with { BackfillCount = 5 }, Page).Count);
        Assert.True(Backfill.IsDone(spec, Fresh with { BackfillCount = 7 }));
        Assert.False(Backfill.IsDone(spec, Fresh with { BackfillCount = 6 }));
    }

    [Fact]
    public void A_limit_of_zero_reads_nothing_of_the_past() =>
        Assert.True(Backfill.IsDone(new BackfillSpec { Limit = 0 }, Fresh));

    [Fact]
    public void A_date_takes_everything_since_it()
    {
        var spec = new BackfillSpec { Since = Noon.AddMinutes(-4) };
        Assert.Equal([100L, 99, 98, 97], Backfill.Wanted(spec, Fresh, Page).Select(m => m.ServerId()));
        Assert.False(Backfill.IsDone(spec, Fresh with { BackfillLowDate = Noon.AddMinutes(-4) }));
        Assert.True(Backfill.IsDone(spec, Fresh with { BackfillLowDate = Noon.AddMinutes(-5) }));
    }

    [Fact]
    public void The_channels_first_message_ends_every_backfill() =>
        Assert.True(Backfill.IsDone(new BackfillSpec { Limit = 1000 }, Fresh with { BackfillExhausted = true }));

    [Fact]
    public void A_larger_limit_later_goes_on_where_the_smaller_one_ended() =>
        Assert.Equal(3, Backfill.Wanted(new BackfillSpec { Limit = 10 }, Fresh with { BackfillCount = 7 }, Page).Count);

    [Fact]
    public async Task Pages_end_with_what_was_asked_for_and_no_further_one_is_read()
    {
        var source = new Source(Page, Page);
        var pages = await source.PagesAsync(new BackfillSpec { Limit = 10 });
        Assert.Equal(new CursorMove.Backfill(91, Noon.AddMinutes(-10), 10, Exhausted: false), Assert.Single(pages).Move);
        Assert.Equal(1, source.Read);
    }

    [Fact]
    public async Task A_channel_that_ends_first_is_exhausted()
    {
        var pages = await new Source([.. Page.Take(4)], [.. Page.Skip(4)]).PagesAsync(new BackfillSpec { Limit = 50 });
        Assert.Equal([4, 6, 0], pages.Select(p => p.Messages.Count));
        Assert.Equal([97L, 91, 91], pages.Select(p => p.Move.LowId));
        Assert.Equal([false, false, true], pages.Select(p => p.Move.Exhausted));
        Assert.Equal(new CursorMove.Backfill(91, Noon.AddMinutes(-10), 10, Exhausted: true), Backfill.Move(pages));
    }

    [Fact]
    public async Task The_first_message_before_the_date_ends_the_pages_and_is_not_among_them()
    {
        var pages = await new Source(Page).PagesAsync(new BackfillSpec { Since = Noon.AddMinutes(-4) });
        Assert.Equal(new CursorMove.Backfill(97, Noon.AddMinutes(-5), 4, Exhausted: false), Assert.Single(pages).Move);
    }

    [Fact]
    public void What_is_not_kept_is_not_read_whatever_is_asked_for()
    {
        var keptSince = Noon.AddMinutes(-4);
        foreach (var asked in new BackfillSpec[] { new() { Limit = 1000 }, new() { Since = Noon.AddDays(-30) } })
        {
            var spec = Backfill.Within(asked, keptSince, Fresh);
            Assert.Equal([100L, 99, 98, 97], Backfill.Wanted(spec, Fresh, Page).Select(m => m.ServerId()));
            Assert.False(Backfill.IsDone(spec, Fresh));
            Assert.True(Backfill.IsDone(spec, Fresh with { BackfillLowDate = Noon.AddMinutes(-5) }));
        }
        Assert.Equal([100L, 99], Backfill.Wanted(Backfill.Within(new() { Limit = 2 }, keptSince, Fresh), Fresh, Page).Select(m => m.ServerId()));
    }

    [Fact]
    public void What_was_removed_is_not_read_again_when_more_is_kept_later()
    {
        var removed = Fresh with { RetainedSince = Noon.AddMinutes(-4), BackfillLowDate = Noon.AddMinutes(-9), BackfillCount = 9 };
        Assert.True(Backfill.IsDone(Backfill.Within(new() { Since = Noon.AddDays(-30) }, keptSince: null, removed), removed));
        Assert.True(Backfill.IsDone(Backfill.Within(new() { Limit = 1000 }, Noon.AddDays(-1), removed), removed));
    }

    private sealed class Source(params IReadOnlyList<Message>[] pages)
    {
        public int Read { get; private set; }

        public async Task<List<BackfillPage>> PagesAsync(BackfillSpec spec)
        {
            var read = new List<BackfillPage>();
            await foreach (var page in Backfill.PagesAsync(spec, Fresh, ReadAsync(), CancellationToken.None))
                read.Add(page);
            return read;
        }

        private async IAsyncEnumerable<IReadOnlyList<Message>> ReadAsync()
        {
            foreach (var page in pages)
            {
                await Task.Yield();
                Read++;
                yield return page;
            }
        }
    }
}
