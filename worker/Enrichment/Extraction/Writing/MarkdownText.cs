using System.Text;

namespace TelegramParser.Worker.Enrichment.Extraction.Writing;

/// <summary>Text as CommonMark reads it literally.</summary>
internal static class MarkdownText
{
    /// <summary>Escapes what means something within a line.</summary>
    public static void AppendEscaped(StringBuilder output, char letter)
    {
        if (letter is '\\' or '`' or '*' or '_' or '[' or ']' or '<')
            output.Append('\\');
        output.Append(letter);
    }

    /// <summary>Escapes what means something at the beginning of a line, such as a number with a dot.</summary>
    public static string EscapeStart(string line)
    {
        if (line.Length == 0)
            return line;
        if (line[0] is '#' or '>' or '~' or '|' || line[0] is '+' or '-' or '=' && (line.Length == 1 || line[1] is ' ' or '-' or '='))
            return "\\" + line;
        var digits = 0;
        while (digits < line.Length && digits < 10 && char.IsAsciiDigit(line[digits]))
            digits++;
        return digits > 0 && digits < line.Length && line[digits] is '.' or ')' && (digits + 1 == line.Length || line[digits + 1] == ' ')
            ? string.Concat(line.AsSpan(0, digits), "\\", line.AsSpan(digits)) : line;
    }

    /// <summary>A code span, with as many backticks as its text needs.</summary>
    public static string Code(string text)
    {
        var fence = new string('`', LongestRun(text) + 1);
        var pad = text.StartsWith('`') || text.EndsWith('`') ? " " : "";
        return fence + pad + text + pad + fence;
    }

    /// <summary>A fenced code block.</summary>
    public static string Fence(string text, string language)
    {
        var fence = new string('`', Math.Max(3, LongestRun(text) + 1));
        return $"{fence}{language}\n{text}\n{fence}";
    }

    /// <summary>An address as it stands in a link.</summary>
    public static string Address(Uri address) =>
        address.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal);

    private static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var letter in text)
        {
            run = letter == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        return longest;
    }
}
