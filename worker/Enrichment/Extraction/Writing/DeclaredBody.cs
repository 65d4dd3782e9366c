using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace TelegramParser.Worker.Enrichment.Extraction.Writing;

/// <summary>The text that a page gives to machines, which is text by its definition and often HTML.</summary>
internal static partial class DeclaredBody
{
    /// <summary>Its paragraphs, without markup.</summary>
    public static List<string> Paragraphs(string body)
    {
        var text = BlockTag().Replace(body, "\n");
        text = WebUtility.HtmlDecode(AnyTag().Replace(text, ""));
        return [.. text.Split(['\n', '\r', '\u2028', '\u2029'], StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .Where(static line => line.Length > 0)];
    }

    /// <summary>A paragraph as Markdown.</summary>
    public static string Markdown(string paragraph)
    {
        var output = new StringBuilder(paragraph.Length + 16);
        foreach (var letter in paragraph)
            MarkdownText.AppendEscaped(output, letter);
        return MarkdownText.EscapeStart(output.ToString());
    }

    [GeneratedRegex(@"</?(p|div|br|li|ul|ol|h[1-6]|blockquote|tr|table)\b[^<>]*>", Patterns.Options, Patterns.TimeoutMilliseconds)]
    private static partial Regex BlockTag();

    [GeneratedRegex(@"</?[a-z][^<>]*>", Patterns.Options, Patterns.TimeoutMilliseconds)]
    private static partial Regex AnyTag();
}
