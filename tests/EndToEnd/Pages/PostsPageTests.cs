using System.Globalization;
using Microsoft.Playwright;
using TelegramParser.EndToEndTests.Browser;
using static Microsoft.Playwright.Assertions;

namespace TelegramParser.EndToEndTests.Pages;

/// <summary>The posts of one user, in a real browser.</summary>
[Collection(BrowserCollection.Name)]
public sealed class PostsPageTests(BrowserFixture fixture)
{
    private const string Address = "/view/default:alice/posts";

    [Fact]
    public async Task Hostile_posts_are_text()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        await scene.AddRichPostsAsync();
        await using var watched = await scene.OpenAsync(fixture);
        await watched.GoAsync(Address);
        var page = watched.Page;

        await Expect(page.GetByText("<script>document.title = 'pwned'</script><img src=x")).ToBeVisibleAsync();
        Assert.Equal("Posts: default:alice · Telegram parser", await page.TitleAsync());
        var addresses = await page.Locator(".post a").EvaluateAllAsync<string[]>("links => links.map((a) => a.href)");
        Assert.All(addresses, address => Assert.True(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https", address));
        Assert.All(
            await page.Locator(".post a[target]").EvaluateAllAsync<string[]>("links => links.map((a) => a.rel)"),
            rel => Assert.Equal("noopener noreferrer nofollow", rel));
        await Expect(page.GetByText("Half 😀 of a character, \ufffd\ufffd\ufffd and the like.")).ToBeVisibleAsync();

        // A text without an end to its direction turns nothing but itself: the time beside it stands where that of others does.
        var turned = page.Locator("article", new() { HasText = "right to left without an end" });
        var other = page.Locator("article", new() { HasText = "and the like" });
        Assert.Equal((await LeftAsync(other, "h3"), await LeftAsync(other, ".when")), (await LeftAsync(turned, "h3"), await LeftAsync(turned, ".when")));
        await watched.AssertCalmAsync();
    }

    [Fact]
    public async Task A_text_of_a_megabyte_is_cut_and_can_be_read_whole()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        await scene.AddRichPostsAsync();
        await using var watched = await scene.OpenAsync(fixture);
        await watched.GoAsync(Address);
        var text = watched.Page.Locator("article", new() { HasText = "A very long text." }).Locator(".text");

        Assert.Equal(2500, (await text.TextContentAsync())!.Length);
        await watched.Page.GetByText("Show all of it").ClickAsync();

        await Expect(watched.Page.GetByRole(AriaRole.Article)).ToHaveCountAsync(1);
        Assert.Equal(18 * 58_000, (await text.TextContentAsync())!.Length);
        await watched.AssertCalmAsync();
    }

    [Fact]
    public async Task Words_channel_and_days_find_posts()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        await scene.AddRichPostsAsync();
        await using var watched = await scene.OpenAsync(fixture);
        await watched.GoAsync(Address);
        var page = watched.Page;

        await page.GetByLabel("Search", new() { Exact = true }).FillAsync("berth");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Article)).ToHaveCountAsync(1);
        await Expect(page.GetByText("South <b> 18 votes")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Search", new() { Exact = true })).ToHaveValueAsync("berth");
        await page.GetByRole(AriaRole.Link, new() { Name = "Show all", Exact = true }).ClickAsync();

        await page.GetByLabel("Channel").SelectOptionAsync(new SelectOptionValue { Label = "Город сегодня" });
        await page.GetByLabel("To").FillAsync(DateTime.UtcNow.AddDays(-5).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        var dates = await page.Locator("article time").EvaluateAllAsync<DateTime[]>("times => times.map((t) => new Date(t.dateTime))");
        Assert.NotEmpty(dates);
        Assert.All(dates, date => Assert.True(date.ToUniversalTime() < DateTime.UtcNow.Date.AddDays(-4), $"{date}"));
        await Expect(page.Locator("h3").Filter(new() { HasNotText = "Город сегодня" })).ToHaveCountAsync(0);

        await page.GetByLabel("Search", new() { Exact = true }).FillAsync("nothing-like-this");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("No posts fit.")).ToBeVisibleAsync();
        await watched.AssertCalmAsync();
    }

    [Fact]
    public async Task Pages_lead_to_every_post_once()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        await using var watched = await scene.OpenAsync(fixture);
        await watched.GoAsync(Address);
        var seen = new List<string>();

        while (true)
        {
            seen.AddRange(await watched.Page.Locator("h3").EvaluateAllAsync<string[]>("titles => titles.map((t) => t.id)"));
            var older = watched.Page.GetByRole(AriaRole.Link, new() { Name = "Older posts" });
            if (await older.CountAsync() == 0)
                break;
            await older.ClickAsync();
        }

        Assert.Equal(85, seen.Count);
        Assert.Equal(85, seen.Distinct(StringComparer.Ordinal).Count());
        await watched.Page.GetByRole(AriaRole.Link, new() { Name = "Newest posts" }).ClickAsync();
        await Expect(watched.Page.Locator($"#{seen[0]}")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Edits_and_deletions_are_shown()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        await scene.AddRichPostsAsync();
        await using var watched = await scene.OpenAsync(fixture);
        await watched.GoAsync(Address);
        var edited = watched.Page.Locator("article", new() { HasText = "late by twenty" });

        await Expect(edited.GetByText("late by ten minutes")).ToBeHiddenAsync();
        await edited.GetByText("Before the edits (1)").ClickAsync();

        await Expect(edited.GetByText("late by ten minutes")).ToBeVisibleAsync();
        await Expect(watched.Page.Locator("article.deleted")).ToContainTextAsync("This post will be gone.");
        await Expect(watched.Page.Locator("article.deleted .pill.bad")).ToContainTextAsync("deleted");
    }

    [Fact]
    public async Task The_text_behind_a_link_is_folded_in_and_found()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        await scene.AddRichPostsAsync();
        await using var watched = await scene.OpenAsync(fixture);
        await watched.GoAsync(Address + "?q=lighthouse+keeper");
        var article = watched.Page.Locator("article .article");

        await Expect(article.GetByText("The keeper lit the lamp")).ToBeHiddenAsync();
        await article.GetByText("The new lighthouse opens").ClickAsync();
        await Expect(article.GetByText("The keeper lit the lamp")).ToBeVisibleAsync();
        await article.GetByRole(AriaRole.Link, new() { Name = "Read all of it" }).ClickAsync();

        await Expect(watched.Page.Locator("body")).ToContainTextAsync("The keeper lit the lamp at dusk. The keeper");
    }

    [Fact]
    public async Task A_spoiler_is_hidden_until_it_has_the_focus()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        await scene.AddRichPostsAsync();
        await using var watched = await scene.OpenAsync(fixture);
        await watched.GoAsync(Address);
        var spoiler = watched.Page.Locator(".spoiler");

        await Expect(spoiler).ToHaveCSSAsync("color", "rgba(0, 0, 0, 0)");
        await spoiler.FocusAsync();

        await Expect(spoiler).Not.ToHaveCSSAsync("color", "rgba(0, 0, 0, 0)");
    }

    [Fact]
    public async Task What_is_not_there_is_a_page_that_says_so()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        await using var watched = await scene.OpenAsync(fixture);

        await SeeAsync("/view/default:nobody/posts", 404, "There is no such user");
        await SeeAsync("/view/not-a-user", 400, "There is no such user");
        await SeeAsync(Address + "/999999", 404, "There is no such post");
        await SeeAsync(Address + "?from=yesterday", 400, "A parameter of the request is not valid.");
        await SeeAsync(Address + "?cursor=x", 400, "A parameter of the request is not valid.");

        async Task SeeAsync(string path, int status, string title)
        {
            Assert.Equal(status, (await watched.GoAsync(path))!.Status);
            await Expect(watched.Page.GetByRole(AriaRole.Heading, new() { Name = title })).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task A_post_of_another_user_is_not_shown_on_this_one_s_page()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        await scene.Web.AddUserAsync("bob");
        await using var watched = await scene.OpenAsync(fixture);

        Assert.Equal(200, (await watched.GoAsync(Address + "/1"))!.Status);
        Assert.Equal(404, (await watched.GoAsync("/view/default:bob/posts/1"))!.Status);
    }

    private static async Task<float> LeftAsync(ILocator article, string selector) => (await article.Locator(selector).BoundingBoxAsync())!.X;
}
