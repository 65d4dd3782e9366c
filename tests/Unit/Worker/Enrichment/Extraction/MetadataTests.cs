using System.Globalization;
using TelegramParser.Worker.Enrichment.Extraction;
using TelegramParser.Worker.Enrichment.Extraction.Metadata;

namespace TelegramParser.UnitTests.Worker.Enrichment.Extraction;

public sealed class MetadataTests
{
    [Fact]
    public void Json_ld_comes_first()
    {
        var page = TestPages.Extract("russian-news");
        Assert.Equal("В Архангельске открыли новую набережную", page.Title);
        Assert.Equal("Анна Морозова, Пётр Лукин", page.Byline);
        Assert.Equal(new DateTimeOffset(2026, 6, 12, 14, 5, 0, TimeSpan.FromHours(3)), page.PublishedAt);
        Assert.Equal("Северный вестник", page.SiteName);
        Assert.Equal("ru", page.Language);
        Assert.Equal("https://sever.example/news/77", page.CanonicalUrl!.AbsoluteUri);
        Assert.Equal("https://sever.example/img/1.jpg", page.LeadImage!.AbsoluteUri);
    }

    [Fact]
    public void Meta_elements_come_next()
    {
        var page = TestPages.Extract("news");
        Assert.Equal("Harbour bridge reopens after two years of repairs", page.Title);
        Assert.Equal("Nora Field", page.Byline);
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 7, 30, 0, TimeSpan.FromHours(1)), page.PublishedAt);
        Assert.Equal("The Quay Herald", page.SiteName);
        Assert.Equal("en-GB", page.Language);
        Assert.Equal("https://news.example/images/bridge-wide.jpg", page.LeadImage!.AbsoluteUri);
    }

    [Fact]
    public void What_a_reader_sees_comes_last()
    {
        var page = TestPages.Extract("blog");
        Assert.Equal("Why I keep bees on a roof", page.Title);
        Assert.Equal("Tom Reed", page.Byline);
        Assert.Equal(new DateTimeOffset(2025, 9, 1, 10, 0, 0, TimeSpan.Zero), page.PublishedAt);
        Assert.Equal("https://blog.example/img/roof_small.jpg", page.LeadImage!.AbsoluteUri);
        Assert.Null(page.CanonicalUrl);
    }

    [Fact]
    public void A_page_made_by_scripts_gives_its_text_in_json_ld()
    {
        var page = TestPages.Extract("json-ld-only");
        Assert.Equal("Glacier & river", page.Title);
        Assert.Equal("Alpine Desk", page.Byline);
        Assert.Equal("Peak News", page.SiteName);
        Assert.Equal(new DateTimeOffset(2026, 2, 3, 0, 0, 0, TimeSpan.Zero), page.PublishedAt);
    }

    [Theory]
    [InlineData("{ \"@type\": \"NewsArticle\", \"headline\": \"Cut")]
    [InlineData("<!-- nothing -->")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]")]
    [InlineData("{\"@type\": 5, \"headline\": {\"a\": []}, \"author\": 7, \"image\": [[]], \"url\": {}}")]
    [InlineData("{\"@type\": \"NewsArticle\", \"@id\": \"a\", \"author\": {\"@id\": \"a\"}, \"datePublished\": [], \"publisher\": [1, null]}")]
    public void Json_ld_that_is_broken_or_strange_is_passed_over(string json)
    {
        var page = TestPages.ExtractHtml($"<head><title>Whole</title><script type='application/ld+json'>{json}</script></head>");
        Assert.Equal("Whole", page.Title);
        Assert.Null(page.PublishedAt);
    }

    [Fact]
    public void The_article_of_a_page_is_told_from_those_that_it_lists()
    {
        var page = TestPages.ExtractHtml("""
            <script type="application/ld+json">[{"@type":"NewsArticle","headline":"Another","url":"https://site.example/another"},
            {"@type":"NewsArticle","headline":"This one","url":"/page"}]</script>
            """);
        Assert.Equal("This one", page.Title);
    }

    [Theory]
    [InlineData("Bees | Ink and Honey", "Ink and Honey", null, "Bees")]
    [InlineData("Ink and Honey: Bees - Ink & Honey", "Ink & Honey", null, "Ink and Honey: Bees")]
    [InlineData("Ink and Honey » Bees", "Ink and Honey", null, "Bees")]
    [InlineData("Rome - a city - Site", null, "Rome - a city", "Rome - a city")]
    [InlineData("Rome - a city", null, null, "Rome - a city")]
    [InlineData("Новости — Вестник — Вестник", "Вестник", null, "Новости")]
    public void A_title_loses_the_sites_name(string title, string? site, string? heading, string expected) =>
        Assert.Equal(expected, Titles.Clean(title, site, heading));

    [Theory]
    [InlineData("2026-05-04T07:30:00+01:00", "2026-05-04T07:30:00+01:00")]
    [InlineData("2026-05-04T07:30:00+0300", "2026-05-04T07:30:00+03:00")]
    [InlineData("2026-05-04T07:30:00.123Z", "2026-05-04T07:30:00.123+00:00")]
    [InlineData("2026-05-04", "2026-05-04T00:00:00+00:00")]
    [InlineData("04.05.2026 19:30", "2026-05-04T19:30:00+00:00")]
    [InlineData("4 мая 2026, 07:30", "2026-05-04T07:30:00+00:00")]
    [InlineData("Опубликовано 12 марта 2026 г.", "2026-03-12T00:00:00+00:00")]
    [InlineData("Mon, 04 May 2026 07:30:00 GMT", "2026-05-04T07:30:00+00:00")]
    [InlineData("May 4, 2026", "2026-05-04T00:00:00+00:00")]
    [InlineData("1777879800", "2026-05-04T07:30:00+00:00")]
    [InlineData("1777879800000", "2026-05-04T07:30:00+00:00")]
    [InlineData("yesterday", null)]
    [InlineData("31.02.2026", null)]
    [InlineData("0001-01-01T00:00:00", null)]
    [InlineData("7:30", null)]
    public void Dates_are_read_as_pages_write_them(string text, string? expected) =>
        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), PublishedDate.Read(text));

    [Theory]
    [InlineData("https://a.example/2026/05/04/bees.html", "2026-05-04")]
    [InlineData("https://a.example/2026-05-04/bees", "2026-05-04")]
    [InlineData("https://a.example/2026/13/40/bees", null)]
    [InlineData("https://a.example/item/20260504", null)]
    public void The_address_tells_the_day_at_last(string address, string? day) =>
        Assert.Equal(day, PublishedDate.InAddress(new Uri(address))?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("ru_RU", "ru-RU")]
    [InlineData("en", "en")]
    [InlineData("javascript", null)]
    [InlineData("", null)]
    public void A_language_is_a_tag(string declared, string? expected) => Assert.Equal(expected, Languages.Normalize(declared));

    [Fact]
    public void A_declared_language_that_the_script_contradicts_does_not_count()
    {
        var russian = string.Concat(Enumerable.Repeat("Паром уходит в девять утра и везёт почту на острова. ", 5));
        var ukrainian = string.Concat(Enumerable.Repeat("Пором відходить о дев'ятій ранку і везе пошту на острови. ", 5));
        Assert.Equal("ru", Languages.Check("en", russian));
        Assert.Equal("uk", Languages.Check(null, ukrainian));
        Assert.Equal("bg", Languages.Check("bg", russian));
        Assert.Equal("en", Languages.Check("en", "The ferry leaves at nine."));
    }

    [Fact]
    public void A_canonical_address_is_a_page_of_the_web_and_not_the_front_page()
    {
        static Uri? Canonical(string target) => TestPages.ExtractHtml($"<link rel=canonical href='{target}'>").CanonicalUrl;
        Assert.Equal("https://site.example/other", Canonical("/other")!.AbsoluteUri);
        Assert.Null(Canonical("https://site.example/"));
        Assert.Null(Canonical("ftp://site.example/a"));
        Assert.Null(Canonical("javascript:1"));
    }

    [Theory]
    [InlineData("By Nora Field", "Nora Field")]
    [InlineData("Автор: Анна Морозова", "Анна Морозова")]
    [InlineData("admin", null)]
    [InlineData("https://site.example/nora", null)]
    [InlineData("12.05.2026 10:15", null)]
    [InlineData("Byron Ames", "Byron Ames")]
    public void A_byline_is_a_name(string text, string? expected) => Assert.Equal(expected, Bylines.Clean(text));
}
