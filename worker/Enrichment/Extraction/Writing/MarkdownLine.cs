using System.Text;
using System.Text.RegularExpressions;
using TelegramParser.Worker.Enrichment.Extraction.Content;

namespace TelegramParser.Worker.Enrichment.Extraction.Writing;

/// <summary>Writes what stands in one line: text, emphasis, links, code, images.</summary>
internal sealed partial class MarkdownLine(Addresses addresses, bool breaks)
{
    private readonly StringBuilder _output = new();
    private bool _space;

    /// <summary>Whether nothing was written.</summary>
    public bool IsEmpty => _output.Length == 0;

    /// <summary>The line, and a fresh one.</summary>
    public string Take()
    {
        var line = _output.ToString().Trim();
        _output.Clear();
        _space = false;
        while (line.EndsWith('\\') && !line.EndsWith("\\\\", StringComparison.Ordinal))
            line = line[..^1].TrimEnd();
        return breaks ? string.Join("\n\n", Paragraphs().Split(line).Select(MarkdownText.EscapeStart)) : MarkdownText.EscapeStart(line);
    }

    /// <summary>Adds a text or an inline element.</summary>
    public void Append(PageNode node)
    {
        if (node.IsText)
        {
            AppendText(node.Text);
            return;
        }
        switch (node.Tag)
        {
            case "br":
                if (breaks && _output.Length > 0)
                    _output.Append("\\\n");
                _space = !breaks;
                break;
            case "wbr":
                break;
            case "img":
                AppendImage(node);
                break;
            case "code" or "kbd" or "samp":
                AppendWhole(node, static text => MarkdownText.Code(text), escape: false);
                break;
            case "strong" or "b":
                AppendWhole(node, static text => "**" + text + "**");
                break;
            case "em" or "i":
                AppendWhole(node, static text => "*" + text + "*");
                break;
            case "s" or "del":
                AppendWhole(node, static text => "~~" + text + "~~");
                break;
            case "a" when addresses.Resolve(node.Attribute("href")) is { } target:
                AppendWhole(node, text => $"[{text}]({MarkdownText.Address(target)})");
                break;
            default:
                foreach (var child in node.Kept)
                    Append(child);
                break;
        }
    }

    /// <summary>Adds an element whose text is wrapped in marks. The marks stand at the text, with the spaces outside.</summary>
    private void AppendWhole(PageNode node, Func<string, string> wrap, bool escape = true)
    {
        string text;
        if (escape)
        {
            var inner = new MarkdownLine(addresses, breaks: false);
            foreach (var child in node.Kept)
                inner.Append(child);
            text = inner._output.ToString().Trim();
            _space |= inner._output.Length > 0 && inner._output[0] == ' ' || inner._leadingSpace;
            Separate(text.Length > 0);
            if (text.Length > 0)
                _output.Append(IsMarked(text, wrap) ? text : wrap(text));
            _space = inner._space;
            return;
        }
        text = PlainText.Of(node).ReplaceLineEndings(" ");
        Separate(text.Length > 0);
        if (text.Length > 0)
            _output.Append(wrap(text));
    }

    private bool _leadingSpace;

    /// <summary>Whether emphasis is in the same emphasis already.</summary>
    private static bool IsMarked(string text, Func<string, string> wrap) =>
        wrap("x") is ['*', ..] && text.StartsWith('*') && text.EndsWith('*');

    private void AppendImage(PageNode image)
    {
        if (Images.Address(image, addresses) is not { } address)
            return;
        Separate(true);
        _output.Append("![");
        foreach (var letter in string.Join(' ', (image.Attribute("alt") ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            MarkdownText.AppendEscaped(_output, letter);
        _output.Append("](").Append(MarkdownText.Address(address)).Append(')');
    }

    private void AppendText(string text)
    {
        foreach (var letter in text)
        {
            if (char.IsWhiteSpace(letter))
            {
                _space = true;
                _leadingSpace |= _output.Length == 0;
            }
            else if (!PlainText.IsInvisible(letter))
            {
                Separate(true);
                MarkdownText.AppendEscaped(_output, letter);
            }
        }
    }

    private void Separate(bool something)
    {
        if (!something || !_space)
            return;
        if (_output.Length > 0 && _output[^1] != '\n')
            _output.Append(' ');
        _space = false;
    }

    /// <summary>Two line breaks in a row end a paragraph.</summary>
    [GeneratedRegex(@"\s*(?:\\\n\s*){2,}", Patterns.Options, Patterns.TimeoutMilliseconds)]
    private static partial Regex Paragraphs();
}
