using System.Text;

namespace TelegramParser.Worker.Enrichment.Fetching;

/// <summary>Tells pages of HTML from everything else that servers send.</summary>
internal static class PageContent
{
    // What files of these kinds begin with, for those that are served as HTML or as nothing at all.
    private static readonly (byte[] Start, string Type)[] Signatures =
    [
        ("%PDF-"u8.ToArray(), "application/pdf"),
        ([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A], "image/png"),
        ("GIF8"u8.ToArray(), "image/gif"),
        ([0xFF, 0xD8, 0xFF], "image/jpeg"),
        ([(byte)'P', (byte)'K', 3, 4], "application/zip"),
        ([(byte)'R', (byte)'a', (byte)'r', (byte)'!', 0x1A, 7], "application/vnd.rar"),
        ([0x1F, 0x8B, 8], "application/gzip"),
        ("ID3"u8.ToArray(), "audio/mpeg"),
        ("OggS"u8.ToArray(), "application/ogg"),
        ([0x1A, 0x45, 0xDF, 0xA3], "video/webm"),
    ];

    /// <summary>The media type is one of HTML's.</summary>
    public static bool IsHtml(string mediaType) =>
        mediaType is "text/html" or "application/xhtml+xml" or "application/vnd.wap.xhtml+xml";

    /// <summary>What a body is in truth; null when it is HTML.</summary>
    /// <param name="body">The body, decompressed.</param>
    /// <param name="mediaType">What the server calls it; empty when it does not say.</param>
    public static string? Sniff(ReadOnlySpan<byte> body, string mediaType)
    {
        foreach (var (start, type) in Signatures)
        {
            if (body.StartsWith(start))
                return type;
        }
        if (body.Length >= 12 && body[4..8].SequenceEqual("ftyp"u8))
            return "video/mp4";
        return mediaType.Length > 0 || LooksLikeHtml(body) ? null : "application/octet-stream";
    }

    private static bool LooksLikeHtml(ReadOnlySpan<byte> body)
    {
        var start = Encoding.Latin1.GetString(body[..Math.Min(body.Length, 1_024)])
            .TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\t', '\r', '\n', '\f');
        return start.StartsWith('<') && (start.Contains("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || start.Contains("<html", StringComparison.OrdinalIgnoreCase)
            || start.Contains("<head", StringComparison.OrdinalIgnoreCase)
            || start.Contains("<body", StringComparison.OrdinalIgnoreCase));
    }
}
