using System.Buffers;
using System.IO.Compression;

namespace TelegramParser.Worker.Enrichment.Fetching;

/// <summary>
/// Undoes <c>Content-Encoding</c>: gzip, deflate (with and without zlib's frame, since servers send both) and br, also one upon
/// another. The output of each step is capped, so that a bomb within a bomb is noticed at the inner one.
/// </summary>
internal static class ContentDecoder
{
    /// <summary>What is offered to servers.</summary>
    public const string Accepted = "gzip, deflate, br";

    private const int MaxSteps = 3;

    /// <summary>Reads a body.</summary>
    /// <param name="content">The body as it was sent.</param>
    /// <param name="encodings">Encodings in the order in which they were applied.</param>
    /// <param name="maxBytes">Bytes that are kept.</param>
    /// <param name="cut">Longer ones are cut there; else they are a failure.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="FetchException">Too long, unknown encoding, damaged.</exception>
    public static async Task<ArraySegment<byte>> ReadAsync(
        Stream content, IEnumerable<string> encodings, int maxBytes, bool cut, CancellationToken ct)
    {
        var steps = encodings.Select(name => name.Trim().ToLowerInvariant())
            .Where(name => name.Length > 0 && name != "identity").Reverse().ToList();
        if (steps.Count > MaxSteps)
            throw new FetchException(FetchReasons.BadEncoding, $"The body is encoded {steps.Count} times.");
        var streams = new List<Stream> { content };
        try
        {
            foreach (var step in steps)
            {
                if (streams.Count > 1)
                    streams.Add(new CappedStream(streams[^1], maxBytes));
                streams.Add(await OpenAsync(step, streams[^1], ct));
            }
            return await ReadAllAsync(streams[^1], maxBytes, cut, ct);
        }
        catch (Exception e) when (steps.Count > 0 && e is InvalidDataException or InvalidOperationException)
        {
            throw new FetchException(FetchReasons.BadEncoding, $"The body cannot be decompressed: {e.Message}");
        }
        finally
        {
            for (var i = streams.Count - 1; i > 0; i--)
                await streams[i].DisposeAsync();
        }
    }

    private static async Task<Stream> OpenAsync(string encoding, Stream source, CancellationToken ct)
    {
        switch (encoding)
        {
            case "gzip" or "x-gzip":
                return new GZipStream(source, CompressionMode.Decompress, leaveOpen: true);
            case "br":
                return new BrotliStream(source, CompressionMode.Decompress, leaveOpen: true);
            case "deflate":
                var start = new byte[2];
                var read = await source.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct);
                var whole = new PrefixedStream(start.AsMemory(0, read), source);
                return read == 2 && IsZlib(start)
                    ? new ZLibStream(whole, CompressionMode.Decompress, leaveOpen: true)
                    : new DeflateStream(whole, CompressionMode.Decompress, leaveOpen: true);
            default:
                throw new FetchException(FetchReasons.BadEncoding, $"The body is encoded as '{encoding}', which was not offered.");
        }
    }

    // RFC 1950, 2.2: method 8, and a check sum that 31 divides.
    private static bool IsZlib(byte[] start) => (start[0] & 0x0F) == 8 && ((start[0] << 8) | start[1]) % 31 == 0;

    private static async Task<ArraySegment<byte>> ReadAllAsync(Stream source, int maxBytes, bool cut, CancellationToken ct)
    {
        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(65_536);
        try
        {
            int read;
            while ((read = await source.ReadAsync(buffer, ct)) > 0)
            {
                var room = maxBytes - (int)body.Length;
                if (read > room && !cut)
                    throw CappedStream.TooLarge(maxBytes);
                body.Write(buffer, 0, Math.Min(read, room));
                if (read > room)
                    break;
            }
            return new ArraySegment<byte>(body.GetBuffer(), 0, (int)body.Length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
