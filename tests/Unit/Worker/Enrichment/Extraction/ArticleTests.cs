using TelegramParser.Worker.Enrichment.Extraction;

namespace TelegramParser.UnitTests.Worker.Enrichment.Extraction;

public sealed class ArticleTests
{
    private const string Prose = "The ferry leaves at nine in the morning, and it carries forty cars, two horses and the post for all the islands of the bay. ";

    public static TheoryData<string> Texts => [.. TestPages.With("txt")];

    public static TheoryData<string> Markdowns => [.. TestPages.With("md")];

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_text_is_the_article_and_nothing_around_it(string page)
    {
        var extracted = TestPages.Extract(page);
        Assert.Equal(TestPages.Expected(page, "txt"), extracted.Text);
        Assert.True(extracted.HasArticle);
        Assert.False(extracted.Truncated);
    }

    [Theory]
    [MemberData(nameof(Markdowns))]
    public void The_markdown_keeps_structure_images_and_absolute_links(string page) =>
        Assert.Equal(TestPages.Expected(page, "md"), TestPages.Extract(page).Markdown);

    [Fact]
    public void A_front_page_is_no_article()
    {
        var page = TestPages.Extract("front-page");
        Assert.False(page.HasArticle);
        Assert.Equal("", page.Text);
        Assert.Equal("", page.Markdown);
        Assert.Equal("The Quay Herald", page.Title);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("no markup at all")]
    [InlineData("<html><body><form><input name=user><input name=password></form></body></html>")]
    [InlineData("<html><body><div id=root></div><script src=app.js></script></body></html>")]
    [InlineData("<frameset><frame src=a.html></frameset>")]
    [InlineData("\0\u0001\uffff<<<>>><//><")]
    public void What_has_no_article_is_a_result_and_no_error(string html)
    {
        var page = TestPages.ExtractHtml(html);
        Assert.False(page.HasArticle);
        Assert.Equal("", page.Text);
    }

    [Fact]
    public void Plain_text_that_is_long_enough_is_an_article() => Assert.True(TestPages.ExtractHtml(Prose + Prose + Prose).HasArticle);

    [Theory]
    [InlineData("<div class='comments'>")]
    [InlineData("<section id='disqus_thread'>")]
    [InlineData("<div class='relatedPosts'>")]
    [InlineData("<aside>")]
    [InlineData("<nav>")]
    [InlineData("<div role='complementary'>")]
    [InlineData("<div hidden>")]
    [InlineData("<div style='color:red; display : none'>")]
    [InlineData("<div class='cookie-notice'>")]
    [InlineData("<template>")]
    public void What_surrounds_an_article_is_left_out(string around)
    {
        var tag = around.TrimStart('<').Split(' ', '>')[0];
        var html = $"<article><h1>Ferry</h1><p>{Prose}</p><p>{Prose}</p>{around}<p>Not part of it: {Prose}</p></{tag}><p>{Prose}</p></article>";
        Assert.Equal($"{Prose.Trim()}\n\n{Prose.Trim()}\n\n{Prose.Trim()}", TestPages.ExtractHtml(html).Text);
    }

    [Theory]
    [InlineData("<body class='has-sidebar no-comments'>")]
    [InlineData("<div class='page-with-related'>")]
    [InlineData("<div class='subscription-content'>")]
    [InlineData("<div class='shareholders'>")]
    public void A_name_does_not_hide_the_article_itself(string around) =>
        Assert.Contains("two horses", TestPages.ExtractHtml($"{around}<p>{Prose}</p><p>{Prose}</p>").Text, StringComparison.Ordinal);

    [Fact]
    public void Captions_are_in_the_markdown_beneath_their_image_and_not_in_the_text()
    {
        var page = TestPages.ExtractHtml($"<article><p>{Prose}</p><figure><img src=/a.jpg alt=Ferry><figcaption>The ferry at dawn</figcaption></figure><p>{Prose}</p></article>");
        Assert.DoesNotContain("dawn", page.Text, StringComparison.Ordinal);
        Assert.Contains("![Ferry](https://site.example/a.jpg)\n\n*The ferry at dawn*", page.Markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("mailto:a@b.example")]
    [InlineData("#top")]
    [InlineData("https://user:secret@site.example/")]
    [InlineData("file:///etc/passwd")]
    public void Links_that_are_no_pages_become_text(string target)
    {
        var page = TestPages.ExtractHtml($"<article><p>{Prose}</p><p>{Prose}Call <a href='{target}'>the office</a> before noon.</p></article>");
        Assert.EndsWith("Call the office before noon.", page.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_looks_like_markdown_or_html_is_escaped()
    {
        var page = TestPages.ExtractHtml($"<article><p>{Prose}</p><p>1. *Not* a list, [no] link, _no_ emphasis and &lt;script&gt; is not one either.</p></article>");
        Assert.EndsWith(@"1\. \*Not\* a list, \[no\] link, \_no\_ emphasis and \<script> is not one either.", page.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lazy_image_is_found_behind_its_placeholder()
    {
        var page = TestPages.ExtractHtml($"<article><p>{Prose}</p><img src='data:image/gif;base64,AAAA' data-src='/real.jpg' alt='Real'><img src='/s.jpg' srcset='/s.jpg 300w, /l.jpg 1200w' alt='Large'><p>{Prose}</p></article>");
        Assert.Contains("![Real](https://site.example/real.jpg)", page.Markdown, StringComparison.Ordinal);
        Assert.Contains("![Large](https://site.example/l.jpg)", page.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_page_gives_the_same_result() => Assert.Equal(TestPages.Extract("news"), TestPages.Extract("news"));
}
