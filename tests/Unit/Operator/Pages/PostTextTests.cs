using System.Xml.Linq;
using AngleSharp.Html.Parser;
using FsCheck;
using FsCheck.Fluent;
using TelegramParser.Operator.Web.Pages.Posts;

namespace TelegramParser.UnitTests.Operator.Pages;

/// <summary>Text of a post as HTML: hostile text and impossible entities included.</summary>
public sealed class PostTextTests
{
    private static readonly string[] Types =
    [
        "bold", "italic", "underline", "strikethrough", "code", "pre", "spoiler", "blockquote", "expandable_blockquote", "url", "email",
        "mention", "text_link", "hashtag", "custom_emoji", "unknown",
    ];

    // Ordinary letters, markup, line ends, halves of characters, directions, controls, noncharacters.
    private static readonly string[] Pieces =
    [
        "a", "Ж", " ", "\n", "\r\n", "\t", "<script>", "</strong>", "<!--", "]]>", "&amp;", "&#x80;", "\"'`=", "😀", "\ud83d", "\ude00",
        "\u202e", "\u2066", "\0", "\u0001", "\u0085", "\ufeff", "\uffff", "\ufffe", "\u2028", "@name", "https://example.org/?a=1&b=2",
        "javascript:alert(1)", "e\u0301",
    ];

    [Theory]
    [InlineData("bold", "<strong>a</strong>b")]
    [InlineData("italic", "<em>a</em>b")]
    [InlineData("underline", "<u>a</u>b")]
    [InlineData("strikethrough", "<s>a</s>b")]
    [InlineData("code", "<code>a</code>b")]
    [InlineData("pre", "<code class=\"block\">a</code>b")]
    [InlineData("spoiler", "<span class=\"spoiler\" tabindex=\"0\">a</span>b")]
    [InlineData("blockquote", "<blockquote>a</blockquote>b")]
    [InlineData("hashtag", "ab")]
    public void An_entity_becomes_its_element(string type, string html) =>
        Assert.Equal(html, Render("ab", new TextStyle(type, 0, 1)));

    [Fact]
    public void Entities_that_nest_nest() => Assert.Equal(
        "<strong>a<em>b</em>c</strong>",
        Render("abc", new TextStyle("italic", 1, 1), new TextStyle("bold", 0, 3)));

    [Fact]
    public void Entities_that_overlap_are_closed_and_opened_again() => Assert.Equal(
        "<strong>a<em>b</em></strong><em>c</em>",
        Render("abc", new TextStyle("bold", 0, 2), new TextStyle("italic", 1, 2)));

    [Theory]
    [InlineData(-5, 6, "<strong>a</strong>b")]
    [InlineData(1, 99, "a<strong>b</strong>")]
    [InlineData(1, int.MaxValue, "a<strong>b</strong>")]
    [InlineData(5, 1, "ab")]
    [InlineData(0, 0, "ab")]
    [InlineData(1, -1, "ab")]
    [InlineData(int.MinValue, int.MinValue, "ab")]
    public void What_lies_outside_of_the_text_is_left_out(int offset, int length, string html) =>
        Assert.Equal(html, Render("ab", new TextStyle("bold", offset, length)));

    [Fact]
    public void No_entity_begins_or_ends_within_a_character() => Assert.Equal(
        "<strong>&#x1F600;</strong>&#x1F600;", Render("😀😀", new TextStyle("bold", 1, 2)));

    [Fact]
    public void There_is_no_link_within_a_link() => Assert.Equal(
        "https://a.example/ https://b.example/",
        new HtmlParser().ParseDocument(Render(
            "one two",
            new TextStyle("text_link", 0, 3) { Url = "https://a.example/" }, new TextStyle("text_link", 1, 1) { Url = "https://c.example/" },
            new TextStyle("text_link", 4, 3) { Url = "https://b.example/" })).Links.Select(link => link.GetAttribute("href")!)
            .Aggregate((a, b) => $"{a} {b}"));

    [Fact]
    public void The_line_end_after_a_block_is_there_but_not_seen() => Assert.Equal(
        "<blockquote>a</blockquote><span class=\"break\">\n</span>b", Render("a\nb", new TextStyle("blockquote", 0, 1)));

    [Theory]
    [InlineData("text_link", "words", "https://example.org/a?b=c", "https://example.org/a?b=c")]
    [InlineData("text_link", "words", "tg://user?id=1", "tg://user?id=1")]
    [InlineData("url", "example.org/news", null, "https://example.org/news")]
    [InlineData("url", "HTTP://example.org", null, "http://example.org/")]
    [InlineData("url", "example.org:8080/x", null, "https://example.org:8080/x")]
    [InlineData("email", "me@example.org", null, "mailto:me@example.org")]
    [InlineData("mention", "@durov", null, "https://t.me/durov")]
    public void Safe_addresses_become_links(string type, string words, string? url, string href)
    {
        var link = Assert.Single(new HtmlParser().ParseDocument(Render(words, new TextStyle(type, 0, words.Length) { Url = url })).Links);

        Assert.Equal((href, "noopener noreferrer nofollow"), (link.GetAttribute("href"), link.GetAttribute("rel")));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JaVaScRiPt:alert(1)")]
    [InlineData(" javascript:alert(1)")]
    [InlineData("java\nscript:alert(1)")]
    [InlineData("\u0001javascript:alert(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("vbscript:x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//example.org/")]
    [InlineData("/users")]
    [InlineData("blob:https://example.org/1")]
    [InlineData("")]
    public void Other_addresses_stay_text(string url)
    {
        Assert.Equal("words", Render("words", new TextStyle("text_link", 0, 5) { Url = url }));
        Assert.Null(SafeLink.Of(url));
    }

    [Fact]
    public void Markup_in_a_text_and_in_an_address_is_text()
    {
        var text = "<img src=x onerror=alert(1)>";
        var page = new HtmlParser().ParseDocument(Render(text, new TextStyle("text_link", 0, 4) { Url = "https://example.org/\"onmouseover=\"alert(1)" }));

        Assert.Equal(text, page.Body!.TextContent);
        Assert.Equal(["href", "rel", "target", "title"], Assert.Single(page.Body.Children).Attributes.Select(a => a.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_long_text_is_cut_between_two_characters() => Assert.Equal(
        "<strong>a</strong>", PostText.Render("a😀", [new TextStyle("bold", 0, 3)], most: 2).ToString());

    [Fact]
    public void More_entities_than_Telegram_allows_are_bounded()
    {
        var styles = Enumerable.Range(0, 10_000).Select(i => new TextStyle("bold", i, 100_000)).ToList();

        var html = PostText.Render(new string('x', 200_000), styles).ToString();

        Assert.InRange(html.Length, 200_000, 1_500_000);
    }

    [Fact]
    public void Whatever_the_text_and_its_entities_the_page_is_well_formed_and_shows_the_text()
    {
        var texts = Gen.Elements(Pieces).ListOf().Select(string.Concat);
        var styles = Gen.Elements(Types).SelectMany(type => Gen.Choose(-3, 60).SelectMany(offset => Gen.Choose(-3, 60)
            .SelectMany(length => Gen.Elements(Pieces).Select(url => new TextStyle(type, offset, length) { Url = url }))));
        var posts = texts.SelectMany(text => styles.ListOf().Select(list => (Text: text, Styles: list.ToList())));

        Prop.ForAll(posts.ToArbitrary(), post =>
        {
            var html = PostText.Render(post.Text, post.Styles).ToString();
            var shown = PostText.Shown(post.Text);
            // Read as XML, which forgives nothing, and as a browser reads it.
            Assert.Equal(shown, XElement.Parse($"<div>{html}</div>", LoadOptions.PreserveWhitespace).Value);
            var body = new HtmlParser().ParseDocument($"<body><div>{html}</div>").Body!;
            Assert.Equal(shown, body.TextContent);
            Assert.All(body.QuerySelectorAll("*"), element => Assert.Contains(
                element.LocalName, new[] { "div", "strong", "em", "u", "s", "code", "span", "blockquote", "a" }));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20261122, 1));
    }

    private static string Render(string text, params TextStyle[] styles) => PostText.Render(text, styles).ToString();
}
