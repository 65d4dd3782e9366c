using Microsoft.Playwright;
using TelegramParser.EndToEndTests.Browser;
using static Microsoft.Playwright.Assertions;

namespace TelegramParser.EndToEndTests.Pages;

/// <summary>What was found in the groups of one user, in a real browser.</summary>
[Collection(BrowserCollection.Name)]
public sealed class MentionsPageTests(BrowserFixture fixture)
{
    private const string Address = "/view/default:alice/mentions";

    [Fact]
    public async Task Hostile_mentions_are_text()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        await scene.AddMentionsAsync();
        await using var watched = await scene.OpenAsync(fixture);
        await watched.GoAsync(Address);
        var page = watched.Page;

        await Expect(page.GetByText("<script>document.title = 'pwned'</script>")).ToBeVisibleAsync();
        await Expect(page.GetByText("<b onclick=alert(1)>Mallory</b>")).ToBeVisibleAsync();
        await Expect(page.Locator("article", new() { HasText = "Mallory" })).ToContainTextAsync("Причал: <b>разговоры</b>");
        await SeeSafeAsync(watched, "Mentions: default:alice · Telegram parser");
        await watched.GoAsync($"{Address}/41");
        await Expect(page.GetByText("<img src=x onerror=")).ToBeVisibleAsync();
        await SeeSafeAsync(watched, "Mentions: default:alice · Telegram parser");
        await watched.GoAsync("/view/default:alice/groups");
        await Expect(page.GetByText("Причал: <b>разговоры</b>")).ToBeVisibleAsync();
        await watched.AssertCalmAsync();
    }

    [Fact]
    public async Task A_mention_is_found_and_read_between_the_messages_around_it()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        await scene.AddMentionsAsync();
        await using var watched = await scene.OpenAsync(fixture);
        await watched.GoAsync(Address);
        var page = watched.Page;

        await page.GetByLabel("Group", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Harbour talk" });
        await page.GetByLabel("Found for").SelectOptionAsync(new SelectOptionValue { Label = "keyword" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        var article = page.GetByRole(AriaRole.Article);
        await Expect(article).ToHaveCountAsync(1);
        await Expect(article).ToContainTextAsync("Bob the mate");
        await Expect(article).ToContainTextAsync("in “Berths <i>and</i> piers”");
        await Expect(article).ToContainTextAsync("keyword: berth");
        await article.GetByRole(AriaRole.Link, new() { Name = "In context" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Before it" })).ToContainTextAsync("Which berth can we take?");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "After it" })).ToContainTextAsync("Thanks!");
        await Expect(page.GetByText("One more message is added when it is written.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Open in Telegram" })).ToHaveAttributeAsync("href", "https://t.me/harbour_talk/9/101");
        await watched.AssertCalmAsync();
    }

    [Fact]
    public async Task Groups_tell_how_they_are_and_lead_to_what_was_found()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        await scene.AddMentionsAsync();
        await using var watched = await scene.OpenAsync(fixture);
        await watched.GoAsync("/view/default:alice");
        var page = watched.Page;

        await page.GetByRole(AriaRole.Link, new() { Name = "Groups", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Watched now: 2 of 4.")).ToBeVisibleAsync();
        await Expect(page.Locator("#monitor-lost")).ToContainTextAsync("The invite link has expired. Give a new one in spec.group.");
        await Expect(page.Locator("#monitor-paused")).ToContainTextAsync("Suspended");
        await page.Locator("#monitor-talk").GetByRole(AriaRole.Link, new() { Name = "41", Exact = true }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Article)).ToHaveCountAsync(30);
        await page.GetByRole(AriaRole.Link, new() { Name = "Older mentions" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Article)).ToHaveCountAsync(11);
        await Expect(page.Locator("article", new() { HasText = "Mallory" })).ToHaveCountAsync(0);
        await watched.AssertCalmAsync();
    }

    [Fact]
    public async Task What_is_not_there_is_a_page_that_says_so()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        await using var watched = await scene.OpenAsync(fixture);

        await watched.GoAsync(Address);
        await Expect(watched.Page.GetByText("No mentions yet.")).ToBeVisibleAsync();
        await watched.GoAsync("/view/default:alice/groups");
        await Expect(watched.Page.GetByText("No groups yet.")).ToBeVisibleAsync();
        Assert.Equal(404, (await watched.GoAsync(Address + "/999999"))!.Status);
        await Expect(watched.Page.GetByRole(AriaRole.Heading, new() { Name = "There is no such mention" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_mention_of_another_user_is_not_shown_on_this_one_s_page()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        await scene.AddMentionsAsync();
        await scene.Web.AddUserAsync("bob");
        await using var watched = await scene.OpenAsync(fixture);

        Assert.Equal(200, (await watched.GoAsync(Address + "/1"))!.Status);
        Assert.Equal(404, (await watched.GoAsync("/view/default:bob/mentions/1"))!.Status);
    }

    private static async Task SeeSafeAsync(WatchedPage watched, string title)
    {
        Assert.Equal(title, await watched.Page.TitleAsync());
        var addresses = await watched.Page.Locator(".post a").EvaluateAllAsync<string[]>("links => links.map((a) => a.href)");
        Assert.All(addresses, address => Assert.True(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https", address));
    }
}
