using System.Collections.Concurrent;
using Microsoft.Playwright;
using TelegramParser.Harness;

namespace TelegramParser.EndToEndTests.Browser;

/// <summary>A page of which nothing that goes wrong stays unseen: errors on its console, requests to other places.</summary>
public sealed class WatchedPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _origin;
    private readonly ConcurrentQueue<string> _complaints = new();

    private WatchedPage(IBrowserContext context, IPage page, Uri origin)
    {
        _context = context;
        _origin = origin;
        Page = page;
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Opens an empty page of a fresh browser profile.</summary>
    public static async Task<WatchedPage> OpenAsync(IBrowser browser, Uri origin, BrowserNewContextOptions? options = null)
    {
        var context = await browser.NewContextAsync(options ?? new BrowserNewContextOptions { Locale = "en-GB" });
        var watched = new WatchedPage(context, await context.NewPageAsync(), origin);
        watched.Page.Console += (_, message) => watched.OnConsole(message);
        watched.Page.PageError += (_, error) => watched._complaints.Enqueue($"script: {error}");
        context.Request += (_, request) => watched.OnRequest(request.Url);
        return watched;
    }

    /// <summary>Goes to a path of the server.</summary>
    public Task<IResponse?> GoAsync(string path) => Page.GotoAsync(new Uri(_origin, path).ToString());

    /// <summary>Keeps a picture for people to look at, in <c>artifacts/screenshots</c>.</summary>
    public async Task PictureAsync(string name)
    {
        var path = Path.Combine(Repository.Root, "artifacts", "screenshots", name + ".png");
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true, Animations = ScreenshotAnimations.Disabled });
    }

    /// <summary>Fails when the page has complained, or it or its tabs are wider than the window.</summary>
    public async Task AssertCalmAsync()
    {
        Assert.Empty(_complaints);
        Assert.True(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways");
        Assert.True(await Page.EvaluateAsync<bool>("[...document.querySelectorAll('nav')].every((nav) => nav.scrollWidth <= nav.clientWidth)"), "not all ways are in sight");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void OnConsole(IConsoleMessage message)
    {
        // The browser reports each answer with an error status; a form that is shown again with its error is one.
        var isRefusedForm = message.Text.Contains("status of 422", StringComparison.Ordinal);
        if (message.Type is "error" or "warning" && !isRefusedForm)
            _complaints.Enqueue($"console: {message.Text}");
    }

    private void OnRequest(string url)
    {
        if (!url.StartsWith(_origin.ToString(), StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal))
            _complaints.Enqueue($"request: {url}");
    }
}
