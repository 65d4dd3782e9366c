using AngleSharp.Html.Parser;
using TelegramParser.Worker.Enrichment.Extraction.Content;
using TelegramParser.Worker.Enrichment.Extraction.Metadata;
using TelegramParser.Worker.Enrichment.Extraction.Reduction;
using TelegramParser.Worker.Enrichment.Extraction.Writing;

namespace TelegramParser.Worker.Enrichment.Extraction;

/// <summary>
/// Takes the article out of a page: its text, and what the page says of itself. A pure function, for any thread but the event loop's,
/// bounded in time and memory by <see cref="ExtractionLimits"/> whatever the page is. What it looks for is in docs/enrichment.md.
/// </summary>
public static class ArticleExtractor
{
    /// <summary>Weighed characters of prose from which a page that does not call itself an article is one.</summary>
    private const int EnoughProse = 140;

    /// <summary>Weighed characters of text, code and tables included, from which it is one with less prose.</summary>
    private const int EnoughText = 300;

    /// <summary>Prose from which a page that calls itself an article is one.</summary>
    private const int EnoughDeclared = 80;

    /// <summary>Share of links from which text is a list of them.</summary>
    private const double MostlyLinks = 0.5;

    /// <summary>Extracts the article of a page. A page without one, or that is not HTML at all, is a result and no error.</summary>
    /// <param name="html">The page, decoded.</param>
    /// <param name="page">The address at which it was found, after redirects; absolute.</param>
    /// <param name="limits">Caps; <see cref="ExtractionLimits.Default"/> if null.</param>
    /// <param name="cancellation">Ends the extraction soon.</param>
    /// <exception cref="OperationCanceledException">The extraction was cancelled.</exception>
    public static ExtractedPage Extract(string html, Uri page, ExtractionLimits? limits = null, CancellationToken cancellation = default)
    {
        var reduced = HtmlReducer.Reduce(html, limits ?? ExtractionLimits.Default, cancellation);
        using var document = new HtmlParser().ParseDocument(reduced.Html);
        cancellation.ThrowIfCancellationRequested();
        var addresses = Addresses.Of(page, reduced.BaseAddress);
        var body = PageTree.Build(document, cancellation);
        Measures.Measure(body);
        var metadata = MetadataReader.Read(document, body, reduced.JsonLd, page, addresses);
        var root = MainContent.Find(document, metadata.Title, metadata.Byline, cancellation);
        var (text, markdown) = Write(root, metadata, addresses);
        cancellation.ThrowIfCancellationRequested();
        return new ExtractedPage
        {
            HasArticle = text.Length > 0,
            Text = text,
            Markdown = markdown,
            Title = metadata.Title,
            Byline = metadata.Byline,
            PublishedAt = metadata.PublishedAt,
            SiteName = metadata.SiteName,
            Language = Languages.Check(metadata.Language, text.Length > 0 ? text : metadata.Title ?? ""),
            Description = metadata.Description,
            CanonicalUrl = metadata.CanonicalUrl,
            LeadImage = metadata.LeadImage ?? FirstImage(root, addresses),
            Truncated = reduced.Truncated,
        };
    }

    private static (string Text, string Markdown) Write(PageNode? root, PageMetadata metadata, Addresses addresses)
    {
        var good = root?.Measures.Good ?? 0;
        // Some pages are made by scripts and give their text to machines only.
        if (metadata.Body is { } body && DeclaredBody.Paragraphs(body) is { Count: > 0 } paragraphs
            && paragraphs.Sum(static line => Measures.Weigh(line)) is var declared && declared >= EnoughProse && good < declared / 2)
            return (string.Join("\n\n", paragraphs), string.Join("\n\n", paragraphs.Select(DeclaredBody.Markdown)));
        var enough = metadata.DeclaresArticle ? EnoughDeclared : EnoughProse;
        if (root is null || good < enough && root.Measures.Text < EnoughText || root.Measures.LinkDensity > MostlyLinks)
            return ("", "");
        return (PlainText.Of(root), new MarkdownWriter(addresses).Write(root));
    }

    private static Uri? FirstImage(PageNode? root, Addresses addresses) =>
        root?.Subtree().Where(static node => node.Tag == "img").Select(image => Images.Address(image, addresses)).FirstOrDefault(static address => address is not null);
}
