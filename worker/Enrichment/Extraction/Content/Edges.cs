namespace TelegramParser.Worker.Enrichment.Extraction.Content;

/// <summary>Trims what stands above and below an article within its element: title, names, dates; copyright, tags, requests.</summary>
internal static class Edges
{
    /// <summary>Lines at the end that are looked at.</summary>
    private const int Last = 12;

    /// <summary>Leaves the lines out.</summary>
    /// <param name="blocks">The article's lines in order.</param>
    /// <param name="title">The article's title.</param>
    /// <param name="byline">Its authors.</param>
    public static void Trim(List<TextBlock> blocks, string? title, string? byline)
    {
        var first = blocks.FindIndex(static block => block.IsProse);
        for (var index = 0; index < first; index++)
        {
            var block = blocks[index];
            if (IsTitle(block, title) || !block.IsHeading && (IsAbove(block) || string.Equals(block.Text, byline, StringComparison.OrdinalIgnoreCase)))
                block.Drop();
        }
        if (first < 0)
            return;
        for (var index = blocks.Count - 1; index > first && index >= blocks.Count - Last; index--)
        {
            var block = blocks[index];
            if (block.Text.Length == 0)
                continue;
            if (!IsBelow(block))
                break;
            block.Drop();
        }
    }

    private static bool IsTitle(TextBlock block, string? title)
    {
        if (block.Node.Tag == "h1")
            return true;
        return title is not null && block.Text.Length > 10 && block.Length < 300
            && (title.Contains(block.Text, StringComparison.OrdinalIgnoreCase) || block.Text.Contains(title, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsAbove(TextBlock block) =>
        block.Node.Tag == "address" || Phrases.Begins(block.Text) || Phrases.Ends(block.Text) || block is { LinkShare: > 0.5, Length: < 60 } && block.Node.Tag != "p";

    private static bool IsBelow(TextBlock block) =>
        Phrases.Ends(block.Text) || Phrases.Asks(block.Text) || Phrases.Labels(block.Text) || Phrases.Points(block.Text) && block.LinkShare > 0
        || block.LinkShare > 0.5 || block.IsHeading
        || block.Length < 60 && !block.EndsSentence && Phrases.Begins(block.Text) && block.Node.Tag is not ("td" or "li");
}
