using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Enrichment;
using TelegramParser.Worker.Egress;
using TelegramParser.Worker.Enrichment.Following;
using TelegramParser.Worker.Enrichment.Links;

namespace TelegramParser.UnitTests.Worker.Enrichment.Following;

public sealed class LinkDecisionsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly LinkDecisions Decisions = new(new LinkSelector(new LinkNormalizer(PrivateHosts.Parse("wiki.office.example:8080"))));

    [Fact]
    public void A_link_leads_to_its_normalised_page_at_its_host_by_the_provider_that_is_wanted()
    {
        var link = Assert.Single(Decide(new EnrichmentSpec { Provider = PageProvider.Crawl4AI }, New("https://News.Example/a?utm_source=t")));

        Assert.Equal(new FollowedLink(7, 0, "https://News.Example/a?utm_source=t", new LinkedPage("https://news.example/a", "news.example", "Crawl4AI", Noon), null), link);
    }

    [Fact]
    public void A_listed_host_takes_turns_with_its_port() =>
        Assert.Equal("wiki.office.example:8080", Assert.Single(Decide(new EnrichmentSpec(), New("http://wiki.office.example:8080/"))).Page!.Host);

    [Fact]
    public void Links_beyond_the_limit_and_to_nowhere_are_skipped_with_the_reason() => Assert.Equal(
        [null, "TelegramLink", "Duplicate", "OverLimit"],
        Decide(new EnrichmentSpec { MaxLinksPerPost = 1 }, New("https://a.example/"), New("https://t.me/x"), New("https://a.example/#b"), New("https://c.example/"))
            .Select(link => link.Skip));

    [Fact]
    public void Where_enrichment_is_off_or_the_channel_is_not_subscribed_to_nothing_is_followed()
    {
        Assert.Equal("Disabled", Assert.Single(Decide(new EnrichmentSpec { Enabled = false }, New("https://a.example/"))).Skip);
        Assert.Equal("Disabled", Assert.Single(Decide(spec: null, New("https://a.example/"))).Skip);
    }

    [Fact]
    public void What_was_decided_is_left_as_it_is_unless_an_edit_of_another_link_changes_it()
    {
        var decided = Decide(
            new EnrichmentSpec(), New("https://a.example/"), new StoredLink(1, "https://a.example/", "url", HasPage: true, Skip: null),
            new StoredLink(2, "https://b.example/", "url", HasPage: true, Skip: null), new StoredLink(3, "https://c.example/", "url", HasPage: false, "Duplicate"));

        Assert.Equal([(0, "a.example", null), (1, null, "Duplicate"), (3, "c.example", null)], decided.Select(link => (link.Position, link.Page?.Host, link.Skip)));
        Assert.Empty(Decide(new EnrichmentSpec { Enabled = false }, new StoredLink(0, "https://b.example/", "url", HasPage: true, Skip: null)));
    }

    private static StoredLink New(string url) => new(0, url, "url", HasPage: false, Skip: null);

    private static List<FollowedLink> Decide(EnrichmentSpec? spec, params StoredLink[] links) =>
        [.. Decisions.Decide(new PostLinks(7, -100, Noon, [.. links.Select((link, position) => link with { Position = position })]), spec)];
}
