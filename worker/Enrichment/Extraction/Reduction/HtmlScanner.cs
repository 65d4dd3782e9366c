namespace TelegramParser.Worker.Enrichment.Extraction.Reduction;

/// <summary>What <see cref="HtmlScanner.Read"/> has found.</summary>
internal enum HtmlPiece
{
    /// <summary>The end of the page.</summary>
    End,

    /// <summary>Characters between tags, with their character references.</summary>
    Text,

    /// <summary>A start tag; a slash before its end says nothing, as in HTML.</summary>
    StartTag,

    /// <summary>An end tag.</summary>
    EndTag,
}

/// <summary>
/// Cuts HTML into tags and text as the tokenizer of the HTML standard (section 13.2.5) does, forward only and without memory of its
/// own. Comments, doctypes and processing instructions are passed over.
/// </summary>
internal ref struct HtmlScanner(ReadOnlySpan<char> html)
{
    private readonly ReadOnlySpan<char> _html = html;
    private int _position;
    private int _attributes;

    /// <summary>The text of <see cref="HtmlPiece.Text"/>.</summary>
    public ReadOnlySpan<char> Text { get; private set; }

    /// <summary>The tag's name as it is written.</summary>
    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>Name of the attribute that <see cref="ReadAttribute"/> has found, as it is written.</summary>
    public ReadOnlySpan<char> AttributeName { get; private set; }

    /// <summary>Its value without quotes, with its character references.</summary>
    public ReadOnlySpan<char> AttributeValue { get; private set; }

    /// <summary>Goes on to the next piece. After a start tag, <see cref="FinishTag"/> comes first.</summary>
    public HtmlPiece Read()
    {
        while (_position < _html.Length)
        {
            var rest = _html[_position..];
            if (rest[0] != '<' || !OpensMarkup(rest))
            {
                // A lone "<" is text, together with what follows up to the next one.
                var length = rest[1..].IndexOf('<') + 1;
                Text = length == 0 ? rest : rest[..length];
                _position += Text.Length;
                return HtmlPiece.Text;
            }
            var piece = ReadMarkup(rest);
            if (piece != HtmlPiece.End)
                return piece;
        }
        return HtmlPiece.End;
    }

    /// <summary>The next attribute of the start tag that was read last; false at the tag's end.</summary>
    public bool ReadAttribute()
    {
        var at = SkipSpace(_attributes);
        if (at >= _html.Length || _html[at] == '>')
        {
            _attributes = at;
            return false;
        }
        var start = at;
        at++; // An equals sign may begin a name.
        while (at < _html.Length && _html[at] is not ('=' or '>' or '/' or ' ' or '\t' or '\n' or '\r' or '\f'))
            at++;
        AttributeName = _html[start..at];
        AttributeValue = default;
        var equals = SkipSpaceOnly(at);
        if (equals < _html.Length && _html[equals] == '=')
            at = ReadValue(SkipSpaceOnly(equals + 1));
        _attributes = at;
        return true;
    }

    /// <summary>Passes over the start tag that was read last.</summary>
    public void FinishTag()
    {
        while (ReadAttribute())
        {
        }
        _position = Math.Min(_attributes + 1, _html.Length);
    }

    /// <summary>Passes over the content of an element whose content is not markup, and its end tag. False, at the same place, if it never ends.</summary>
    public bool SkipContent(ReadOnlySpan<char> endTag, out ReadOnlySpan<char> content)
    {
        var rest = _html[_position..];
        for (var from = 0; ;)
        {
            var at = rest[from..].IndexOf(endTag, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                content = default;
                return false;
            }
            at += from;
            from = at + endTag.Length;
            if (from < rest.Length && rest[from] is not ('>' or '/' or ' ' or '\t' or '\n' or '\r' or '\f'))
                continue;
            content = rest[..at];
            var close = rest[from..].IndexOf('>');
            _position = close < 0 ? _html.Length : _position + from + close + 1;
            return true;
        }
    }

    /// <summary>Passes over the rest of the page.</summary>
    public void SkipRest() => _position = _html.Length;

    private static bool OpensMarkup(ReadOnlySpan<char> rest) =>
        rest.Length > 1 && (char.IsAsciiLetter(rest[1]) || rest[1] is '!' or '?' || rest[1] == '/' && rest.Length > 2);

    private HtmlPiece ReadMarkup(ReadOnlySpan<char> rest)
    {
        var end = rest[1] == '/';
        var start = end ? 2 : 1;
        if (!char.IsAsciiLetter(rest[start]))
        {
            SkipComment(rest);
            return HtmlPiece.End;
        }
        var at = start;
        while (at < rest.Length && rest[at] is not ('>' or '/' or ' ' or '\t' or '\n' or '\r' or '\f'))
            at++;
        Name = rest[start..at];
        _attributes = _position + at;
        if (!end)
            return HtmlPiece.StartTag;
        FinishTag();
        return HtmlPiece.EndTag;
    }

    private void SkipComment(ReadOnlySpan<char> rest)
    {
        if (!rest.StartsWith("<!--"))
        {
            var close = rest.IndexOf('>');
            _position = close < 0 ? _html.Length : _position + close + 1;
            return;
        }
        if (rest.StartsWith("<!-->"))
        {
            _position += 5;
            return;
        }
        var length = rest[2..].IndexOf("-->");
        _position = length < 0 ? _html.Length : _position + 2 + length + 3;
    }

    private int ReadValue(int at)
    {
        if (at >= _html.Length)
            return at;
        if (_html[at] is '"' or '\'')
        {
            var length = _html[(at + 1)..].IndexOf(_html[at]);
            var end = length < 0 ? _html.Length : at + 1 + length;
            AttributeValue = _html[(at + 1)..end];
            return Math.Min(end + 1, _html.Length);
        }
        var start = at;
        while (at < _html.Length && _html[at] is not ('>' or ' ' or '\t' or '\n' or '\r' or '\f'))
            at++;
        AttributeValue = _html[start..at];
        return at;
    }

    private readonly int SkipSpace(int at)
    {
        while (at < _html.Length && _html[at] is ' ' or '\t' or '\n' or '\r' or '\f' or '/')
            at++;
        return at;
    }

    private readonly int SkipSpaceOnly(int at)
    {
        while (at < _html.Length && _html[at] is ' ' or '\t' or '\n' or '\r' or '\f')
            at++;
        return at;
    }
}
