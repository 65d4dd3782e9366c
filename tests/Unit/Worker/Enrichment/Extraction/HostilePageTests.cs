using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using TelegramParser.Worker.Enrichment.Extraction;
using TelegramParser.Worker.Enrichment.Extraction.Reduction;

namespace TelegramParser.UnitTests.Worker.Enrichment.Extraction;

/// <summary>
/// Pages that want time, memory or the stack. What a page costs is told by what is allocated for it, in all. That varies from run to
/// run, most beside other tests, so these run alone.
/// </summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HostilePageTests
{
    public const string Name = "hostile pages";

    // The worst of them was seen below 400 MB and at 675 MB.
    private const long MostAllocated = 800L << 20;

    private static readonly string[] Repeated =
    [
        "<div>", "<b>", "<a href=x>", "<a><div>", "<span class=x>", "<p><b><i>", "<table><tr><td>", "<table>", "<ul><li>", "<blockquote>", "<section><b>", "<x-y>", "<font size=1>",
        "<svg>", "<math><mi>", "<select><option>", "<template shadowrootmode=open>", "<noscript>", "<!--", "<![CDATA[", "<?", "</div>", "</p>", "</b></i>", "<b></p>", "<div></b>",
        "<td>", "<tr>", "<table>x<b>", "<table><p>x</p>", "<h1>", "<dl><dt>x<dd>", "<form>", "<button>", "<title>", "<meta name=a content=b>", "<img src=a alt=b>", "<br>", "<p>a, b. ",
        "<li>word</li>", "<tr><td>a</td></tr>", "&amp;", "&#x10ffff;", "<", "\0", "\ud800", "<a b=\"", "<a/", "<div class='comment'>", "<div class=a-b-c-d-e-f-g-h-i-j-k-l>", "<base href=//x>", "<link rel=stylesheet href=x>",
        "<pre>", "<code>", "<figure><img src=a>", "<em>x</em>", "<script type='application/ld+json'>[</script>", "<i><div></i>", "<a href=b><p></a>",
    ];

    public static TheoryData<string> Repetitions => [.. Repeated];

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<blockquote>")]
    public void A_million_nested_tags_end_within_bounds(string part) => ExtractRepeated(part, 1_000_000);

    [Theory]
    [MemberData(nameof(Repetitions))]
    public void Forty_thousand_of_anything_end_within_bounds(string part) => ExtractRepeated(part, 40_000);

    [Theory]
    [MemberData(nameof(Repetitions))]
    public void The_tree_has_no_more_elements_and_is_no_deeper_than_allowed(string part)
    {
        var limits = new ExtractionLimits { MaxElements = 1_500, MaxDepth = 50 };
        var html = "<p>x</p>" + string.Concat(Enumerable.Repeat(part + "y", 4_000));
        using var document = new HtmlParser().ParseDocument(HtmlReducer.Reduce(html, limits, CancellationToken.None).Html);
        var (elements, deepest) = (0, 0);
        var open = new Stack<(INode Node, int Depth)>([(document.DocumentElement, 0)]);
        while (open.TryPop(out var next))
        {
            if (next.Node is IElement)
                elements++;
            deepest = Math.Max(deepest, next.Depth);
            foreach (var child in next.Node.ChildNodes)
                open.Push((child, next.Depth + 1));
        }
        // html, head and body, a tbody that each table gets, a cell around content that has none.
        Assert.InRange(elements, 1, 2 * limits.MaxElements + 10);
        Assert.InRange(deepest, 1, (2 * limits.MaxDepth) + 10);
    }

    [Fact]
    public void A_page_beyond_a_limit_says_that_it_was_cut()
    {
        var html = "<p>" + new string('x', 5_000) + "</p><p>rest</p>";
        Assert.False(ArticleExtractor.Extract(html, new Uri("https://site.example/")).Truncated);
        Assert.True(ArticleExtractor.Extract(html, new Uri("https://site.example/"), new ExtractionLimits { MaxCharacters = 1_000 }).Truncated);
        Assert.True(ArticleExtractor.Extract(html, new Uri("https://site.example/"), new ExtractionLimits { MaxReducedCharacters = 1_000 }).Truncated);
        Assert.True(ArticleExtractor.Extract(html, new Uri("https://site.example/"), new ExtractionLimits { MaxElements = 1 }).Truncated);
    }

    [Fact]
    public void Attributes_are_few_and_short()
    {
        var many = string.Concat(Enumerable.Range(0, 100_000).Select(number => $" data-{number}='{number}'"));
        var reduced = HtmlReducer.Reduce($"<div{many} onclick='x()' class='{new string('c', 100_000)}'><a href='{new string('h', 100_000)}'>x</a></div>", ExtractionLimits.Default, CancellationToken.None);
        Assert.InRange(reduced.Html.Length, 1, 3_000);
        Assert.DoesNotContain("onclick", reduced.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("href", reduced.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_extraction_ends()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => ArticleExtractor.Extract("<p>text</p>", new Uri("https://site.example/"), cancellation: cancelled.Token));
    }

    private static void ExtractRepeated(string part, int times)
    {
        var html = new StringBuilder("<body><p>Before.</p>").Insert(20, part, times).Append("<p>After.</p>").ToString();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var page = TestPages.ExtractHtml(html);
        Assert.NotNull(page.Text);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
    }
}
