using System.Text;
using System.Text.RegularExpressions;

namespace TelegramParser.Worker.Enrichment.Fetching.Charsets;

/// <summary>Finds the encoding that a page names in itself.</summary>
internal static partial class MetaCharset
{
    // The standard says 1,024; pages with a comment or a script before their <meta> are read by browsers all the same.
    private const int Prescan = 8_192;

    /// <summary>The encoding of <c>&lt;meta charset&gt;</c>, <c>&lt;meta http-equiv&gt;</c> or an XML declaration; null when there is none.</summary>
    public static Encoding? Find(ReadOnlySpan<byte> body)
    {
        var head = WithoutComments(Encoding.Latin1.GetString(body[..Math.Min(body.Length, Prescan)]));
        foreach (Match meta in Meta().Matches(head))
        {
            if (CharsetLabels.Find(meta.Groups["label"].Value) is { } named)
                return AsAscii(named);
        }
        return XmlDeclaration().Match(head) is { Success: true } xml && CharsetLabels.Find(xml.Groups["label"].Value) is { } declared
            ? AsAscii(declared)
            : null;
    }

    // What could be read as ASCII up to here is not UTF-16, whatever it says.
    private static Encoding AsAscii(Encoding named) => named is UnicodeEncoding ? CharsetLabels.Utf8 : named;

    private static string WithoutComments(string head)
    {
        var text = new StringBuilder(head.Length);
        var at = 0;
        while (head.IndexOf("<!--", at, StringComparison.Ordinal) is >= 0 and var start)
        {
            text.Append(head, at, start - at);
            var end = head.IndexOf("-->", start + 4, StringComparison.Ordinal);
            if (end < 0)
                return text.ToString();
            at = end + 3;
        }
        return text.Append(head, at, head.Length - at).ToString();
    }

    [GeneratedRegex("""<meta[\s/][^>]{0,1000}?charset\s*=\s*["']?\s*(?<label>[a-z0-9_.:-]+)""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Meta();

    [GeneratedRegex("""^\s*<\?xml[^>]{0,1000}?encoding\s*=\s*["'](?<label>[a-z0-9_.:-]+)""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex XmlDeclaration();
}
