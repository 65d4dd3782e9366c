namespace TelegramParser.Worker.Enrichment.Extraction.Content;

/// <summary>Finds the captions of images, which belong to the images and not to the text.</summary>
internal static class Captions
{
    private const int Longest = 900;

    /// <summary>Marks what is called a caption, and the text of figures.</summary>
    public static void MarkNamed(PageNode body)
    {
        foreach (var node in body.Subtree())
        {
            if (node.Parent is null)
                continue;
            if (node.Tag == "figcaption")
                node.IsCaption = node.Measures.Text <= Longest;
            else if (Vocabulary.IsCaption(node.Words) && node.Measures.Text <= Longest && !Tags.IsHeading(node.Tag) && !HoldsImage(node))
                node.IsCaption = true;
            else if (node.Tag == "figure" && node.Measures.Text <= Longest && HoldsImage(node))
                MarkFigure(node);
        }
    }

    /// <summary>Marks lines that stand by an image as captions do: they repeat its description, or are alone with it in emphasis.</summary>
    public static void MarkByPlace(PageNode root)
    {
        PageNode? image = null;
        var lines = TextBlock.Of(root).ToLookup(static block => block.Node);
        foreach (var node in root.Subtree().ToList())
        {
            if (node.Tag == "img")
                image = node;
            foreach (var block in lines[node])
            {
                image = block.Images.FirstOrDefault() ?? image;
                if (image is not null && block.Length <= 400 && !block.IsHeading && IsCaptionOf(image, block))
                    block.MakeCaption();
                // Only the first line after an image is looked at, and those in the element that holds it.
                if (image is not null && !image.IsIn(node))
                    image = null;
            }
        }
    }

    private static void MarkFigure(PageNode figure)
    {
        if (figure.Subtree().Any(static node => node.Tag is "table" or "pre" or "blockquote" or "ul" or "ol"))
            return;
        foreach (var node in figure.Subtree())
        {
            if (node != figure && node.Measures.HasRun && !HoldsImage(node))
                node.IsCaption = true;
        }
    }

    private static bool IsCaptionOf(PageNode image, TextBlock block)
    {
        var alt = image.Attribute("alt");
        if (alt is { Length: > 8 } && string.Equals(Squeeze(alt), Squeeze(block.Text), StringComparison.OrdinalIgnoreCase))
            return true;
        return block.Length <= 160 && !image.IsIn(block.Node) && IsAllEmphasis(block.Node) && !block.EndsSentence;
    }

    private static bool IsAllEmphasis(PageNode node) =>
        node.Kept.All(static child => child.IsText ? string.IsNullOrWhiteSpace(child.Text) : child.Tag is "em" or "i" or "br");

    private static bool HoldsImage(PageNode node) => node.Subtree().Any(static inner => inner.Tag == "img");

    private static string Squeeze(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}
