using System.IO.Compression;
using TelegramParser.TelegramSimulator.Tl;

namespace TelegramParser.TelegramSimulator.Mtproto;

/// <summary>gzip_packed, in both directions.</summary>
internal static class Compression
{
    private const int WorthPacking = 512;
    private const int LargestUnpacked = 16 << 20;

    public static byte[] PackWhenWorth(byte[] body)
    {
        if (body.Length <= WorthPacking)
            return body;
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(body);
        return new TlWriter().Id(TlIds.GzipPacked).Bytes(packed.ToArray()).ToArray();
    }

    /// <summary>TDLib packs with a zlib header, other clients with a gzip header.</summary>
    public static byte[] Unpack(byte[] packed)
    {
        using var source = new MemoryStream(packed);
        using Stream unpacking = packed is [0x1f, 0x8b, ..]
            ? new GZipStream(source, CompressionMode.Decompress)
            : new ZLibStream(source, CompressionMode.Decompress);
        using var result = new MemoryStream();
        var buffer = new byte[8192];
        for (var read = unpacking.Read(buffer); read > 0; read = unpacking.Read(buffer))
        {
            result.Write(buffer, 0, read);
            if (result.Length > LargestUnpacked)
                throw new InvalidDataException("a packed message unpacks to more than a message may hold");
        }
        return result.ToArray();
    }
}
