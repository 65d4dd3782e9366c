using TelegramParser.Worker.Enrichment.Extraction.Writing;

namespace TelegramParser.Worker.Enrichment.Extraction.Content;

/// <summary>
/// A line of text as a reader sees it: what stands in an element between the blocks in it, such as a paragraph, an item or a cell. Two
/// line breaks in a row begin a new one.
/// </summary>
internal sealed class TextBlock
{
    private readonly List<PageNode> _run;

    private TextBlock(PageNode node, List<PageNode> run)
    {
        (Node, _run) = (node, run);
        Text = PlainText.Of(run);
        var links = 0;
        foreach (var part in run)
        {
            Length += part.Measures.Text;
            links += part.Measures.Links;
        }
        LinkShare = Length == 0 ? 0 : (double)links / Length;
    }

    /// <summary>The element that bears the line.</summary>
    public PageNode Node { get; }

    /// <summary>The line.</summary>
    public string Text { get; }

    /// <summary>Its weighed length.</summary>
    public int Length { get; }

    /// <summary>Share of the line that is in links, 0 to 1.</summary>
    public double LinkShare { get; }

    /// <summary>Whether the block is a heading.</summary>
    public bool IsHeading => Tags.IsHeading(Node.Tag);

    /// <summary>Whether the line is nothing but links.</summary>
    public bool IsLink => LinkShare > 0.95;

    /// <summary>Whether it is running text of some length.</summary>
    public bool IsProse => !IsHeading && LinkShare < 0.5 && Length * (1 - LinkShare) >= 60 && (EndsSentence || Length >= 100);

    /// <summary>Whether the line ends as a sentence does.</summary>
    public bool EndsSentence => Text.TrimEnd('"', '\'', '”', '»', ')', ']', '’', ' ') is [.., '.' or '!' or '?' or '…' or ':' or '。' or '！' or '？' or '」'];

    /// <summary>The images in the line.</summary>
    public IEnumerable<PageNode> Images => _run.SelectMany(static part => part.Subtree()).Where(static node => node.Tag == "img");

    /// <summary>Leaves the line out. Its images and the blocks beside it stay.</summary>
    public void Drop()
    {
        foreach (var part in _run.Where(static part => !HoldsImage(part)))
            part.Dropped = true;
    }

    /// <summary>Makes the line the caption of an image.</summary>
    public void MakeCaption()
    {
        foreach (var part in _run.Where(static part => !HoldsImage(part)))
            part.IsCaption = true;
    }

    /// <summary>The lines of a tree, in the page's order. The nodes must have been measured; the tree's depth is bounded.</summary>
    public static List<TextBlock> Of(PageNode root)
    {
        var blocks = new List<TextBlock>();
        Collect(root, blocks);
        return blocks;
    }

    private static void Collect(PageNode node, List<TextBlock> blocks)
    {
        var run = new List<PageNode>();
        var breaks = 0;
        foreach (var child in node.Kept)
        {
            if (child.IsText || Tags.IsInline(child) && child.Measures.Blocks == 0)
            {
                breaks = child.Tag == "br" ? breaks + 1 : IsBlank(child) ? breaks : 0;
                run.Add(child);
                if (breaks == 2)
                    Flush(node, ref run, blocks);
            }
            else
            {
                Flush(node, ref run, blocks);
                Collect(child, blocks);
            }
        }
        Flush(node, ref run, blocks);
    }

    private static void Flush(PageNode node, ref List<PageNode> run, List<TextBlock> blocks)
    {
        if (run.Exists(static part => part.Measures.Text > 0))
        {
            blocks.Add(new TextBlock(node, run));
            run = [];
        }
        else if (!run.Exists(HoldsImage))
        {
            run.Clear();
        }
    }

    private static bool IsBlank(PageNode node) => node.Measures.Text == 0 && !HoldsImage(node);

    private static bool HoldsImage(PageNode node) => node.Subtree().Any(static inner => inner.Tag == "img");
}
