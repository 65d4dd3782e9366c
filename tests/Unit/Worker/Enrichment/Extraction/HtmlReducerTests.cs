using TelegramParser.Worker.Enrichment.Extraction;
using TelegramParser.Worker.Enrichment.Extraction.Reduction;

namespace TelegramParser.UnitTests.Worker.Enrichment.Extraction;

public sealed class HtmlReducerTests
{
    [Theory]
    [InlineData("<p>a<p>b", "<p>a</p><p>b</p>")]
    [InlineData("<div>a<p>b</div>c", "<div>a<p>b</p></div>c")]
    [InlineData("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>")]
    [InlineData("<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>")]
    [InlineData("<h1>a<h2>b</h1>c", "<h1>a</h1><h2>b</h2>c")]
    [InlineData("<table><tr><td>a<td>b<tr><td>c</table>d", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>d")]
    [InlineData("<table>a<tr>b<td>c</div></table>", "<table><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></table>")]
    [InlineData("<td>a</td><tr>b</tr>", "<div>a</div>b")]
    [InlineData("<b>a<p>b</b>c</p>d", "<b>a<p>b</p></b><p>c</p>d")]
    [InlineData("<a href=x>a<a href=y>b</a>c", "<a href=\"x\">a</a><a href=\"y\">b</a>c")]
    [InlineData("<span>a<span class=x>b</span>c</span>", "a<span class=\"x\">b</span>c")]
    [InlineData("<div><span>a</div>b</span>", "<div>a</div>b")]
    [InlineData("a</div></p>b", "ab")]
    [InlineData("<font color=red>a</font><u>b</u>", "ab")]
    [InlineData("<x-card class='k'>a</x-card>", "<span class=\"x-card k\">a</span>")]
    public void Tags_are_well_nested_and_say_what_the_page_meant(string html, string expected) => Assert.Equal(expected, Reduce(html));

    [Theory]
    [InlineData("a<script>if (1 < 2) '</div>'</script>b")]
    [InlineData("a<style>p > a { }</style >b")]
    [InlineData("a<!-- <p> -->b")]
    [InlineData("a<!-->b")]
    [InlineData("a<!--->b")]
    [InlineData("a<?php echo '<p>' ?>b", "a' ?>b")]
    [InlineData("a<![endif]>b")]
    [InlineData("a<SVG><path d=1></SVG>b")]
    [InlineData("a<iframe src=x><p>no</iframe>b")]
    [InlineData("a<select><option>no</select>b")]
    [InlineData("a<noscript><img src=x></noscript>b")]
    [InlineData("a<svg>b")]
    [InlineData("a</>b")]
    public void What_bears_no_text_is_left_out(string html, string expected = "ab") => Assert.Equal(expected, Reduce(html));

    [Theory]
    [InlineData("a < b", "a &lt; b")]
    [InlineData("a <3 b", "a &lt;3 b")]
    [InlineData("a &amp; b &lt;p&gt;", "a &amp; b &lt;p&gt;")]
    [InlineData("a <", "a &lt;")]
    public void Text_stays_what_it_is(string html, string expected) => Assert.Equal(expected, Reduce(html));

    [Theory]
    [InlineData("<a href=x title='say \"a\"'>b</a>", "<a href=\"x\" title=\"say &quot;a&quot;\">b</a>")]
    [InlineData("<img SRC = a.jpg alt='>'>", "<img src=\"a.jpg\" alt=\">\">")]
    [InlineData("<img src='data:image/png;base64,AAAA' alt=b>", "<img alt=\"b\">")]
    [InlineData("<div style='display: none' onclick=x>a</div>", "<div hidden=\"\">a</div>")]
    [InlineData("<div style='text-display: none'>a</div>", "<div>a</div>")]
    [InlineData("<p class=a/b=c>d</p>", "<p class=\"a/b=c\">d</p>")]
    public void Attributes_that_say_something_stay(string html, string expected) => Assert.Equal(expected, Reduce(html));

    [Fact]
    public void Json_ld_is_set_aside()
    {
        var reduced = HtmlReducer.Reduce("<script type=\"application/ld+json\">{\"a\":\"</p>\"}</script><script>b</script>", ExtractionLimits.Default, CancellationToken.None);
        Assert.Equal(["{\"a\":\"</p>\"}"], reduced.JsonLd);
    }

    private static string Reduce(string html) => HtmlReducer.Reduce(html, ExtractionLimits.Default, CancellationToken.None).Html["<!DOCTYPE html>".Length..];
}
