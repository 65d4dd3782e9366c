using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace TelegramParser.Worker.Parsing;

/// <summary>Reads on while what was read is being stored.</summary>
internal static class ReadAhead
{
    /// <summary>
    /// The pages of a source in their order, some together: what is stored in one transaction costs a fraction of what it costs
    /// page by page. Such groups wait and the next is being read while the caller stores one. The source's error comes
    /// after the pages that it gave. The source has ended when the enumeration has.
    /// </summary>
    /// <param name="source">Where pages come from.</param>
    /// <param name="together">Pages of a group; only the last may have fewer.</param>
    /// <param name="waiting">Groups that may wait, at least 1.</param>
    /// <param name="enough">Asked after each page that was read; true makes it the last.</param>
    /// <param name="ct">Ends both.</param>
    public static async IAsyncEnumerable<IReadOnlyList<T>> ReadAheadAsync<T>(
        this IAsyncEnumerable<T> source, int together, int waiting, Func<bool> enough, [EnumeratorCancellation] CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var ready = Channel.CreateBounded<IReadOnlyList<T>>(new BoundedChannelOptions(waiting) { SingleReader = true, SingleWriter = true });
        var reading = FillAsync(source, together, enough, ready.Writer, ended.Token);
        try
        {
            await foreach (var pages in ready.Reader.ReadAllAsync(ct))
                yield return pages;
        }
        finally
        {
            await ended.CancelAsync();
            await reading;
        }
    }

    private static async Task FillAsync<T>(
        IAsyncEnumerable<T> source, int together, Func<bool> enough, ChannelWriter<IReadOnlyList<T>> ready, CancellationToken ct)
    {
        var pages = new List<T>();
        Exception? error = null;
        try
        {
            await foreach (var page in source.WithCancellation(ct))
            {
                pages.Add(page);
                if (pages.Count == together)
                {
                    await ready.WriteAsync(pages, ct);
                    pages = [];
                }
                if (enough())
                    break;
            }
        }
        catch (Exception e)
        {
            error = e;
        }
        try
        {
            if (pages.Count > 0)
                await ready.WriteAsync(pages, ct);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for them any more.
        }
        ready.Complete(error);
    }
}
