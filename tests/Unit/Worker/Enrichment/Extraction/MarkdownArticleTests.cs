using TelegramParser.Worker.Enrichment.Extraction;

namespace TelegramParser.UnitTests.Worker.Enrichment.Extraction;

public sealed class MarkdownArticleTests
{
    private static readonly Uri Page = new("https://news.example/a/b");

    [Theory]
    [InlineData("**Bold** and *other* `code`\nin one line", "Bold and other code in one line")]
    [InlineData("# Title\n\nText\n\n- one\n- two\n  - inner\n\n1. first\n2. second", "Title\n\nText\n\none\ntwo\n\ninner\n\nfirst\nsecond")]
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
    [InlineData("*_")]
    [InlineData("`")]
    [InlineData("![](")]
    [InlineData("1. ")]
    [InlineData("| a ")]
    [InlineData("\n[a]: b")]
    [InlineData("<b>")]
    [InlineData("&#0;")]
    public void What_no_person_writes_is_read_in_short_blocks(string piece)
    {
        var hostile = string.Concat(Enumerable.Repeat(piece, MarkdownArticle.Longest / piece.Length + 1));
        Assert.All(Blocks(MarkdownArticle.Divide(hostile)), length => Assert.InRange(length, 0, MarkdownArticle.LongestBlock + 1));
        Assert.True(Read(hostile).Truncated);
    }

    [Fact]
    public void A_long_paragraph_is_divided_between_words_and_loses_none()
    {
        var words = Enumerable.Range(0, 3_000).Select(n => $"word{n}").ToList();
        var divided = MarkdownArticle.Divide(string.Join(' ', words));
        Assert.All(Blocks(divided), length => Assert.InRange(length, 0, MarkdownArticle.LongestBlock + 1));
        Assert.Equal(words, divided.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("a\nb\n\nc\n", MarkdownArticle.Divide("a\nb\n\nc"));
    }

    private static IEnumerable<int> Blocks(string markdown) => markdown.Split("\n\n").Select(block => block.Length);

    private static ExtractedPage Read(string markdown) => MarkdownArticle.Read(markdown, Page, CancellationToken.None);
}
