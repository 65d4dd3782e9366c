using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.UnitTests.Worker.Parsing;

public sealed class PastReadingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_ids_are_gone_every_message_comes_once_and_in_order(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 200; run++)
        {
            var ids = RandomIds(random);
            var below = random.Next(2) == 0 ? ids.LastOrDefault() + 1 : random.Next(1, (int)ids.LastOrDefault() + 2);
            var server = new Server(ids, random);
            Assert.Equal(ids.Where(id => id < below).Reverse(), await ReadAsync(server, below, long.MaxValue));
        }
    }

    [Fact]
    public async Task A_long_past_takes_hardly_more_calls_than_hundreds_of_messages()
    {
        var server = new Server([.. Enumerable.Range(1, 20_000).Select(id => (long)id)]);
        Assert.Equal(20_000, (await ReadAsync(server, 20_001, long.MaxValue)).Count);
        Assert.InRange(server.Calls, 200, 210);
    }

    [Fact]
    public async Task No_section_is_longer_than_what_is_wanted()
    {
        var server = new Server([.. Enumerable.Range(1, 20_000).Select(id => (long)id)]);
        var given = 0;
        await foreach (var page in server.Past.PagesAsync(20_001, wanted: 350))
        {
            given += page.Count;
            if (given >= 350)
                break;
        }
        // A page, a section of two calls, and pages for the rest.
        Assert.Equal((50 + 198 + 3 * 50, 1 + 2 + 3), (given, server.Calls));
    }

    [Fact]
    public async Task Where_hardly_a_message_is_left_pages_leap_over_the_gaps()
    {
        var server = new Server([.. Enumerable.Range(1, 1_000).Select(i => i * 100L)]);
        Assert.Equal(1_000, (await ReadAsync(server, 100_001, long.MaxValue)).Count);
        Assert.Equal(1_000 / PastReading.PageSize + 1, server.Calls);
    }

    [Fact]
    public async Task A_section_that_does_not_reach_its_end_is_read_backward()
    {
        // Everything above the section is gone by now, so nothing says that it is complete.
        var server = new Server([.. Enumerable.Range(1, 1_000).Select(id => (long)id)]);
        Assert.Equal(Enumerable.Range(1, 1_000).Reverse().Select(id => (long)id), await ReadAsync(server, 1_500, long.MaxValue));
    }

    [Fact]
    public async Task It_holds_more_until_the_last_page_of_a_section()
    {
        var past = new Server([.. Enumerable.Range(1, 249).Select(id => (long)id)]).Past;
        var held = new List<bool>();
        await foreach (var _ in past.PagesAsync(250, long.MaxValue))
            held.Add(past.HoldsMore);
        Assert.Equal([false, true, true, true, false, false], held);
    }

    private static async Task<List<long>> ReadAsync(Server server, long below, long wanted)
    {
        var read = new List<long>();
        await foreach (var page in server.Past.PagesAsync(below, wanted))
            read.AddRange(page.Select(m => m.ServerId()));
        return read;
    }

    // Stretches in which all, some or hardly any messages are left, and holes.
    private static List<long> RandomIds(Random random)
    {
        var ids = new List<long>();
        var id = (long)random.Next(1, 300);
        for (var stretch = random.Next(0, 8); stretch > 0; stretch--)
        {
            var left = random.Next(4) switch { 0 => 1, 1 => 0.9, 2 => 0.3, _ => 0.02 };
            for (var end = id + random.Next(1, 1_500); id < end; id++)
            {
                if (random.NextDouble() < left)
                    ids.Add(id);
            }
            id += random.Next(3) == 0 ? random.Next(1, 3_000) : 0;
        }
        return ids;
    }

    /// <summary>
    /// What TDLib answers, as far as is certain: messages that follow each other, the first of them at the place that was asked for,
    /// and any number of them.
    /// </summary>
    private sealed class Server(List<long> ids, Random? random = null)
    {
        public int Calls { get; private set; }

        public PastReading Past => new(HistoryAsync);

        private async Task<IReadOnlyList<Message>> HistoryAsync(PastReading.Request request)
        {
            await Task.Yield();
            Calls++;
            var place = ids.BinarySearch(request.From);
            var older = place < 0 ? ~place : place;
            // With an offset the page begins with the message itself, or in its place with the one before.
            IEnumerable<long> page = request.Offset == 0
                ? Enumerable.Reverse(ids[Math.Max(0, older - AtMost(request.Limit))..older])
                : ids.Skip(place < 0 ? older - 1 : older).Take(AtMost(1 - request.Offset)).Reverse();
            return [.. page.Select(id => new Message { Id = id << 20 })];
        }

        // Two at least, of which one is newer.
        private int AtMost(int limit) => random is null ? limit : random.Next(2, limit + 1);
    }
}
