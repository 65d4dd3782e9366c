using TelegramParser.Worker.Egress;
using TelegramParser.Worker.Enrichment.Links;

namespace TelegramParser.UnitTests.Worker.Enrichment.Links;

public sealed class LinkNormalizerTests
{
    private static readonly LinkNormalizer Normalizer = new(PrivateHosts.Parse("pages.demo.svc:8080"));

    [Theory]
    [InlineData("https://example.com", "https://example.com/")]
    [InlineData("HTTPS://Example.COM:443/A/b", "https://example.com/A/b")]
    [InlineData("http://example.com:80/", "http://example.com/")]
    [InlineData("http://example.com:443/", "http://example.com:443/")]
    [InlineData("https://example.com./", "https://example.com/")]
    [InlineData("https://example.com/a/../b/./c", "https://example.com/b/c")]
    [InlineData("https://example.com/a#part", "https://example.com/a")]
    [InlineData("https://example.com/a#:~:text=word", "https://example.com/a")]
    [InlineData("https://example.com/a?", "https://example.com/a")]
    [InlineData("https://example.com/a?&&b=1&", "https://example.com/a?b=1")]
    [InlineData("https://example.com/a?z=1&b=2&a", "https://example.com/a?z=1&b=2&a")]
    [InlineData("https://example.com/%7euser/%d0%bf", "https://example.com/~user/%D0%BF")]
    [InlineData("https://example.com/a%2fb%3Fc", "https://example.com/a%2Fb%3Fc")]
    [InlineData("https://example.com/%EF%F0%E8", "https://example.com/%EF%F0%E8")]
    [InlineData(" https://example.com/a\u200B\n", "https://example.com/a")]
    [InlineData("https://ru.wikipedia.org/wiki/Москва", "https://ru.wikipedia.org/wiki/%D0%9C%D0%BE%D1%81%D0%BA%D0%B2%D0%B0")]
    [InlineData("https://президент.рф/новости?стр=2", "https://xn--d1abbgf6aiiy.xn--p1ai/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8?%D1%81%D1%82%D1%80=2")]
    [InlineData("https://ПРЕЗИДЕНТ.РФ/", "https://xn--d1abbgf6aiiy.xn--p1ai/")]
    [InlineData("http://кремль.рф", "http://xn--e1ajeds9e.xn--p1ai/")]
    [InlineData("https://xn--e1ajeds9e.xn--p1ai/", "https://xn--e1ajeds9e.xn--p1ai/")]
    [InlineData("https://www.kommersant.ru/doc/1?utm_source=telegram&utm_medium=social", "https://www.kommersant.ru/doc/1")]
    [InlineData("https://lenta.ru/news/2026/01/01/x/?UTM_Campaign=a&page=2&yclid=123", "https://lenta.ru/news/2026/01/01/x/?page=2")]
    [InlineData("https://www.rbc.ru/a?from=telegram&ysclid=abc&fbclid=def&gclid=ghi&_openstat=x", "https://www.rbc.ru/a?from=telegram")]
    [InlineData("https://example.com/a?utm%5Fsource=x&q=1", "https://example.com/a?q=1")]
    [InlineData("https://example.com/a?mc_cid=1&igshid=2&msclkid=3&_hsenc=4&ref=5", "https://example.com/a?ref=5")]
    [InlineData("https://meduza.io/feature/2026/01/01/a?outm_x=1", "https://meduza.io/feature/2026/01/01/a?outm_x=1")]
    [InlineData("https://t.me/iv?url=https%3A%2F%2Fvc.ru%2Fnews%2F1%3Futm_source%3Dtg&rhash=abc", "https://vc.ru/news/1")]
    [InlineData("https://vk.com/away.php?to=https%3A%2F%2Fria.ru%2F1.html&cc_key=", "https://ria.ru/1.html")]
    [InlineData("https://www.google.com/url?q=https://habr.com/ru/articles/1/&sa=D", "https://habr.com/ru/articles/1/")]
    [InlineData("https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.youtube.com%2Fredirect%3Fq%3Dhttps%253A%252F%252Fexample.com%252F", "https://example.com/")]
    [InlineData("https://www.google.com/search?q=https://example.com", "https://www.google.com/search?q=https://example.com")]
    [InlineData("https://telegra.ph/Statya-01-01", "https://telegra.ph/Statya-01-01")]
    [InlineData("https://telegram.org/blog/x", "https://telegram.org/blog/x")]
    [InlineData("https://clck.ru/3AbCd", "https://clck.ru/3AbCd")]
    [InlineData("https://commons.wikimedia.org/wiki/File:Red_Square.jpg", "https://commons.wikimedia.org/wiki/File:Red_Square.jpg")]
    [InlineData("http://pages.demo.svc:8080/a", "http://pages.demo.svc:8080/a")]
    [InlineData("http://0x7f.1/", "http://127.0.0.1/")]
    public void A_page_has_one_address(string link, string page)
    {
        var (url, skip) = Normalizer.Normalize(link);
        Assert.Null(skip);
        Assert.Equal(page, url!.AbsoluteUri);
        Assert.Equal(page, Normalizer.Normalize(page).Url!.AbsoluteUri);
    }

    [Theory]
    [InlineData("https://t.me/durov/123", LinkSkips.TelegramLink)]
    [InlineData("https://T.ME/s/durov?before=5", LinkSkips.TelegramLink)]
    [InlineData("https://telegram.me/durov", LinkSkips.TelegramLink)]
    [InlineData("https://telegram.dog/durov", LinkSkips.TelegramLink)]
    [InlineData("https://durov.t.me/1", LinkSkips.TelegramLink)]
    [InlineData("https://t.me/+abcdef", LinkSkips.TelegramLink)]
    [InlineData("https://t.me/iv?url=tg://x", LinkSkips.TelegramLink)]
    [InlineData("tg://resolve?domain=durov", LinkSkips.OtherScheme)]
    [InlineData("ton://transfer/abc", LinkSkips.OtherScheme)]
    [InlineData("mailto:someone@example.com", LinkSkips.OtherScheme)]
    [InlineData("tel:+71234567890", LinkSkips.OtherScheme)]
    [InlineData("ftp://example.com/a", LinkSkips.OtherScheme)]
    [InlineData("javascript:alert(1)", LinkSkips.OtherScheme)]
    [InlineData("file:///etc/passwd", LinkSkips.OtherScheme)]
    [InlineData("https://user:password@example.com/", LinkSkips.UserInfo)]
    [InlineData("https://example.com@evil.example/", LinkSkips.UserInfo)]
    [InlineData("https://example.com:8443/", LinkSkips.OtherPort)]
    [InlineData("http://pages.demo.svc:8081/", LinkSkips.OtherPort)]
    [InlineData("", LinkSkips.InvalidUrl)]
    [InlineData("https://", LinkSkips.InvalidUrl)]
    [InlineData("https://a..b/", LinkSkips.InvalidUrl)]
    [InlineData("https://256.256.256.256/", LinkSkips.InvalidUrl)]
    [InlineData("no url at all", LinkSkips.InvalidUrl)]
    public void What_is_no_page_is_skipped_with_a_reason(string link, string skip) => Assert.Equal(skip, Normalizer.Normalize(link).Skip);

    [Fact]
    public void A_link_that_is_longer_than_any_page_has_is_none()
    {
        Assert.Null(Normalizer.Normalize($"https://example.com/{new string('a', 4_000)}").Skip);
        Assert.Equal(LinkSkips.InvalidUrl, Normalizer.Normalize($"https://example.com/{new string('a', 5_000)}").Skip);
        Assert.Equal(LinkSkips.InvalidUrl, Normalizer.Normalize($"https://example.com/{new string('я', 1_000)}").Skip);
    }
}
