using System.Text;
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
    public const int Longest = 300_000;

    /// <summary>
    /// Characters of a block, beyond which another begins: within a block, the parser's time grows with the square of what looks like
    /// links and emphasis. So all that is read takes some seconds of processor time at the most.
    /// </summary>
    public const int LongestBlock = 5_000;

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
        var reduced = HtmlReducer.Reduce(Html(Divide(truncated ? markdown[..Longest] : markdown)), ExtractionLimits.Default, cancellation);
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

    /// <summary>The same with an empty line wherever a block would become longer than <see cref="LongestBlock"/>, between words if there are any.</summary>
    internal static string Divide(string markdown)
    {
        var output = new StringBuilder(markdown.Length + 64);
        var block = 0;
        foreach (var whole in markdown.AsSpan().EnumerateLines())
        {
            var line = whole;
            while (block + line.Length > LongestBlock)
            {
                if (block == 0)
                {
                    var space = line[..LongestBlock].LastIndexOf(' ');
                    var cut = space > 0 ? space : LongestBlock;
                    output.Append(line[..cut]).Append('\n');
                    line = line[cut..].TrimStart(' ');
                }
                output.Append('\n');
                block = 0;
            }
            output.Append(line).Append('\n');
            block = line.IsWhiteSpace() ? 0 : block + line.Length + 1;
        }
        return output.ToString();
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
