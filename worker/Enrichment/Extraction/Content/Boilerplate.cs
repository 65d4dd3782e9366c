namespace TelegramParser.Worker.Enrichment.Extraction.Content;

/// <summary>
/// Leaves out what is not the article wherever it stands: navigation, comments, adverts, related articles. An element that holds a
/// large part of the page's prose is kept whatever it is called, since themes name whole pages "has-sidebar" and the like.
/// </summary>
internal static class Boilerplate
{
    /// <summary>Share of the page's prose from which an element is kept.</summary>
    private const double Dominant = 0.4;

    /// <summary>Prose up to which an element may be left out for a name that is not certain.</summary>
    private const int LittleProse = 250;

    /// <summary>Marks what is left out. The nodes must have been measured.</summary>
    /// <param name="body">The page.</param>
    /// <param name="strict">Whether names count that are also said of parts of articles.</param>
    public static void Drop(PageNode body, bool strict)
    {
        var total = Math.Max(body.Measures.Good, 1);
        foreach (var node in body.Subtree())
        {
            if (node == body || node.IsText)
                continue;
            if (Vocabulary.IsNeverArticle(node.Words) && !HoldsHeadline(node))
                node.Dropped = true;
            else if (IsHidden(node) || IsElsewhere(node) || IsCalledChrome(node, strict))
                node.Dropped = node.Measures.Good < Dominant * total;
        }
    }

    private static bool IsHidden(PageNode node) =>
        node.Has("hidden") || node.Attribute("aria-hidden") == "true" && node.Measures.Good < 200;

    private static bool IsElsewhere(PageNode node) => node.Tag switch
    {
        "nav" or "footer" or "aside" => true,
        "header" => node.Measures.Good < 600,
        "button" or "label" => !InHeading(node),
        _ => node.Attribute("role") is "navigation" or "banner" or "contentinfo" or "complementary" or "search" or "dialog" or "alertdialog" or "alert"
            or "menu" or "menubar" or "toolbar" or "tooltip" or "tablist",
    };

    private static bool IsCalledChrome(PageNode node, bool strict)
    {
        if (node.Words.All.Count == 0 || node.Tag is "article" or "main" && node.Measures.Good > 400)
            return false;
        var much = node.Measures.Good >= LittleProse && node.Measures.LinkDensity < 0.33;
        if (Vocabulary.IsChrome(node.Words))
            return !much || (strict && !Vocabulary.IsArticle(node.Words) && node.Tag is not ("p" or "blockquote" or "pre" or "td" or "table" or "tbody" or "tr"));
        return strict && !much && Vocabulary.MayBeChrome(node.Words);
    }

    private static bool InHeading(PageNode node) => node.Parent is { } parent && (Tags.IsHeading(parent.Tag) || parent.Parent is { } above && Tags.IsHeading(above.Tag));

    private static bool HoldsHeadline(PageNode node) =>
        node.Subtree().Any(static inner => inner.Tag is "h1" or "main" || inner.Words.Has("articlebody") || Vocabulary.IsArticle(inner.Words));
}
