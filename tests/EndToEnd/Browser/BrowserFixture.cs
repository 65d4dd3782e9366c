using Microsoft.Playwright;
using TelegramParser.Harness.Postgres;

namespace TelegramParser.EndToEndTests.Browser;

/// <summary>One Chromium and one Postgres server for all tests of the collection.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private const string PathVariable = "CHROMIUM";

    private IPlaywright _playwright = null!;

    /// <summary>The browser; each test opens a context of its own.</summary>
    public IBrowser Browser { get; private set; } = null!;

    /// <summary>The Postgres server.</summary>
    public PostgresCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Cluster = await PostgresCluster.StartAsync();
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = FindChromium(),
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
        await Cluster.DisposeAsync();
    }

    private static string FindChromium()
    {
        string?[] candidates =
        [
            Environment.GetEnvironmentVariable(PathVariable), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        ];
        return candidates.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException(
            $"Chromium was not found. Install it (Debian: apt-get install chromium) or set {PathVariable} to its path.");
    }
}

[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Browser";
}
