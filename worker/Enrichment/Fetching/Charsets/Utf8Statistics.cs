using System.Buffers;
using System.Text;

namespace TelegramParser.Worker.Enrichment.Fetching.Charsets;

/// <summary>How far bytes are UTF-8.</summary>
/// <param name="Sequences">Characters of more than one byte.</param>
/// <param name="Errors">Places that are not UTF-8.</param>
internal sealed record Utf8Statistics(int Sequences, int Errors)
{
    /// <summary>All of it is; mere ASCII, too.</summary>
    public bool IsUtf8 => Errors == 0;

    /// <summary>It was, and a little of it broke, as where a text was cut by bytes.</summary>
    public bool IsDamagedUtf8 => Errors > 0 && Sequences >= Errors * 20;

    /// <summary>Reads the bytes.</summary>
    public static Utf8Statistics Of(ReadOnlySpan<byte> bytes)
    {
        var (sequences, errors) = (0, 0);
        while (true)
        {
            var next = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (next < 0)
                return new Utf8Statistics(sequences, errors);
            bytes = bytes[next..];
            if (Rune.DecodeFromUtf8(bytes, out _, out var length) == OperationStatus.Done)
                sequences++;
            else
                errors++;
            bytes = bytes[length..];
        }
    }
}
