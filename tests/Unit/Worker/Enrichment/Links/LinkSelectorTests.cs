using TelegramParser.Storage.Posts;
using TelegramParser.Worker.Egress;
using TelegramParser.Worker.Enrichment.Links;

namespace TelegramParser.UnitTests.Worker.Enrichment.Links;

public sealed class LinkSelectorTests
{
    private static readonly LinkSelector Selector = new(new LinkNormalizer(PrivateHosts.None));

    [Fact]
    public void Every_link_has_its_page_or_its_reason()
    {
        var selected = Selector.Select(
            [
                new LinkRecord("https://Example.com/a?utm_source=tg", "text_link"),
                new LinkRecord("https://t.me/channel/5", "url"),
                new LinkRecord("https://example.com/b", "url"),
                new LinkRecord("tg://resolve?domain=x", "button"),
                new LinkRecord("https://example.com/c", "button"),
                new LinkRecord("https://example.com/a", "preview"),
            ],
            maxLinks: 2);
        Assert.Equal(
            [
                (0, "https://example.com/a", null),
                (1, "https://t.me/channel/5", LinkSkips.TelegramLink),
                (2, "https://example.com/b", null),
                (3, null, LinkSkips.OtherScheme),
                (4, "https://example.com/c", LinkSkips.OverLimit),
                (5, "https://example.com/a", LinkSkips.Duplicate),
            ],
            selected.Select(link => (link.Position, link.Url?.AbsoluteUri, link.Skip)));
    }

    [Fact]
    public void Where_no_page_is_wanted_none_is_followed() => Assert.Equal(
        LinkSkips.OverLimit, Assert.Single(Selector.Select([new LinkRecord("https://example.com/", "url")], maxLinks: 0)).Skip);
}
