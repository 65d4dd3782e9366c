using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace TelegramParser.Worker.Parsing;

/// <summary>Reads on while what was read is being stored.</summary>
internal static class ReadAhead
{
    // A few pages a channel hide the time that storing takes; more would only fill the memory.
    private const int Pages = 4;

    /// <summary>
    /// The pages of a source in their order, all those together that are ready: one when storing keeps up, several when it
    /// does not. The source's error comes after the pages that it gave. The source has ended when the enumeration has.
    /// </summary>
    /// <param name="source">Where pages come from; read at most a few pages ahead.</param>
    /// <param name="enough">Asked after each page that was read; true makes it the last.</param>
    /// <param name="ct">Ends both.</param>
    public static async IAsyncEnumerable<IReadOnlyList<T>> ReadAheadAsync<T>(
        this IAsyncEnumerable<T> source, Func<bool> enough, [EnumeratorCancellation] CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var ready = Channel.CreateBounded<T>(new BoundedChannelOptions(Pages) { SingleReader = true, SingleWriter = true });
        var reading = FillAsync(source, enough, ready.Writer, ended.Token);
        try
        {
            while (await ready.Reader.WaitToReadAsync(ct))
            {
                var pages = new List<T>();
                while (ready.Reader.TryRead(out var page))
                    pages.Add(page);
                yield return pages;
            }
        }
        finally
        {
            await ended.CancelAsync();
            await reading;
        }
    }

    private static async Task FillAsync<T>(
        IAsyncEnumerable<T> source, Func<bool> enough, ChannelWriter<T> ready, CancellationToken ct)
    {
        try
        {
            await foreach (var page in source.WithCancellation(ct))
            {
                await ready.WriteAsync(page, ct);
                if (enough())
                    break;
            }
            ready.Complete();
        }
        catch (Exception e)
        {
            // Thrown to the reader, who may have gone already: then nobody waits for the source any more.
            ready.Complete(e);
        }
    }
}
