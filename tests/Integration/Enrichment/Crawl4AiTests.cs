using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;
using TelegramParser.Harness.Pages;
using TelegramParser.Harness.Secrets;
using TelegramParser.Harness.Time;
using TelegramParser.Worker.Egress;
using TelegramParser.Worker.Enrichment.Extraction;
using TelegramParser.Worker.Enrichment.Fetching;
using TelegramParser.Worker.Enrichment.Providers;
using TelegramParser.Worker.Enrichment.Providers.Crawl4Ai;

namespace TelegramParser.IntegrationTests.Enrichment;

public sealed class Crawl4AiTests : IAsyncLifetime
{
    private const string Token = "a-token";

    private readonly SearchedLog _log = new("the Crawl4AI provider");
    private const string Article = """
        # Harbour reopens

        After a week of storms the [harbour](/places/harbour) took in its first ships on Monday, and the fishermen of the town went out again.

        | Day | Ships |
        |---|---|
        | Monday | 3 |
        """;

    private readonly ManualTime _time = new();
    private readonly ScriptedResolver _resolver = new();
    private readonly RecordingProvider _fallback = new();
    private Crawl4AiServer _server = null!;
    private Crawl4AiClient? _client;

    public async Task InitializeAsync() => _server = await Crawl4AiServer.StartAsync(Token);

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        await _server.DisposeAsync();
        KnownSecrets.Add("the Crawl4AI server's token", Token);
        _log.Verify();
    }

    [Fact]
    public async Task A_page_is_read_by_the_server_and_written_as_all_pages_are()
    {
        _server.OnMarkdown = (context, asked) => Crawl4AiServer.MarkdownAsync(context, asked, Article);

        var read = Assert.IsType<PageResult.Extracted>(await GetAsync(Provider(), "http://news.example/harbour"));

        Assert.Equal("""{"url":"http://news.example/harbour","f":"fit"}""", Assert.Single(_server.Asked).ToJsonString());
        Assert.Equal("Crawl4AI", read.Provider);
        Assert.True(read.Page is { HasArticle: true, Truncated: false, Title: "Harbour reopens" });
        Assert.Equal(
            "Harbour reopens\n\nAfter a week of storms the harbour took in its first ships on Monday, and the fishermen of the town went out again.\n\nDay | Ships\nMonday | 3",
            read.Page.Text);
        Assert.Contains("[harbour](http://news.example/places/harbour)", read.Page.Markdown, StringComparison.Ordinal);
        Assert.Empty(_fallback.Asked);
    }

    [Fact]
    public async Task A_rotated_token_is_used_at_the_next_page()
    {
        var token = "an-older-token";
        var provider = Provider(token: () => token);
        await GetAsync(provider);
        Assert.Equal((1, 1), (_server.Unauthorized, _fallback.Asked.Count));

        token = Token;
        Assert.IsType<PageResult.Extracted>(await GetAsync(provider));
        Assert.Single(_fallback.Asked);
    }

    public static TheoryData<string, Func<HttpContext, System.Text.Json.Nodes.JsonNode, Task>> Failures { get; } = new()
    {
        { "no success", (context, asked) => Crawl4AiServer.MarkdownAsync(context, asked, "", success: false) },
        { "nothing found", (context, asked) => Crawl4AiServer.MarkdownAsync(context, asked, " \n") },
        { "refused", (context, _) => Crawl4AiServer.FailAsync(context, 400, "Invalid URL format.") },
        { "too many requests", (context, _) => Crawl4AiServer.FailAsync(context, 429, "Rate limit exceeded") },
        { "not crawled", (context, _) => Crawl4AiServer.FailAsync(context, 500, "net::ERR_NAME_NOT_RESOLVED") },
        { "overloaded", (context, _) => Crawl4AiServer.FailAsync(context, 503, "no browser") },
        { "a redirect", (context, _) => { context.Response.Redirect("http://elsewhere.example/md"); return Task.CompletedTask; } },
        { "no JSON", (context, _) => context.Response.WriteAsync("<html>proxy</html>") },
        { "other JSON", (context, _) => context.Response.WriteAsync("[]") },
        { "JSON without an outcome", (context, _) => context.Response.WriteAsync("{}") },
        { "half an answer", async (context, _) =>
            {
                context.Response.ContentLength = 100;
                await context.Response.WriteAsync("{\"markdown\":");
                context.Abort();
            }
        },
        { "an endless answer", async (context, _) =>
            {
                await context.Response.WriteAsync("{\"markdown\":\"");
                var more = new string('a', 64 * 1024);
                while (!context.RequestAborted.IsCancellationRequested)
                    await context.Response.WriteAsync(more, context.RequestAborted);
            }
        },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task What_the_server_cannot_read_is_read_without_it(string what, Func<HttpContext, System.Text.Json.Nodes.JsonNode, Task> answer)
    {
        _server.OnMarkdown = answer;
        var result = await GetAsync(Provider());
        Assert.True(result is PageResult.Extracted { Provider: "Builtin" }, what);
        Assert.Equal("http://news.example/", Assert.Single(_fallback.Asked).Url.AbsoluteUri);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_done_without()
    {
        var provider = Provider();
        await _server.DisposeAsync();
        Assert.True(await GetAsync(provider) is PageResult.Extracted { Provider: "Builtin" });
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up_after_its_time()
    {
        var asked = new TaskCompletionSource();
        _server.OnMarkdown = async (context, _) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        var reading = GetAsync(Provider());
        await asked.Task;
        _time.Advance(Options().Timeout - TimeSpan.FromSeconds(1));
        Assert.False(reading.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await reading is PageResult.Extracted { Provider: "Builtin" });
    }

    [Fact]
    public async Task Who_gives_up_is_not_read_for()
    {
        using var stop = new CancellationTokenSource();
        _server.OnMarkdown = async (context, _) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Provider().GetAsync(new FetchRequest(new Uri("http://news.example/")), stop.Token));
        Assert.Empty(_fallback.Asked);
    }

    [Fact]
    public async Task A_server_that_fails_is_left_alone_tried_once_and_asked_again_when_it_is_well()
    {
        _server.OnMarkdown = (context, _) => Crawl4AiServer.FailAsync(context, 503, "no browser");
        var provider = Provider();
        for (var page = 0; page < 4; page++)
            await GetAsync(provider);
        Assert.Equal(4, _server.Asked.Count);

        // Open: nobody asks, every page is read all the same.
        Assert.True(await GetAsync(provider) is PageResult.Extracted { Provider: "Builtin" });
        Assert.Equal((4, 5), (_server.Asked.Count, _fallback.Asked.Count));

        // Half open: one tries, in vain, and the break is longer.
        _time.Advance(TimeSpan.FromMinutes(1));
        await GetAsync(provider);
        await GetAsync(provider);
        Assert.Equal(5, _server.Asked.Count);
        _time.Advance(TimeSpan.FromMinutes(1));
        await GetAsync(provider);
        Assert.Equal(5, _server.Asked.Count);

        // Half open again, and closed.
        _time.Advance(TimeSpan.FromMinutes(1));
        _server.OnMarkdown = (context, asked) => Crawl4AiServer.MarkdownAsync(context, asked, Article);
        Assert.True(await GetAsync(provider) is PageResult.Extracted { Provider: "Crawl4AI" });
        Assert.True(await GetAsync(provider) is PageResult.Extracted { Provider: "Crawl4AI" });
        Assert.Equal(7, _server.Asked.Count);
    }

    [Fact]
    public async Task Pages_that_cannot_be_read_are_no_reason_to_leave_the_server_alone()
    {
        _server.OnMarkdown = (context, asked) => Crawl4AiServer.MarkdownAsync(context, asked, "", success: false);
        var provider = Provider();
        for (var page = 0; page < 10; page++)
            await GetAsync(provider);
        Assert.Equal(10, _server.Asked.Count);
    }

    [Theory]
    [InlineData("http://127.0.0.1/", FetchReasons.BlockedAddress)]
    [InlineData("http://169.254.169.254/latest/meta-data/", FetchReasons.BlockedAddress)]
    [InlineData("http://[::1]/", FetchReasons.BlockedAddress)]
    [InlineData("http://0x7f.1/", FetchReasons.BlockedAddress)]
    [InlineData("http://mixed.example/", FetchReasons.BlockedAddress)]
    [InlineData("http://inside.example/", FetchReasons.BlockedAddress)]
    [InlineData("http://postgres/", FetchReasons.BlockedAddress)]
    [InlineData("http://news.example:8080/", FetchReasons.BlockedPort)]
    [InlineData("http://me:secret@news.example/", FetchReasons.BlockedUserInfo)]
    [InlineData("file:///etc/passwd", FetchReasons.BlockedScheme)]
    [InlineData("http://nowhere.example/", FetchReasons.UnknownHost)]
    public async Task What_the_guard_refuses_is_sent_to_nobody(string url, string reason)
    {
        _resolver.Answer("inside.example", "10.0.0.7");
        _resolver.Answer("mixed.example", "93.184.215.14", "10.0.0.7");
        _resolver.Answer("nowhere.example");
        var refused = Assert.IsType<PageResult.NoContent>(await GetAsync(Provider(), url));
        Assert.Equal(reason, Assert.IsType<FetchOutcome.Failed>(refused.Outcome).Reason);
        Assert.Empty(_server.Asked);
        Assert.Empty(_fallback.Asked);
    }

    [Fact]
    public async Task A_page_that_leads_to_another_is_not_opened_in_the_browser()
    {
        _resolver.Answer("short.example", "93.184.215.14");
        var moved = Assert.IsType<PageResult.NoContent>(await GetAsync(Provider(), "http://short.example/1"));
        Assert.Equal(new FetchOutcome.Moved(new Uri("http://news.example/"), 1), moved.Outcome);
        Assert.Empty(_server.Asked);
        Assert.Empty(_fallback.Asked);
    }

    private Crawl4AiOptions Options() => new() { Url = _server.Url };

    private Crawl4AiProvider Provider(Func<string?>? token = null)
    {
        var options = Options();
        _client = new Crawl4AiClient(options, token ?? (() => Token), _time);
        var dialer = new GuardedDialer(new AddressGuard(PrivateHosts.None), _resolver, new NoConnector(), _time, TimeSpan.FromSeconds(5));
        return new Crawl4AiProvider(options, _client, dialer, LocateAsync, _fallback, _time, _log.CreateLogger(nameof(Crawl4AiProvider)));
    }

    private static Task<FetchOutcome.Moved?> LocateAsync(FetchRequest request, CancellationToken ct) => Task.FromResult(
        request.Url.Host == "short.example" ? new FetchOutcome.Moved(new Uri("http://news.example/"), 1) : null);

    private static Task<PageResult> GetAsync(Crawl4AiProvider provider, string url = "http://news.example/") =>
        provider.GetAsync(new FetchRequest(new Uri(url)), CancellationToken.None);

    private sealed class NoConnector : IEndPointConnector
    {
        public Task<Stream> ConnectAsync(PublicEndPoint endPoint, CancellationToken ct) =>
            throw new InvalidOperationException($"Nobody is to connect, and to {endPoint} least.");
    }

    private sealed class RecordingProvider : IPageProvider
    {
        public ConcurrentQueue<FetchRequest> Asked { get; } = new();

        public string Name => "Builtin";

        public Task<PageResult> GetAsync(FetchRequest request, CancellationToken ct)
        {
            Asked.Enqueue(request);
            return Task.FromResult<PageResult>(new PageResult.Extracted(
                new ExtractedPage { HasArticle = false, Text = "", Markdown = "" }, request.Url, Name));
        }
    }
}
