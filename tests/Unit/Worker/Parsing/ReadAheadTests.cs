using System.Runtime.CompilerServices;
using TelegramParser.Harness.Time;
using TelegramParser.Worker.Parsing;

namespace TelegramParser.UnitTests.Worker.Parsing;

public sealed class ReadAheadTests
{
    private int _read;
    private bool _ended;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task While_pages_are_worked_on_a_few_more_are_read_and_come_together_in_their_order(int waiting)
    {
        var groups = new List<IReadOnlyList<int>>();
        await foreach (var pages in Pages(10).ReadAheadAsync(together: 3, waiting, () => false, CancellationToken.None))
        {
            groups.Add(pages);
            // Those that wait, and one that has been read and waits for its place.
            var ahead = Math.Min(10, groups.Sum(g => g.Count) + (3 * (waiting + 1)));
            await Eventually.SeeAsync(() => Task.FromResult(Volatile.Read(ref _read)), read => read == ahead);
        }
        Assert.Equal([3, 3, 3, 1], groups.Select(g => g.Count));
        Assert.Equal(Enumerable.Range(0, 10), groups.SelectMany(g => g));
        Assert.True(_ended);
    }

    [Fact]
    public async Task Pages_before_an_error_come_before_it()
    {
        var seen = new List<int>();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var pages in Pages(3, new InvalidOperationException("flood")).ReadAheadAsync(together: 2, waiting: 1, () => false, CancellationToken.None))
                seen.AddRange(pages);
        });
        Assert.Equal("flood", error.Message);
        Assert.Equal([0, 1, 2], seen);
    }

    [Fact]
    public async Task Who_fails_to_store_ends_the_reading()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var _ in Pages(int.MaxValue).ReadAheadAsync(together: 2, waiting: 1, () => false, CancellationToken.None))
                throw new InvalidOperationException("not stored");
        });
        Assert.True(_ended);
    }

    [Fact]
    public async Task Enough_makes_the_page_that_was_read_the_last()
    {
        var seen = new List<int>();
        await foreach (var pages in Pages(int.MaxValue).ReadAheadAsync(together: 2, waiting: 1, () => _read == 7, CancellationToken.None))
            seen.AddRange(pages);
        Assert.Equal(Enumerable.Range(0, 7), seen);
        Assert.Equal(7, _read);
    }

    [Fact]
    public async Task Cancelling_ends_the_reading()
    {
        using var stopping = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Pages(int.MaxValue).ReadAheadAsync(together: 2, waiting: 1, () => false, stopping.Token))
                await stopping.CancelAsync();
        });
        Assert.True(_ended);
    }

    private async IAsyncEnumerable<int> Pages(int count, Exception? end = null, [EnumeratorCancellation] CancellationToken ct = default)
    {
        try
        {
            for (var page = 0; page < count; page++)
            {
                await Task.Yield();
                ct.ThrowIfCancellationRequested();
                Interlocked.Increment(ref _read);
                yield return page;
            }
            if (end is not null)
                throw end;
        }
        finally
        {
            _ended = true;
        }
    }
}
