using Microsoft.Playwright;
using TelegramParser.Contracts.Control;
using TelegramParser.EndToEndTests.Browser;
using TelegramParser.Harness.Workers;
using static Microsoft.Playwright.Assertions;

namespace TelegramParser.EndToEndTests.Pages;

/// <summary>The page of one user, in a real browser; the test plays its worker.</summary>
[Collection(BrowserCollection.Name)]
public sealed class UserPageTests(BrowserFixture fixture)
{
    private const string Address = "/view/default:alice";

    [Fact]
    public async Task Parse_now_is_followed_to_its_end()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        var worker = new PlayedParse(scene);
        await using var watched = await scene.OpenAsync(fixture);
        await watched.GoAsync(Address);

        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Parse all now" }).ClickAsync();
        var progress = watched.Page.GetByRole(AriaRole.Progressbar, new() { Name = "Progress of the parse" });
        await Expect(progress).ToHaveAttributeAsync("value", "0");
        await watched.Page.AssertAccessibleAsync();
        await worker.ReadAsync("harbour", 3);
        await Expect(progress).ToHaveAttributeAsync("value", "1");
        await watched.PictureAsync("user-parsing");
        await worker.EndAsync(3);

        await Expect(watched.Page.Locator(".notice.good")).ToHaveTextAsync("Done: 3 posts new.");
        await Expect(watched.Page.Locator("#announcer")).ToHaveTextAsync("Done: 3 posts new.");
        await watched.PictureAsync("user-parsed");
        await watched.AssertCalmAsync();
    }

    [Fact]
    public async Task One_channel_is_parsed_alone()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        var worker = new PlayedParse(scene);
        await using var watched = await scene.OpenAsync(fixture);
        await watched.GoAsync(Address);

        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Parse Harbour News now" }).ClickAsync();
        await Expect(watched.Page.GetByRole(AriaRole.Progressbar)).ToHaveAttributeAsync("max", "1");
        await worker.EndAsync(0);

        await Expect(watched.Page.Locator(".notice.good")).ToHaveTextAsync("Done: nothing new.");
        Assert.Equal(PagesScene.Harbour.ChatId, Assert.Single(scene.Worker.Parses).ChatId);
    }

    [Fact]
    public async Task Without_scripts_the_page_follows_the_run_too()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        var worker = new PlayedParse(scene);
        await using var watched = await WatchedPage.OpenAsync(
            fixture.Browser, scene.Web.Url, new BrowserNewContextOptions { Locale = "en-GB", JavaScriptEnabled = false });
        await watched.GoAsync(Address);

        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Parse all now" }).ClickAsync();
        await Expect(watched.Page.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await worker.EndAsync(1);

        await Expect(watched.Page.GetByText("Done: 1 post new.")).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task A_worker_that_cannot_be_asked_is_told_of()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        await scene.Worker.DisposeAsync();
        await using var watched = await scene.OpenAsync(fixture);
        await watched.GoAsync(Address);

        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Parse all now" }).ClickAsync();

        await Expect(watched.Page.Locator(".notice.bad")).ToContainTextAsync("The parse failed. The worker of default:alice does not answer");
        await watched.AssertCalmAsync();
    }

    [Fact]
    public async Task A_form_of_a_page_that_was_open_too_long_starts_nothing()
    {
        await using var scene = await PagesScene.StartAsync(fixture);
        await using var watched = await scene.OpenAsync(fixture);
        await watched.GoAsync(Address);
        await watched.Page.Context.ClearCookiesAsync();

        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Parse all now" }).ClickAsync();

        await Expect(watched.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("open for too long");
        Assert.Empty(scene.Worker.Parses);
    }

    /// <summary>Alice's worker parses for as long as the test lets it, and records what a worker records.</summary>
    private sealed class PlayedParse
    {
        private readonly PagesScene _scene;
        private readonly TaskCompletionSource<long> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<ParseReport> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public PlayedParse(PagesScene scene)
        {
            _scene = scene;
            scene.Worker.OnParse = async (command, _) =>
            {
                _asked.TrySetResult(command.RunId!.Value);
                return ScriptedWorker.Answer(await _ended.Task);
            };
        }

        public async Task ReadAsync(string subscription, long posts) => await _scene.Alice.RecordParseAsync(
            subscription, PagesScene.Harbour.ChatId, ParseStatus.Success, posts, runId: await _asked.Task);

        public async Task EndAsync(long posts)
        {
            await _scene.Alice.FinishRunAsync(await _asked.Task, ParseStatus.Success, posts);
            _ended.SetResult(new ParseReport(_scene.Alice.Id, 1001, posts, ParseStatus.Success, []));
        }
    }
}
