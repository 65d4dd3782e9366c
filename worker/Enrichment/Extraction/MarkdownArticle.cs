using AngleSharp.Html.Parser;
using Markdig;
using TelegramParser.Worker.Enrichment.Extraction.Content;
using TelegramParser.Worker.Enrichment.Extraction.Reduction;
using TelegramParser.Worker.Enrichment.Extraction.Writing;

namespace TelegramParser.Worker.Enrichment.Extraction;

/// <summary>
/// Makes an article of the Markdown that somebody else has taken out of a page: text and Markdown in the same form as those of
/// <see cref="ArticleExtractor"/>, with the same rules for addresses. Pages are written by strangers and so is their Markdown.
/// </summary>
internal static class MarkdownArticle
{
    /// <summary>Characters that are read.</summary>
    public const int Longest = 500_000;

    /// <summary>Characters from which text is an article.</summary>
    private const int EnoughText = 140;

    private static readonly MarkdownPipeline Syntax = new MarkdownPipelineBuilder().UsePipeTables().Build();

    /// <summary>Reads Markdown.</summary>
    /// <param name="markdown">The Markdown; HTML in it is read as such.</param>
    /// <param name="page">The page's address, which others are relative to.</param>
    /// <param name="cancellation">Ends it soon.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ExtractedPage Read(string markdown, Uri page, CancellationToken cancellation)
    {
        var truncated = markdown.Length > Longest;
        var reduced = HtmlReducer.Reduce(Html(truncated ? markdown[..Longest] : markdown), ExtractionLimits.Default, cancellation);
        using var document = new HtmlParser().ParseDocument(reduced.Html);
        cancellation.ThrowIfCancellationRequested();
        var body = PageTree.Build(document, cancellation);
        Measures.Measure(body);
        var text = PlainText.Of(body);
        var heading = body.Subtree().FirstOrDefault(node => node.Tag == "h1");
        return new ExtractedPage
        {
            HasArticle = text.Length >= EnoughText,
            Text = text,
            Markdown = new MarkdownWriter(new Addresses(page)).Write(body),
            Title = heading is not null && PlainText.Of(heading) is { Length: > 0 } title ? title : null,
            Truncated = truncated || reduced.Truncated,
        };
    }

    private static string Html(string markdown)
    {
        try
        {
            return Markdown.ToHtml(markdown, Syntax);
        }
        catch (ArgumentException)
        {
            // Nested deeper than Markdig reads: what no person writes is taken as it stands.
            return System.Net.WebUtility.HtmlEncode(markdown);
        }
    }
}
