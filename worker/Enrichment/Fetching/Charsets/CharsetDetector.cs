using System.Text;

namespace TelegramParser.Worker.Enrichment.Fetching.Charsets;

/// <summary>
/// Finds out what encoding a page is in. A byte order mark counts most, then what the server says, then what the page says, then
/// what it looks like. Servers and pages are often wrong, and UTF-8 hardly ever looks like itself by chance, so what is said
/// is believed only as far as the bytes bear it out.
/// </summary>
public static class CharsetDetector
{
    /// <summary>Reads a page.</summary>
    /// <param name="body">Its bytes.</param>
    /// <param name="header">The label in <c>Content-Type</c>, if any.</param>
    /// <returns>The text, without a byte order mark, and the name of the encoding.</returns>
    public static (string Text, string Charset) Decode(ReadOnlySpan<byte> body, string? header)
    {
        var encoding = Detect(body, header);
        var mark = encoding.Preamble;
        var text = encoding.GetString(mark.Length > 0 && body.StartsWith(mark) ? body[mark.Length..] : body);
        return (text, CharsetLabels.NameOf(encoding));
    }

    /// <summary>Reads what has to be UTF-8.</summary>
    public static string DecodeUtf8(ReadOnlySpan<byte> body) =>
        Encoding.UTF8.GetString(body.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body);

    private static Encoding Detect(ReadOnlySpan<byte> body, string? header)
    {
        if (ByMark(body) is { } marked)
            return marked;
        var server = CharsetLabels.Find(header);
        var page = MetaCharset.Find(body);
        var utf8 = Utf8Statistics.Of(body);
        // UTF-16 may look like UTF-8, too, but its markup is full of zeros.
        if ((utf8.IsUtf8 || utf8.IsDamagedUtf8) && !((server ?? page) is UnicodeEncoding && body.Contains((byte)0)))
            return IsSevenBit(server ?? page) && utf8.Sequences == 0 ? (server ?? page)! : CharsetLabels.Utf8;

        // What is left has bytes that are not UTF-8, or is UTF-16.
        Encoding?[] said = [.. new[] { server, page }.Where(encoding => encoding is not null and not UTF8Encoding)];
        var sniffed = CyrillicSniffer.Best(body);
        if (said is [{ } first, ..])
        {
            // Two that contradict each other: the text decides. And Western is what servers say when nobody has told them.
            var doubtful = said.Length == 2 && said[1]!.CodePage != first.CodePage;
            if (sniffed is not null && (doubtful ? said.Any(encoding => encoding!.CodePage == sniffed.CodePage) : IsWestern(first)))
                return sniffed;
            return doubtful && IsWestern(first) ? said[1]! : first;
        }
        return sniffed ?? CharsetLabels.Western;
    }

    private static bool IsWestern(Encoding encoding) => encoding.CodePage is 1252;

    private static bool IsSevenBit(Encoding? encoding) => encoding?.CodePage is 50220;

    private static Encoding? ByMark(ReadOnlySpan<byte> body) => body switch
    {
        [0xEF, 0xBB, 0xBF, ..] => CharsetLabels.Utf8,
        [0xFE, 0xFF, ..] => CharsetLabels.Of(1201),
        [0xFF, 0xFE, ..] => CharsetLabels.Of(1200),
        _ => null,
    };
}
