using AngleSharp.Dom;

namespace TelegramParser.Worker.Enrichment.Extraction.Content;

/// <summary>Finds and cleans the main content of a page, strictly at first and less so where that leaves next to nothing.</summary>
internal static class MainContent
{
    /// <summary>Weighed characters of prose from which the strict way is trusted.</summary>
    private const int Enough = 250;

    /// <summary>How much more prose the lenient way must find to be preferred.</summary>
    private const int Clearly = 3;

    /// <summary>The article's element, cleaned and measured; null if the page has no prose.</summary>
    /// <param name="document">The page.</param>
    /// <param name="title">Its title, which is not repeated in the text.</param>
    /// <param name="byline">Its authors, likewise.</param>
    /// <param name="cancellation">Ends the extraction.</param>
    public static PageNode? Find(IDocument document, string? title, string? byline, CancellationToken cancellation)
    {
        var (found, all) = Try(document, title, byline, strict: true, cancellation);
        var good = found?.Measures.Good ?? 0;
        // The lenient way cannot find more than the page has.
        if (good >= Enough && all < Clearly * good)
            return found;
        var (lenient, _) = Try(document, title, byline, strict: false, cancellation);
        if (lenient is null || good >= Enough && lenient.Measures.Good < Clearly * good)
            return found;
        return lenient.Measures.Good > 1.2 * good ? lenient : found;
    }

    private static (PageNode? Root, int All) Try(IDocument document, string? title, string? byline, bool strict, CancellationToken cancellation)
    {
        var body = PageTree.Build(document, cancellation);
        var all = Measures.Measure(body).Good;
        Captions.MarkNamed(body);
        Measures.Measure(body);
        Boilerplate.Drop(body, strict);
        Measures.Measure(body);
        cancellation.ThrowIfCancellationRequested();
        var root = ArticleRoot.Find(body);
        if (root is not null)
            Cleaner.Clean(root, title, byline);
        return (root, all);
    }
}
