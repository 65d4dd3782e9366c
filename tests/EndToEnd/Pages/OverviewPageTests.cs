using Microsoft.Playwright;
using TelegramParser.EndToEndTests.Browser;
using static Microsoft.Playwright.Assertions;

namespace TelegramParser.EndToEndTests.Pages;

/// <summary>The first page, in a real browser.</summary>
[Collection(BrowserCollection.Name)]
public sealed class OverviewPageTests(BrowserFixture fixture)
{
    [Fact]
    public async Task What_needs_a_person_leads_to_where_it_is_done()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        await scene.AddOthersAsync();
        await using var watched = await scene.OpenAsync(fixture);
        await watched.GoAsync("/");
        var items = watched.Page.Locator(".attention li");

        var texts = (await items.Locator("p").AllInnerTextsAsync()).Order(StringComparer.Ordinal);
        Assert.Collection(
            texts,
            text => Assert.StartsWith("default:bob is not logged in", text, StringComparison.Ordinal),
            text => Assert.StartsWith("default:dave has no worker", text, StringComparison.Ordinal),
            text => Assert.StartsWith("default:eve is not logged in", text, StringComparison.Ordinal),
            text => Assert.Contains("default:alice The invite link has expired", text, StringComparison.Ordinal));
        await items.Filter(new() { HasText = "invite link" }).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(watched.Page).ToHaveURLAsync(new Uri(scene.Web.Url, "/view/default:alice#sub-secret").ToString());
        await watched.GoAsync("/");
        await items.Filter(new() { HasText = "bob" }).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(watched.Page.Locator("[data-step=choose]")).ToBeVisibleAsync();
        await watched.AssertCalmAsync();
    }

    [Fact]
    public async Task The_chart_says_in_words_what_it_draws()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        await using var watched = await scene.OpenAsync(fixture);

        await watched.GoAsync("/");
        await watched.Page.GetByText("As a table").ClickAsync();
        var rows = await watched.Page.Locator(".numbers td.number").AllInnerTextsAsync();

        Assert.Equal(14, rows.Count);
        Assert.Equal(85, rows.Sum(int.Parse));
        await Expect(watched.Page.GetByRole(AriaRole.Img, new() { NameString = "Posts a day, last 14 days, UTC. 85 in all" }).First).ToBeVisibleAsync();
    }
}
