namespace TelegramParser.Worker.Enrichment.Extraction.Content;

/// <summary>
/// Finds the element that holds the article. Each block of prose gives its length to the elements above it, less with each level, as
/// in the readability family; names and elements that are meant for articles count more.
/// </summary>
internal static class ArticleRoot
{
    private const int Levels = 7;
    private const double Decay = 0.75;

    /// <summary>The article's element; null if the page has no prose. The nodes must have been measured.</summary>
    public static PageNode? Find(PageNode body)
    {
        var scores = new Dictionary<PageNode, double>();
        foreach (var node in body.Subtree())
        {
            if (node.Measures.Own > 0)
                GiveUpwards(node, scores);
        }
        PageNode? best = null;
        var most = 0.0;
        foreach (var (node, score) in scores)
        {
            var weighed = score * Hint(node) * (1 - node.Measures.LinkDensity);
            if (weighed > most)
                (best, most) = (node, weighed);
        }
        return best is null ? null : Widen(best);
    }

    private static void GiveUpwards(PageNode block, Dictionary<PageNode, double> scores)
    {
        var weight = (double)block.Measures.Own;
        var node = IsContainer(block) ? block : block.Parent;
        for (var level = 0; node is not null && level < 2 * Levels; level++, node = node.Parent)
        {
            if (!IsContainer(node))
            {
                weight *= 0.9;
                continue;
            }
            scores[node] = scores.GetValueOrDefault(node) + weight;
            // What only wraps another element is no further from the text.
            if (node.Parent is { } parent && parent.Measures.Text > 1.05 * node.Measures.Text)
                weight *= Decay;
        }
    }

    private static bool IsContainer(PageNode node) =>
        !Tags.IsInline(node) && !Tags.IsHeading(node.Tag) && node.Tag is not ("p" or "li" or "ul" or "ol" or "dl" or "dt" or "dd" or "tr" or "tbody" or "thead" or "tfoot"
            or "table" or "pre" or "blockquote" or "th" or "caption");

    private static double Hint(PageNode node)
    {
        if (node.Words.Has("articlebody") || node.Words.Has("article", "body"))
            return 1.6;
        if (Vocabulary.IsArticle(node.Words))
            return 1.35;
        return node.Tag switch
        {
            "article" => 1.3,
            "main" => 1.1,
            "aside" or "footer" => 0.3,
            _ => 1,
        };
    }

    /// <summary>
    /// Goes up to the element in which the article's prose goes on beside what was found, and leaves out what else is there. An
    /// article ends at the element that is called one.
    /// </summary>
    private static PageNode Widen(PageNode best)
    {
        var root = best;
        for (var (node, level) = (best, 0); level < Levels && !IsWhole(node) && node.Parent is { Parent: not null } parent; level++, node = parent)
        {
            if (parent.Kept.Any(sibling => sibling != node && Continues(sibling, node, best)))
                root = parent;
        }
        for (var node = best; node != root; node = node.Parent!)
        {
            foreach (var sibling in node.Parent!.Kept.ToList())
                sibling.Dropped = sibling != node && !Tags.IsHeading(sibling.Tag) && !Continues(sibling, node, best);
        }
        return root;
    }

    private static bool IsWhole(PageNode node) => node.Tag is "article" or "main" || node.Words.Has("articlebody");

    /// <summary>Whether an element beside the article, or beside what holds it, is part of it.</summary>
    private static bool Continues(PageNode sibling, PageNode node, PageNode best)
    {
        var measures = sibling.Measures;
        if (sibling.IsText || measures.Good < 60 || measures.LinkDensity > 0.25)
            return false;
        var same = sibling.Tag == node.Tag && sibling.Words.All.Count > 0 && sibling.Words.All.SequenceEqual(node.Words.All, StringComparer.Ordinal);
        return same || Vocabulary.IsLead(sibling.Words) && measures.Good >= 0.7 * measures.Text && measures.LinkDensity < 0.1 || sibling.Tag is "p" or "blockquote" or "pre" && measures.Good >= 80 && node == best
            || measures.Good >= 0.15 * best.Measures.Good && measures.Good >= 0.6 * measures.Text && measures.LinkDensity < 0.12;
    }
}
