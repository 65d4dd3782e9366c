using System.Net;
using Microsoft.Playwright;
using TelegramParser.EndToEndTests.Browser;
using static Microsoft.Playwright.Assertions;

namespace TelegramParser.EndToEndTests.Pages;

/// <summary>Making and revoking tokens in a real browser.</summary>
[Collection(BrowserCollection.Name)]
public sealed class TokensPageTests(BrowserFixture fixture)
{
    private const string Installation = "a-token-of-some-length";

    [Fact]
    public async Task A_token_is_made_shown_once_copied_used_and_revoked()
    {
        await using var scene = await PagesScene.StartAsync(fixture, options => options with { ApiToken = Installation });
        await using var watched = await WatchedPage.OpenAsync(
            fixture.Browser, scene.Web.Url, new BrowserNewContextOptions { Locale = "en-GB", Permissions = ["clipboard-read", "clipboard-write"] });
        await SignInAsync(watched, Installation);
        await watched.Page.GetByRole(AriaRole.Link, new() { Name = "Access" }).ClickAsync();

        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Make the token" }).ClickAsync();
        await Expect(watched.Page.GetByText("Say in 1 to 100 characters what it is for.")).ToBeVisibleAsync();
        await Expect(watched.Page.GetByText("Choose what it opens.")).ToBeVisibleAsync();
        await watched.Page.GetByLabel("Name").FillAsync("</td><script>document.title='pwned'</script>");
        await watched.Page.GetByLabel("Opens").SelectOptionAsync("default:alice");
        await watched.Page.GetByLabel("Ends after days").FillAsync("30");
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Make the token" }).ClickAsync();

        var secret = await watched.Page.Locator("#secret").InputValueAsync();
        Assert.Matches("^tgp_[A-Za-z0-9_-]{43}$", secret);
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
        await Expect(watched.Page.GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeVisibleAsync();
        Assert.Equal(secret, await watched.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        await watched.Page.AssertAccessibleAsync();
        await watched.PictureAsync("access-made");

        using var holder = scene.Web.With(secret);
        Assert.Equal(HttpStatusCode.OK, (await holder.GetAsync("/users/default:alice")).StatusCode);
        await watched.GoAsync("/access");
        await Expect(watched.Page.GetByText(secret)).ToHaveCountAsync(0);
        await Expect(watched.Page.Locator("#secret")).ToHaveCountAsync(0);
        var row = watched.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "default:alice" });
        await row.GetByText("Revoke…").ClickAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Revoke now" }).ClickAsync();
        await Expect(watched.Page.GetByText("No tokens yet.")).ToBeVisibleAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await holder.GetAsync("/users/default:alice")).StatusCode);
        await watched.AssertCalmAsync();
    }

    [Theory]
    [InlineData("en-GB", "Access", "Your token does not open this page")]
    [InlineData("ru-RU", "Доступ", "Ваш токен не открывает эту страницу")]
    public async Task Who_has_the_token_of_one_user_is_not_shown_the_way_and_not_let_in(string locale, string way, string refusal)
    {
        await using var scene = await PagesScene.StartAsync(fixture, options => options with { ApiToken = Installation });
        var (_, secret) = await scene.Web.AddTokenAsync(scene.Alice.Id);
        await using var watched = await WatchedPage.OpenAsync(fixture.Browser, scene.Web.Url, new BrowserNewContextOptions { Locale = locale });
        await SignInAsync(watched, secret);

        await Expect(watched.Page.GetByText("default:alice").First).ToBeVisibleAsync();
        await Expect(watched.Page.GetByRole(AriaRole.Link, new() { Name = way })).ToHaveCountAsync(0);
        Assert.Equal(403, (await watched.GoAsync("/access"))!.Status);
        await Expect(watched.Page.GetByRole(AriaRole.Heading, new() { Name = refusal })).ToBeVisibleAsync();
    }

    private static async Task SignInAsync(WatchedPage watched, string token)
    {
        await watched.GoAsync("/");
        await watched.Page.Locator("input[name=token]").FillAsync(token);
        await watched.Page.Keyboard.PressAsync("Enter");
        await watched.Page.WaitForURLAsync("**/");
    }
}
