using Microsoft.Playwright;
using TelegramParser.Contracts.Control;
using TelegramParser.EndToEndTests.Browser;
using TelegramParser.Harness.Workers;
using static Microsoft.Playwright.Assertions;

namespace TelegramParser.EndToEndTests.Pages;

/// <summary>Choosing from what an account is in, in a real browser; the test plays its worker.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SubscribePageTests(BrowserFixture fixture)
{
    private const string Address = "/view/default:alice/subscribe";

    private static readonly DialogReport Report = new(
        DateTimeOffset.UnixEpoch, Truncated: false, ["News", "Всё подряд"],
        [
            new Dialog(PagesScene.Harbour.ChatId, "Harbour News", "harbour_news", "channel", 1240, Archived: false, ["News"]),
            new Dialog(-1001500000011, "Market Ledger", "market_ledger", "channel", 98_000, Archived: false, ["News", "Всё подряд"]),
            new Dialog(-1001500000012, "</label><script>document.title='pwned'</script>", null, "supergroup", null, Archived: true, []),
            new Dialog(-1001500000013, "Science Daily", "science_daily", "channel", 7, Archived: false, ["Всё подряд"]),
        ]);

    [Fact]
    public async Task Chosen_channels_become_a_manifest_to_copy_or_download()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        scene.Worker.OnDialogs = () => ScriptedWorker.Answer(Report);
        await using var watched = await WatchedPage.OpenAsync(
            fixture.Browser, scene.Web.Url, new BrowserNewContextOptions { Locale = "en-GB", Permissions = ["clipboard-read", "clipboard-write"] });
        await watched.GoAsync(Address);
        await Expect(watched.Page.GetByText("read by harbour")).ToBeVisibleAsync();
        await Expect(watched.Page.GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(3);

        await watched.Page.GetByRole(AriaRole.Link, new() { Name = "News", Exact = true }).ClickAsync();
        await Expect(watched.Page.GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(1);
        await watched.Page.GetByLabel("Market Ledger").CheckAsync();
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Show the manifest" }).ClickAsync();

        const string manifest =
            """
            # Market Ledger
            apiVersion: tgparser.io/v1alpha1
            kind: ChannelSubscription
            metadata:
              name: alice-market-ledger
              namespace: default
            spec:
              userRef:
                name: alice
              channel: "@market_ledger"

            """;
        await Expect(watched.Page.GetByLabel("Manifest")).ToHaveValueAsync(manifest);
        await Expect(watched.Page.GetByLabel("Market Ledger")).ToBeCheckedAsync();
        await watched.Page.AssertAccessibleAsync();
        await watched.PictureAsync("subscribe-manifest");
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
        await Expect(watched.Page.GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeVisibleAsync();
        Assert.Equal(manifest, await watched.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));

        var download = await watched.Page.RunAndWaitForDownloadAsync(() => watched.Page.GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync());
        Assert.Equal("default-alice-channels.yaml", download.SuggestedFilename);
        Assert.Equal(manifest, await File.ReadAllTextAsync(await download.PathAsync()));
        await watched.AssertCalmAsync();
    }

    [Fact]
    public async Task Nothing_chosen_and_a_worker_that_is_away_are_told_of()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        scene.Worker.OnDialogs = () => ScriptedWorker.Answer(Report);
        await using var watched = await scene.OpenAsync(fixture);
        await watched.GoAsync(Address);

        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Show the manifest" }).ClickAsync();
        await Expect(watched.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Choose at least one channel.");
        scene.Worker.OnDialogs = () => ScriptedWorker.Refuse(403, "LoginRequired", "The account is not logged in. Log in on the login page first.");
        await watched.GoAsync(Address);
        await Expect(watched.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not logged in");
    }

    [Theory]
    [InlineData("en-GB", ColorScheme.Light, 1280)]
    [InlineData("ru-RU", ColorScheme.Dark, 390)]
    public async Task The_page_is_readable_named_and_in_order(string locale, ColorScheme scheme, int width)
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        scene.Worker.OnDialogs = () => ScriptedWorker.Answer(Report);
        await using var watched = await WatchedPage.OpenAsync(fixture.Browser, scene.Web.Url, new BrowserNewContextOptions
        {
            Locale = locale, ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });
        await watched.GoAsync(Address);
        await Expect(watched.Page.GetByRole(AriaRole.Heading, new() { Name = locale == "ru-RU" ? "В чём состоит аккаунт" : "What the account is in" })).ToBeVisibleAsync();
        await watched.Page.AssertTabOrderAsync();
        await watched.Page.AssertAccessibleAsync();
        await watched.AssertCalmAsync();
        await watched.PictureAsync($"subscribe-{locale}-{width}".ToLowerInvariant());
    }
}
