using System.Text;

namespace TelegramParser.Worker.Enrichment.Extraction.Reduction;

/// <summary>
/// The elements that are open in the reduced page. Whatever the page does, the tags written here are well nested, tables hold
/// rows and rows hold cells: so the tree builder never moves nodes about, and is as deep as the tags are.
/// </summary>
internal sealed class OpenElements(StringBuilder output, int maxDepth)
{
    private readonly List<TagRules.Tag> _open = [];
    private readonly HashSet<int> _silent = [];

    /// <summary>Whether another element would be too deep.</summary>
    public bool Full => _open.Count >= maxDepth;

    /// <summary>Start tags that were written.</summary>
    public int Written { get; private set; }

    /// <summary>Whether text stands in <c>pre</c>, where each space counts.</summary>
    public bool InPreformatted => _open.Exists(tag => tag.Element == "pre");

    /// <summary>Writes what a page leaves out before this start tag: the end of a paragraph, an item, a cell.</summary>
    public void Prepare(TagRules.Tag tag)
    {
        switch (tag.Rule)
        {
            case TagRule.Block or TagRule.Table or TagRule.Paragraph:
                CloseNearest(static open => open.Rule == TagRule.Paragraph);
                break;
            case TagRule.Heading:
                CloseNearest(static open => open.Rule is TagRule.Paragraph);
                if (_open.Count > 0 && _open[^1].Rule == TagRule.Heading)
                    CloseLast();
                break;
            case TagRule.Item:
                CloseNearest(static open => open.Rule == TagRule.Paragraph);
                var item = LastIndex(tag.Element == "li" ? static open => open.Element == "li" : static open => open.Element is "dt" or "dd",
                    static open => open.Element is "ul" or "ol" or "dl" || IsTablePart(open));
                CloseDownTo(item);
                break;
            case TagRule.RowGroup:
                CloseDownTo(LastIndex(static open => open.Rule == TagRule.Table) + 1);
                return;
            case TagRule.Row:
                var row = LastIndex(static open => open.Rule is TagRule.Table or TagRule.RowGroup);
                CloseDownTo(row + 1);
                return;
            case TagRule.Cell:
                var cell = LastIndex(static open => open.Rule is TagRule.Table or TagRule.RowGroup or TagRule.Row);
                CloseDownTo(cell + 1);
                if (tag.Element != "caption" && _open[^1].Rule != TagRule.Row)
                    Open(TagRules.Row);
                return;
            case TagRule.Inline when tag.Element == "a":
                var link = LastIndex(static open => open.Element == "a", static open => open.Rule == TagRule.Block || IsTablePart(open));
                if (link >= 0)
                    CloseDownTo(link);
                break;
        }
        EnterCell();
    }

    /// <summary>Opens a cell if content would stand between the cells of a table.</summary>
    public void EnterCell()
    {
        if (_open.Count == 0 || _open[^1].Rule is not (TagRule.Table or TagRule.RowGroup or TagRule.Row))
            return;
        if (_open[^1].Rule != TagRule.Row)
            Open(TagRules.Row);
        Open(TagRules.Cell);
    }

    /// <summary>Whether this element is open in the current cell.</summary>
    public bool IsOpen(TagRule rule) => LastIndex(open => open.Rule == rule) >= 0;

    /// <summary>Whether a link is open, so that another would be inside it.</summary>
    public bool InLink => LastIndex(static open => open.Element == "a", IsTablePart) >= 0;

    /// <summary>Counts an element without content.</summary>
    public void Count() => Written++;

    /// <summary>Opens an element whose start tag the caller writes.</summary>
    public void Push(TagRules.Tag tag)
    {
        _open.Add(tag);
        Written++;
    }

    /// <summary>Opens an element that is left out, so that its end tag does not end another.</summary>
    public void PushSilently(TagRules.Tag tag)
    {
        _silent.Add(_open.Count);
        _open.Add(tag);
    }

    /// <summary>Writes the end tag that the page has here, if it ends anything.</summary>
    public void Close(TagRules.Tag tag)
    {
        switch (tag.Rule)
        {
            case TagRule.Inline:
                CloseInline(tag);
                break;
            case TagRule.Neutral:
                CloseDownTo(LastIndex(open => open == tag, static open => open.Rule is not (TagRule.Inline or TagRule.Neutral)));
                break;
            case TagRule.Heading:
                CloseNearest(static open => open.Rule == TagRule.Heading);
                break;
            case TagRule.Table:
                CloseDownTo(LastIndex(static open => open.Rule == TagRule.Table));
                break;
            case TagRule.RowGroup or TagRule.Row or TagRule.Cell:
                CloseDownTo(LastIndex(open => open.Rule == tag.Rule, static open => open.Rule == TagRule.Table));
                break;
            default:
                CloseNearest(open => open.Element == tag.Element);
                break;
        }
    }

    /// <summary>Ends everything.</summary>
    public void CloseAll() => CloseDownTo(0);

    private static bool IsTablePart(TagRules.Tag tag) => tag.Rule is TagRule.Table or TagRule.RowGroup or TagRule.Row or TagRule.Cell;

    /// <summary>An inline element that ends across blocks: the blocks go on without it.</summary>
    private void CloseInline(TagRules.Tag tag)
    {
        var index = LastIndex(open => open.Element == tag.Element, IsTablePart);
        if (index < 0)
            return;
        TagRules.Tag[] blocks = [.. _open.Skip(index).Where(static open => open.Rule is TagRule.Block or TagRule.Paragraph or TagRule.Item or TagRule.Heading)];
        CloseDownTo(index);
        foreach (var block in blocks)
            Open(block);
    }

    private void Open(TagRules.Tag tag)
    {
        output.Append('<').Append(tag.Element).Append('>');
        Push(tag);
    }

    /// <summary>Ends the nearest such element of the current cell and what is open in it.</summary>
    private void CloseNearest(Predicate<TagRules.Tag> match)
    {
        var index = LastIndex(match, IsTablePart);
        if (index >= 0)
            CloseDownTo(index);
    }

    private void CloseDownTo(int index)
    {
        if (index < 0)
            return;
        while (_open.Count > index)
            CloseLast();
    }

    private void CloseLast()
    {
        if (!_silent.Remove(_open.Count - 1))
            output.Append("</").Append(_open[^1].Element).Append('>');
        _open.RemoveAt(_open.Count - 1);
    }

    private int LastIndex(Predicate<TagRules.Tag> match, Predicate<TagRules.Tag>? boundary = null)
    {
        for (var index = _open.Count - 1; index >= 0; index--)
        {
            if (match(_open[index]))
                return index;
            if (boundary is not null && boundary(_open[index]))
                return -1;
        }
        return -1;
    }
}
