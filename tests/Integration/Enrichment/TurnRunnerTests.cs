using TelegramParser.Harness.Pages;
using TelegramParser.Harness.Time;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Enrichment;
using TelegramParser.Worker.Enrichment.Fetching;
using TelegramParser.Worker.Enrichment.Providers;

namespace TelegramParser.IntegrationTests.Enrichment;

[Collection(PostgresCollection.Name)]
public sealed class TurnRunnerTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_host_s_robots_txt_is_asked_for_once_in_a_turn_of_its_own()
    {
        await using var scene = await TurnScene.StartAsync(postgres, Site);
        await scene.QueueAsync("http://a.example/1", "http://a.example/2");

        var pauses = await scene.RunAsync();

        Assert.Equal("a.example/robots.txt", scene.Asked.First());
        Assert.Equal(["a.example/1", "a.example/2"], scene.Asked.Skip(1).Order(StringComparer.Ordinal));
        Assert.Equal([Second, Second, Second], pauses);
        Assert.Equal("fetched About /1, fetched About /2", await scene.PagesAsync("state, title"));
    }

    [Fact]
    public async Task What_robots_txt_disallows_is_not_asked_for_nor_reached_by_a_redirect()
    {
        await using var scene = await TurnScene.StartAsync(postgres, (request, reply) => request.Target switch
        {
            "/robots.txt" => reply.AnswerAsync("200 OK", "User-agent: tester\nDisallow: /private\nCrawl-delay: 7"u8.ToArray()),
            "/open" => reply.RedirectAsync("/private/b"),
            _ => reply.HtmlAsync("secret"),
        });
        await scene.QueueAsync("http://a.example/private/a", "http://a.example/open");

        var pauses = await scene.RunAsync();

        Assert.Equal(["a.example/robots.txt", "a.example/open"], scene.Asked);
        Assert.Equal("failed DisallowedByRobots, failed DisallowedByRobots", await scene.PagesAsync());
        Assert.Equal([TimeSpan.Zero, TimeSpan.Zero, Second, 7 * Second], pauses.Order());
    }

    [Fact]
    public async Task While_robots_txt_cannot_be_read_the_pages_of_the_host_wait()
    {
        await using var scene = await TurnScene.StartAsync(postgres, (_, reply) => reply.AnswerAsync("503 Service Unavailable", []));
        await scene.QueueAsync("http://a.example/1", "http://a.example/2");

        await scene.RunAsync();

        Assert.Equal(["a.example/robots.txt"], scene.Asked);
        Assert.Equal("queued ServerError 1, queued ServerError 1", await scene.PagesAsync("state, reason, attempts"));
        var wait = (await new PageQueueStore(scene.Database).NextDueAsync(CancellationToken.None))!.Value;
        Assert.InRange(wait, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
    }

    [Fact]
    public async Task A_host_that_does_not_exist_fails_at_once()
    {
        await using var scene = await TurnScene.StartAsync(postgres, Site);
        scene.Resolver.Answer("gone.example");
        scene.Resolver.Answer("inside.example", "10.0.0.1");
        await scene.QueueAsync("http://gone.example/", "http://inside.example/");

        await scene.RunAsync();

        Assert.Empty(scene.Asked);
        Assert.Equal("failed UnknownHost, failed BlockedAddress", await scene.PagesAsync());
    }

    [Fact]
    public async Task A_redirect_to_another_host_waits_for_its_turn_and_its_robots_txt()
    {
        await using var scene = await TurnScene.StartAsync(postgres, (request, reply) => (request.Headers["Host"] + request.Target) switch
        {
            "short.example/x" => reply.RedirectAsync("http://long.example/page"),
            "closed.example/robots.txt" => reply.AnswerAsync("200 OK", "User-agent: *\nDisallow: /"u8.ToArray()),
            "short.example/y" => reply.RedirectAsync("http://closed.example/page"),
            _ => Site(request, reply),
        });
        await scene.QueueAsync("http://short.example/x", "http://short.example/y");

        await scene.RunAsync();

        Assert.Equal("failed DisallowedByRobots, fetched http://long.example/page", await scene.PagesAsync("state, reason, final_url"));
        Assert.DoesNotContain("closed.example/page", scene.Asked);
        Assert.Single(scene.Asked, "long.example/robots.txt");
    }

    [Fact]
    public async Task A_refresh_is_conditional_and_an_unchanged_page_keeps_its_text()
    {
        await using var scene = await TurnScene.StartAsync(postgres, (request, reply) =>
            request.Headers.ContainsKey("If-None-Match")
                ? reply.AnswerAsync("304 Not Modified", [], "ETag: \"2\"")
                : request.Target is "/robots.txt" ? reply.AnswerAsync("404 Not Found", []) : reply.HtmlAsync(Article("/1"), "ETag: \"1\""));
        await scene.QueueAsync("http://a.example/1");
        await scene.RunAsync();
        await scene.Database.ScalarAsync<int>("SELECT requeue_pages(array_agg(id)) FROM pages");

        await scene.RunAsync();

        Assert.Equal("fetched About /1 \"2\"", await scene.PagesAsync("state, title, etag"));
        Assert.Equal(3, scene.Asked.Count());
    }

    [Fact]
    public async Task Too_many_requests_give_the_host_the_rest_that_it_asks_for()
    {
        await using var scene = await TurnScene.StartAsync(postgres, (request, reply) => request.Target is "/robots.txt"
            ? reply.AnswerAsync("404 Not Found", [])
            : reply.AnswerAsync("429 Too Many Requests", [], "Retry-After: 600"));
        await scene.QueueAsync("http://a.example/1");

        Assert.Equal([Second, 600 * Second], await scene.RunAsync());
        Assert.Equal("queued RateLimited 1", await scene.PagesAsync("state, reason, attempts"));
    }

    [Fact]
    public async Task A_provider_that_hangs_or_breaks_is_an_outcome()
    {
        var time = new ManualTime();
        var provider = new BadProvider(time);
        await using var scene = await TurnScene.StartAsync(postgres, Site, time, provider);
        await scene.QueueAsync("http://a.example/break");
        await scene.QueueAsync("http://b.example/hang");

        await scene.RunAsync();

        Assert.Equal("failed UnexpectedError, queued TimedOut", await scene.PagesAsync());
    }

    private static Task Site(PageRequest request, PageReply reply) => request.Target is "/robots.txt"
        ? reply.AnswerAsync("404 Not Found", [])
        : reply.HtmlAsync(Article(request.Target));

    private static string Article(string target) =>
        $"<title>About {target}</title><article>{string.Concat(Enumerable.Repeat("<p>The ferry left the harbour in the morning, as it does every day of the year.</p>", 8))}</article>";

    private sealed class BadProvider(ManualTime time) : IPageProvider
    {
        public string Name => BuiltinProvider.ProviderName;

        public async Task<PageResult> GetAsync(FetchRequest request, CancellationToken ct)
        {
            if (request.Url.AbsolutePath is "/break")
                throw new InvalidOperationException("broken");
            time.Advance(TimeSpan.FromMinutes(10));
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            throw new InvalidOperationException("It waits for ever.");
        }
    }
}
