namespace TelegramParser.Worker.Enrichment.Extraction.Content;

/// <summary>Leaves out what is inside the article's element and not the article: lists of links, pointers to other pages, captions.</summary>
internal static class Cleaner
{
    /// <summary>Cleans an article. Its nodes are measured anew after each step that changes them.</summary>
    /// <param name="root">The article's element.</param>
    /// <param name="title">The article's title, which is not repeated in its text.</param>
    /// <param name="byline">Its authors, likewise.</param>
    public static void Clean(PageNode root, string? title, string? byline)
    {
        Measures.Measure(root);
        DropLinkLists(root);
        Measures.Measure(root);
        Captions.MarkByPlace(root);
        Measures.Measure(root);
        DropPointers(TextBlock.Of(root));
        Measures.Measure(root);
        Edges.Trim(TextBlock.Of(root), title, byline);
        Measures.Measure(root);
    }

    private static void DropLinkLists(PageNode root)
    {
        var proseBefore = 0;
        var all = root.Measures.Good;
        foreach (var node in root.Subtree())
        {
            var measures = node.Measures;
            if (node != root && !Tags.IsInline(node) && measures.Text > 0)
                node.Dropped = IsLinkList(node, inProse: proseBefore > 0 && proseBefore < all);
            if (!node.Dropped)
                proseBefore += measures.Own;
        }
    }

    private static bool IsLinkList(PageNode node, bool inProse)
    {
        var measures = node.Measures;
        switch (node.Tag)
        {
            case "ul" or "ol":
                // A line or two that say what to do next, in the midst of the text, are part of it.
                var items = node.Children.Count(static child => child.Tag == "li");
                return measures.LinkDensity > 0.6 && !(inProse && items <= 3 && measures.Text <= 35 * items);
            case "table" or "dl":
                return measures.LinkDensity > 0.7 && measures.Good < 200;
            case "div" or "section" or "article" or "aside":
                return measures.LinkDensity > 0.5 && measures.Good < 150 && measures.Blocks > 1;
            default:
                return false;
        }
    }

    /// <summary>"Read also: ..." and paragraphs that are one link, with the links that follow a label.</summary>
    private static void DropPointers(List<TextBlock> blocks)
    {
        var underLabel = false;
        foreach (var block in blocks)
        {
            var label = Phrases.Labels(block.Text);
            var inCell = block.Node.Tag is "td" or "th";
            if (label || block.LinkShare > 0.25 && Phrases.Points(block.Text) || Phrases.Asks(block.Text) && (block.LinkShare > 0 || block.Length < 120)
                || !inCell && block is { IsLink: true, Length: >= 15 } && block.Node.Tag is not ("li" or "dt" or "dd") && !block.IsHeading
                || underLabel && block.LinkShare > 0.5)
            {
                block.Drop();
                underLabel |= label || block.Text.EndsWith(':');
            }
            else
            {
                underLabel = false;
            }
        }
    }
}
