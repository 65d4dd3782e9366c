using System.Text;

namespace TelegramParser.Worker.Enrichment.Fetching;

/// <summary>Paths and queries in one spelling, so that the same ones are equal.</summary>
internal static class PercentEncoding
{
    /// <summary>
    /// What needs no escape has none, every other escape is in upper case, and what is not ASCII is escaped as UTF-8
    /// (RFC 3986, 6.2.2).
    /// </summary>
    /// <param name="text">Part of a URL.</param>
    /// <param name="unescaped">Further characters that shall have no escape.</param>
    public static string Normalize(string text, string unescaped = "")
    {
        var normal = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                var c = (char)Convert.ToByte(text.Substring(i + 1, 2), 16);
                if (IsUnreserved(c) || unescaped.Contains(c, StringComparison.Ordinal))
                    normal.Append(c);
                else
                    normal.Append('%').Append(((int)c).ToString("X2"));
                i += 2;
            }
            else if (char.IsAscii(text[i]))
            {
                normal.Append(text[i]);
            }
            else
            {
                var pair = char.IsSurrogatePair(text, i) ? 2 : 1;
                normal.Append(Uri.EscapeDataString(pair == 1 && char.IsSurrogate(text[i]) ? "\uFFFD" : text.Substring(i, pair)));
                i += pair - 1;
            }
        }
        return normal.ToString();
    }

    private static bool IsUnreserved(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~';
}
