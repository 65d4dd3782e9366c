using TelegramParser.Worker.Enrichment.Extraction;

namespace TelegramParser.UnitTests.Worker.Enrichment.Extraction;

public sealed class MarkdownArticleTests
{
    private static readonly Uri Page = new("https://news.example/a/b");

    [Theory]
    [InlineData("**Bold** and *other* `code`\nin one line", "Bold and other code in one line")]
    [InlineData("# Title\n\nText\n\n- one\n- two\n  - inner\n\n1. first\n2. second", "Title\n\nText\n\none\ntwo\ninner\n\nfirst\nsecond")]
    [InlineData("> quoted\n\n```\nlet a = 1;\n  b\n```", "quoted\n\nlet a = 1;\n  b")]
    [InlineData("See [the docs](https://docs.example) ![a picture](p.png).", "See the docs .")]
    [InlineData("Привет, *мир*! &amp; \\*не курсив\\*", "Привет, мир! & *не курсив*")]
    [InlineData("a <b>bold</b> word<script>alert(1)</script>", "a bold word")]
    [InlineData("", "")]
    public void Text_is_what_is_read(string markdown, string text) => Assert.Equal(text, Read(markdown).Text);

    [Fact]
    public void Addresses_are_absolute_and_lead_to_the_web_alone()
    {
        var markdown = Read("[a](/x) [b](javascript:alert(1)) [c](https://me:secret@d.example/) ![d](/p.png)\n\n<a href='data:text/html,x'>e</a>").Markdown;
        Assert.Equal("[a](https://news.example/x) b c ![d](https://news.example/p.png)\n\ne", markdown);
    }

    [Fact]
    public void A_long_text_is_an_article_and_a_short_one_is_not()
    {
        Assert.False(Read("Please enable JavaScript.").HasArticle);
        Assert.True(Read(string.Concat(Enumerable.Repeat("A sentence of some words. ", 10))).HasArticle);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("> ")]
    [InlineData("*a _b ")]
    [InlineData("`")]
    [InlineData("![](")]
    [InlineData("- ")]
    [InlineData("| a ")]
    [InlineData("\n[a]: b")]
    [InlineData("<b>")]
    [InlineData("&#0;")]
    public void What_no_person_writes_ends_within_bounds(string piece)
    {
        var hostile = string.Concat(Enumerable.Repeat(piece, MarkdownArticle.Longest / piece.Length + 1));
        using var limit = new CancellationTokenSource();
        var before = System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime;
        var read = MarkdownArticle.Read(hostile, Page, limit.Token);
        var spent = System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime - before;
        Assert.True(read.Truncated);
        Assert.True(spent < TimeSpan.FromSeconds(10), $"{piece}: {spent}");
    }

    private static ExtractedPage Read(string markdown) => MarkdownArticle.Read(markdown, Page, CancellationToken.None);
}
