using System.Net;
using System.Text;

namespace TelegramParser.Worker.Enrichment.Extraction.Reduction;

/// <summary>
/// Makes of any HTML a small and well nested one: scripts, styles, drawings and what else bears no text are left out, and so are
/// most attributes; elements are counted and never deeper than a limit. One pass, in time linear in the page, and it can be
/// cancelled. It stands before the tree builder, which can be neither limited nor stopped, and most of a page never reaches that.
/// </summary>
internal sealed class HtmlReducer
{
    /// <summary>Characters from which a noscript element is more than a picture or an excuse.</summary>
    private const int LongNoScript = 800;

    private readonly ExtractionLimits _limits;
    private readonly CancellationToken _cancellation;
    private readonly StringBuilder _output;
    private readonly OpenElements _open;
    private readonly List<string> _jsonLd = [];
    private readonly HashSet<TagRules.Tag> _endless = [];
    private string? _baseAddress;
    private int _jsonLdCharacters;
    private bool _truncated;

    private HtmlReducer(int length, ExtractionLimits limits, CancellationToken cancellation)
    {
        _limits = limits;
        _cancellation = cancellation;
        _output = new StringBuilder("<!DOCTYPE html>", Math.Min(length / 4 + 64, limits.MaxReducedCharacters));
        _open = new OpenElements(_output, limits.MaxDepth);
    }

    /// <summary>Reduces a page.</summary>
    /// <exception cref="OperationCanceledException">The extraction was cancelled.</exception>
    public static ReducedHtml Reduce(ReadOnlySpan<char> html, ExtractionLimits limits, CancellationToken cancellation)
    {
        var reducer = new HtmlReducer(html.Length, limits, cancellation);
        if (html.Length > limits.MaxCharacters)
        {
            html = html[..limits.MaxCharacters];
            reducer._truncated = true;
        }
        reducer.Run(html);
        return new ReducedHtml(reducer._output.ToString(), reducer._jsonLd, reducer._baseAddress, reducer._truncated);
    }

    private void Run(ReadOnlySpan<char> html)
    {
        var scanner = new HtmlScanner(html);
        for (var pieces = 0; ; pieces++)
        {
            if ((pieces & 0xff) == 0)
                _cancellation.ThrowIfCancellationRequested();
            if (_open.Written >= _limits.MaxElements || _output.Length >= _limits.MaxReducedCharacters)
            {
                _truncated = true;
                break;
            }
            var piece = scanner.Read();
            if (piece == HtmlPiece.End)
                break;
            if (piece == HtmlPiece.Text)
                WriteText(scanner.Text);
            else if (piece == HtmlPiece.EndTag)
                _open.Close(Place(TagRules.Find(scanner.Name)));
            else
                Start(ref scanner);
        }
        _open.CloseAll();
    }

    /// <summary>Cells outside a table are divisions, and rows there are nothing.</summary>
    private TagRules.Tag Place(TagRules.Tag tag) =>
        tag.Rule is TagRule.Cell && !_open.IsOpen(TagRule.Table) ? TagRules.Division : tag;

    private void Start(ref HtmlScanner scanner)
    {
        var name = scanner.Name;
        var tag = Place(TagRules.Find(name));
        switch (tag.Rule)
        {
            case TagRule.Unwrap:
                if (name.Equals("html", StringComparison.OrdinalIgnoreCase) && _open.Written == 0)
                    WriteLanguage(ref scanner);
                scanner.FinishTag();
                return;
            case TagRule.Skip:
                Skip(ref scanner, tag);
                return;
            case TagRule.Script:
                Script(ref scanner, tag);
                return;
            case TagRule.Base:
                Base(ref scanner);
                return;
            case TagRule.Title:
                Title(ref scanner, tag);
                return;
            case TagRule.RowGroup or TagRule.Row when !_open.IsOpen(TagRule.Table):
                scanner.FinishTag();
                return;
        }
        _open.Prepare(tag);
        if (_open.Full)
        {
            _truncated = true;
            scanner.FinishTag();
            return;
        }
        var start = _output.Length;
        _output.Append('<').Append(tag.Element);
        var attributes = WriteAttributes(ref scanner, tag.Renamed ? name : default);
        // A span that says nothing about itself is left out, and so is a link within a link.
        if (tag.Rule == TagRule.Neutral && attributes == 0 && tag.Element == "span" || tag.Element == "a" && _open.InLink)
        {
            _output.Length = start;
            _open.PushSilently(tag);
            return;
        }
        _output.Append('>');
        if (tag.Rule == TagRule.Void)
            _open.Count();
        else
            _open.Push(tag);
    }

    private int WriteAttributes(ref HtmlScanner scanner, ReadOnlySpan<char> asClass)
    {
        var written = 0;
        var hasClass = false;
        while (scanner.ReadAttribute())
        {
            if (written >= _limits.MaxAttributes
                || !AttributeRules.Keep(scanner.AttributeName, scanner.AttributeValue, _limits.MaxAttributeCharacters, out var name, out var value))
                continue;
            _output.Append(' ').Append(name).Append("=\"");
            if (name == "class" && !hasClass)
            {
                hasClass = true;
                AppendName(asClass);
            }
            AppendQuoted(value);
            _output.Append('"');
            written++;
        }
        scanner.FinishTag();
        if (asClass.Length > 0 && !hasClass)
        {
            _output.Append(" class=\"");
            AppendName(asClass);
            _output.Append('"');
            written++;
        }
        return written;
    }

    private void AppendName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty)
            return;
        foreach (var letter in name[..Math.Min(name.Length, 60)])
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter == '-')
                _output.Append(letter);
        }
        _output.Append(' ');
    }

    private void AppendQuoted(ReadOnlySpan<char> value)
    {
        for (int quote; (quote = value.IndexOf('"')) >= 0; value = value[(quote + 1)..])
            _output.Append(value[..quote]).Append("&quot;");
        _output.Append(value);
    }

    private void WriteText(ReadOnlySpan<char> text)
    {
        if (!text.IsWhiteSpace())
            _open.EnterCell();
        else if (!_open.InPreformatted)
            text = text.Contains('\n') ? "\n" : " ";
        var room = _limits.MaxReducedCharacters - _output.Length;
        if (text.Length > room)
            text = text[..room];
        for (int bracket; (bracket = text.IndexOf('<')) >= 0; text = text[(bracket + 1)..])
            _output.Append(text[..bracket]).Append("&lt;");
        _output.Append(text);
    }

    private void WriteLanguage(ref HtmlScanner scanner)
    {
        _output.Append("<html");
        WriteAttributes(ref scanner, default);
        _output.Append('>');
    }

    private void Skip(ref HtmlScanner scanner, TagRules.Tag tag)
    {
        var name = scanner.Name;
        var shadow = false;
        while (scanner.ReadAttribute())
            shadow |= scanner.AttributeName.Equals("shadowrootmode", StringComparison.OrdinalIgnoreCase);
        scanner.FinishTag();
        // A declarative shadow root is what a reader sees of its host.
        if (shadow && name.Equals("template", StringComparison.OrdinalIgnoreCase))
            return;
        var ahead = scanner;
        // Without scripts, some pages have their whole text there.
        if (SkipContent(ref ahead, tag, out var content) && !(name.Equals("noscript", StringComparison.OrdinalIgnoreCase) && IsText(content)))
            scanner = ahead;
    }

    private static bool IsText(ReadOnlySpan<char> content) =>
        content.Length > LongNoScript && (content.Contains("<p", StringComparison.OrdinalIgnoreCase) || content.Contains("<br", StringComparison.OrdinalIgnoreCase));

    private void Script(ref HtmlScanner scanner, TagRules.Tag tag)
    {
        var jsonLd = false;
        while (scanner.ReadAttribute())
        {
            jsonLd |= scanner.AttributeName.Equals("type", StringComparison.OrdinalIgnoreCase)
                && scanner.AttributeValue.Trim().StartsWith("application/ld+json", StringComparison.OrdinalIgnoreCase);
        }
        scanner.FinishTag();
        if (!SkipContent(ref scanner, tag, out var content))
            scanner.SkipRest();
        else if (jsonLd && _jsonLdCharacters + content.Length <= _limits.MaxJsonLdCharacters)
        {
            _jsonLdCharacters += content.Length;
            _jsonLd.Add(content.ToString());
        }
    }

    /// <summary>The first one counts. None reaches the tree, where each would change the addresses of the whole page anew.</summary>
    private void Base(ref HtmlScanner scanner)
    {
        while (scanner.ReadAttribute())
        {
            if (_baseAddress is null && scanner.AttributeName.Equals("href", StringComparison.OrdinalIgnoreCase) && scanner.AttributeValue.Length <= _limits.MaxAttributeCharacters)
                _baseAddress = WebUtility.HtmlDecode(scanner.AttributeValue.ToString());
        }
        scanner.FinishTag();
    }

    private void Title(ref HtmlScanner scanner, TagRules.Tag tag)
    {
        scanner.FinishTag();
        if (!SkipContent(ref scanner, tag, out var content))
            return;
        _open.EnterCell();
        _output.Append("<title>");
        WriteText(content[..Math.Min(content.Length, _limits.MaxAttributeCharacters)]);
        _output.Append("</title>");
        _open.Count();
    }

    /// <summary>What has no end tag is not searched for one again, so that many of it cost no more than one.</summary>
    private bool SkipContent(ref HtmlScanner scanner, TagRules.Tag tag, out ReadOnlySpan<char> content)
    {
        content = default;
        if (_endless.Contains(tag))
            return false;
        if (scanner.SkipContent(tag.EndTag, out content))
            return true;
        _endless.Add(tag);
        return false;
    }
}
