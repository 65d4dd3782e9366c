using System.Text;
using TelegramParser.Worker.Enrichment.Extraction.Content;

namespace TelegramParser.Worker.Enrichment.Extraction.Writing;

/// <summary>Writes what is kept of a tree as text: an empty line between blocks, a line feed between items and rows, spaces as they are read.</summary>
internal sealed class PlainText
{
    private readonly StringBuilder _output = new();
    private int _breaks;
    private bool _space;

    private PlainText()
    {
    }

    /// <summary>The text of a node and all inside it.</summary>
    public static string Of(PageNode node)
    {
        var writer = new PlainText();
        writer.Write(node, preformatted: false);
        return writer._output.ToString().TrimEnd();
    }

    /// <summary>The text of nodes that stand in one line.</summary>
    public static string Of(IEnumerable<PageNode> line)
    {
        var writer = new PlainText();
        foreach (var node in line)
            writer.Write(node, preformatted: false);
        return writer._output.ToString();
    }

    private void Write(PageNode node, bool preformatted)
    {
        if (node.IsText)
        {
            if (preformatted)
                AppendPreformatted(node.Text);
            else
                Append(node.Text);
            return;
        }
        if (node.Tag == "br")
        {
            _breaks = Math.Min(_breaks + 1, 2);
            return;
        }
        var breaks = Breaks(node.Tag);
        if (node.Tag is "td" or "th" && _breaks == 0 && _output.Length > 0)
            Separate();
        _breaks = Math.Max(_breaks, breaks);
        foreach (var child in node.Children)
        {
            if (child.IsKept)
                Write(child, preformatted || node.Tag == "pre");
        }
        _breaks = Math.Max(_breaks, breaks);
    }

    /// <summary>Line feeds before and after an element.</summary>
    private static int Breaks(string tag) => tag switch
    {
        "td" or "th" => 0,
        "li" or "tr" or "dt" or "dd" or "thead" or "tbody" or "tfoot" or "caption" => 1,
        _ => Tags.IsInline(tag) ? 0 : 2,
    };

    private void Separate()
    {
        _output.Append(" |");
        _space = true;
    }

    private void Append(string text)
    {
        foreach (var letter in text)
        {
            if (char.IsWhiteSpace(letter))
            {
                _space = true;
                continue;
            }
            if (IsInvisible(letter))
                continue;
            Break();
            if (_space && _output.Length > 0 && _output[^1] != '\n')
                _output.Append(' ');
            _space = false;
            _output.Append(letter);
        }
    }

    private void AppendPreformatted(string text)
    {
        if (text.Length == 0)
            return;
        Break();
        _output.Append(text.ReplaceLineEndings("\n"));
        _space = false;
    }

    private void Break()
    {
        if (_breaks > 0 && _output.Length > 0)
        {
            while (_output.Length > 0 && _output[^1] is ' ' or '\n')
                _output.Length--;
            _output.Append('\n', _breaks);
            _space = false;
        }
        _breaks = 0;
    }

    /// <summary>Soft hyphens, zero-width spaces and the like, and what no text may hold.</summary>
    public static bool IsInvisible(char letter) => letter is '\u00ad' or '\u200b' or '\u2060' or '\ufeff' || char.IsControl(letter);
}
