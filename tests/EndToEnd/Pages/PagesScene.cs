using Microsoft.Playwright;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.EndToEndTests.Browser;
using TelegramParser.Harness.Web;
using TelegramParser.Harness.Workers;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.EndToEndTests.Pages;

/// <summary>An installation as it is after some weeks: one user who reads well, others who need a person.</summary>
internal sealed class PagesScene : IAsyncDisposable
{
    public static readonly ChannelRow Harbour = new(-1001, "Harbour News", "harbour_news", "channel", 1240);
    public static readonly ChannelRow City = new(-1002, "Город сегодня", "gorod_segodnya", "channel", 98_000);

    private PagesScene(WebInstallation web, SeededUser alice, ScriptedWorker worker) => (Web, Alice, Worker) = (web, alice, worker);

    public WebInstallation Web { get; }

    public SeededUser Alice { get; }

    /// <summary>Alice's worker.</summary>
    public ScriptedWorker Worker { get; }

    public static async Task<PagesScene> StartAsync(BrowserFixture fixture)
    {
        var web = await WebInstallation.StartAsync(fixture.Cluster);
        var (alice, worker) = await web.AddUserWithWorkerAsync("alice");
        await alice.PinAccountAsync(1001, "alice_reads", "Alice Liddell");
        await alice.SubscribeAsync(
            ("harbour", "@harbour_news", Harbour), ("gorod", "@gorod_segodnya", City), ("secret", "https://t.me/+AbCdEf", null));
        var now = DateTimeOffset.UtcNow;
        await alice.StoreAsync(Harbour.ChatId, [.. Enumerable.Range(1, 60).Select(id => Post(id, $"Ferry {id} is on time.", now.AddHours(-5 * (61 - id))))]);
        await alice.StoreAsync(City.ChatId, [.. Enumerable.Range(1, 25).Select(id => Post(id, $"Новость номер {id}.", now.AddHours(-9 * (26 - id))))]);
        await alice.RecordOutcomeAsync("harbour", Read(now));
        await alice.RecordOutcomeAsync("gorod", Read(now) with { NextRunAt = now.AddHours(2) });
        await alice.RecordOutcomeAsync("secret", new SubscriptionOutcome(
            Reasons.InviteExpired, "The invite link has expired.", Succeeded: false, now.AddMinutes(-3), now.AddMinutes(-3), now.AddMinutes(20)));
        await alice.RecordParseAsync("harbour", Harbour.ChatId, ParseStatus.Success, 4);
        await alice.RecordParseAsync("gorod", City.ChatId, ParseStatus.Failed, error: "Telegram did not answer within 30 s.");
        return new PagesScene(web, alice, worker);
    }

    /// <summary>Adds users in every state that needs a person, and one that does not.</summary>
    public async Task AddOthersAsync()
    {
        await Web.AddUserWithWorkerAsync("bob", SessionState.WaitingForLogin);
        await Web.AddUserAsync("carol", suspended: true);
        var dave = await Web.AddUserAsync("dave");
        await dave.LoseWorkerAsync();
        var eve = await Web.AddUserAsync("eve");
        await eve.ReportAsync(new SessionReport(SessionState.Refused, "AccountMismatch"));
    }

    public Task<WatchedPage> OpenAsync(BrowserFixture fixture, Look? look = null) =>
        WatchedPage.OpenAsync(fixture.Browser, Web.Url, look?.Options);

    public static PostRecord Post(long id, string text, DateTimeOffset date) => new() { MessageId = id, Date = date, Text = text };

    public async ValueTask DisposeAsync() => await Web.DisposeAsync();

    private static SubscriptionOutcome Read(DateTimeOffset now) => new(
        Reasons.ParseSucceeded, null, Succeeded: true, now.AddMinutes(-6), now.AddMinutes(-6), now.AddMinutes(9));
}

/// <summary>How a page is looked at.</summary>
internal sealed record Look(string Locale, ColorScheme Scheme, int Width)
{
    /// <summary>Both languages, both themes, desktop and phone.</summary>
    public static TheoryData<string, ColorScheme, int> All => new()
    {
        { "en-GB", ColorScheme.Light, 1280 },
        { "ru-RU", ColorScheme.Light, 1280 },
        { "en-GB", ColorScheme.Dark, 1280 },
        { "ru-RU", ColorScheme.Dark, 390 },
        { "en-GB", ColorScheme.Light, 360 },
    };

    public bool IsRussian => Locale.StartsWith("ru", StringComparison.Ordinal);

    public BrowserNewContextOptions Options => new()
    {
        Locale = Locale, ColorScheme = Scheme, ViewportSize = new ViewportSize { Width = Width, Height = 800 },
    };

    /// <summary>For the names of pictures.</summary>
    public override string ToString() => $"{Locale}-{Scheme}-{Width}".ToLowerInvariant();
}
