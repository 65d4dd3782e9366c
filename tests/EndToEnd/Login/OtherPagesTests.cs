using Microsoft.Playwright;
using TelegramParser.Contracts.Control;
using TelegramParser.EndToEndTests.Browser;
using TelegramParser.Harness.Web;
using TelegramParser.Storage.Sessions;

namespace TelegramParser.EndToEndTests.Login;

/// <summary>What stands around the login: the overview, signing in with the API token, the documentation.</summary>
[Collection(BrowserCollection.Name)]
public sealed class OtherPagesTests(BrowserFixture fixture)
{
    private const string Token = "a-token-of-some-length";

    [Theory]
    [InlineData("en-GB", ColorScheme.Light, 1280, "Telegram users")]
    [InlineData("ru-RU", ColorScheme.Dark, 390, "Пользователи Telegram")]
    public async Task The_overview_lists_users_and_leads_to_their_login(string locale, ColorScheme scheme, int width, string title)
    {
        await using var web = await WebInstallation.StartAsync(fixture.Cluster);
        var alice = await web.AddUserAsync("alice");
        await alice.PinAccountAsync(1001, "alice_reads", "Alice Liddell");
        await web.AddUserWithWorkerAsync("bob", SessionState.WaitingForLogin);
        await web.AddUserAsync("carol", suspended: true);
        var dave = await web.AddUserAsync("dave");
        await dave.LoseWorkerAsync();
        var eve = await web.AddUserAsync("eve");
        await eve.ReportAsync(new SessionReport(SessionState.Refused, "AccountMismatch"));
        await using var watched = await WatchedPage.OpenAsync(fixture.Browser, web.Url, new BrowserNewContextOptions
        {
            Locale = locale, ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });

        await watched.GoAsync("/");
        await Assertions.Expect(watched.Page.GetByRole(AriaRole.Heading, new() { Name = title })).ToBeVisibleAsync();
        await watched.PictureAsync($"overview-{locale}-{width}".ToLowerInvariant());
        await watched.Page.Locator("a[href='/login/default:bob']").ClickAsync();

        await Assertions.Expect(watched.Page.Locator("[data-step=choose]")).ToBeVisibleAsync();
        await watched.AssertCalmAsync();
    }

    [Fact]
    public async Task An_empty_installation_says_what_to_do()
    {
        await using var web = await WebInstallation.StartAsync(fixture.Cluster);
        await using var watched = await WatchedPage.OpenAsync(fixture.Browser, web.Url);

        await watched.GoAsync("/");

        await Assertions.Expect(watched.Page.GetByText("Apply a TelegramUser manifest")).ToBeVisibleAsync();
        await watched.PictureAsync("overview-empty");
        await watched.AssertCalmAsync();
    }

    [Fact]
    public async Task An_unknown_user_is_a_page_and_not_a_program_s_answer()
    {
        await using var web = await WebInstallation.StartAsync(fixture.Cluster);
        await using var watched = await WatchedPage.OpenAsync(fixture.Browser, web.Url);

        var answer = await watched.GoAsync("/login/default:nobody");

        Assert.Equal(404, answer?.Status);
        await Assertions.Expect(watched.Page.GetByRole(AriaRole.Heading, new() { Name = "There is no such user" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_API_token_opens_the_pages_and_signing_out_closes_them()
    {
        await using var web = await WebInstallation.StartAsync(fixture.Cluster, o => o with { ApiToken = Token });
        await web.AddUserWithWorkerAsync("alice", SessionState.WaitingForLogin);
        await using var watched = await WatchedPage.OpenAsync(fixture.Browser, web.Url);

        await watched.GoAsync("/login/default:alice");
        var token = watched.Page.GetByLabel("API token");
        await token.FillAsync("a-wrong-token");
        await token.PressAsync("Enter");
        await Assertions.Expect(watched.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not the token");
        await watched.PictureAsync("signin-wrong");
        await token.FillAsync(Token);
        await token.PressAsync("Enter");
        await Assertions.Expect(watched.Page.GetByRole(AriaRole.Button, new() { Name = "Show QR code" })).ToBeVisibleAsync();
        var cookies = await watched.Page.Context.CookiesAsync();
        Assert.All(cookies, cookie => Assert.True(cookie is { HttpOnly: true, SameSite: SameSiteAttribute.Strict }, cookie.Name));
        await watched.GoAsync("/");
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await watched.GoAsync("/login/default:alice");

        await Assertions.Expect(token).ToBeVisibleAsync();
        await watched.AssertCalmAsync();
    }

    [Fact]
    public async Task The_documentation_is_served_from_here_alone()
    {
        await using var web = await WebInstallation.StartAsync(fixture.Cluster);
        await using var watched = await WatchedPage.OpenAsync(fixture.Browser, web.Url);

        await watched.GoAsync("/docs");

        await Assertions.Expect(watched.Page.GetByText("Parse all channels of a user now")).ToBeVisibleAsync();
        await watched.PictureAsync("docs");
        await watched.AssertCalmAsync();
    }
}
