using System.IO.Compression;
using System.Text;
using TelegramParser.Contracts.Control;
using TelegramParser.Harness;
using TelegramParser.Harness.Pages;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.TelegramSimulator.World;
using Xunit.Abstractions;

namespace TelegramParser.FaultTests;

/// <summary>Page servers that would stop a worker, or end it: a page's trouble stays the page's.</summary>
public sealed class HostilePagesTests(FaultPostgres postgres, ITestOutputHelper output) : IClassFixture<FaultPostgres>
{
    private const int Megabyte = 1 << 20;

    // The chart's limit of a worker.
    private const int MemoryLimitMegabytes = 512;

    private const int Bomb = 0, Drip = 1, Redirects = 7_002, WrongLength = 3, Huge = 4, Nested = 5, Article = 6;
    private static readonly byte[] Zeros = Compress(200 * Megabyte);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Each_ends_in_its_cap_with_its_reason_and_the_worker_lives()
    {
        int[] pages = [Bomb, Drip, Redirects, WrongLength, Huge, Nested, Article];
        await using var site = new PageSite(hosts: pages.Length, AttackAsync);
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("alice_links", 0);
        foreach (var page in pages)
            channel.Load(Linking(site.UrlOf(page)));
        var worker = await StartAsync(scenario, site);

        await Eventually.SeeAsync(() => scenario.ScalarAsync("SELECT count(*) FROM pages WHERE checked_at IS NOT NULL OR reason IS NOT NULL"), seen => seen is 7L, Patience);

        Assert.Equal(
            "0 failed TooLarge, 1 queued TimedOut, 3 queued ConnectionFailed, 4 failed TooLarge, 5 fetched truncated, 6 fetched, 7012 failed TooManyRedirects",
            await scenario.ScalarAsync(
                """
                SELECT string_agg(concat_ws(' ', page, state, reason, CASE WHEN truncated THEN 'truncated' END), ', ' ORDER BY page)
                FROM (SELECT substring(url FROM '[0-9]+$')::int AS page, * FROM pages) AS pages
                """));
        channel.Publish(new Post { Text = "after all that" });
        Assert.Equal((ParseStatus.Success, 1L), await ParseAsync(worker));
        var peak = ProcessStat.Megabytes(worker.Pid, "VmHWM");
        output.WriteLine($"worker_peak_rss_mb={peak:F0}");
        Assert.InRange(peak, 1, MemoryLimitMegabytes);
    }

    [Fact]
    public async Task A_parse_is_done_while_every_page_server_hangs()
    {
        const long posts = 500;
        await using var site = new PageSite(hosts: 10, (_, reply) => Task.Delay(Timeout.InfiniteTimeSpan, reply.Ending));
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("alice_links", 0);
        for (var page = 0; page < posts; page++)
            channel.Load(Linking(site.UrlOf(page)));
        var worker = await StartAsync(scenario, site);
        await Eventually.SeeAsync(() => Task.FromResult(site.Requests.Count), asked => asked >= 2, Patience);

        for (var page = (int)posts; page < 2 * posts; page++)
            channel.Publish(Linking(site.UrlOf(page)));
        Assert.Equal((ParseStatus.Success, posts), await ParseAsync(worker));

        Assert.Equal(0L, await scenario.ScalarAsync("SELECT count(*) FROM pages WHERE state <> 'queued'"));
    }

    private static async Task<WorkerProcess> StartAsync(WorkerScenario scenario, PageSite site)
    {
        var worker = await scenario.StartLoggedInAsync(
            scenario.Settings("alice", WorkerScenario.Subscription("news", "@alice_links")),
            adjust: options => options with { Enrichment = true, PrivateHosts = site.PrivateHosts });
        await scenario.SeeParsedAsync(1);
        return worker;
    }

    private static async Task<(string, long)> ParseAsync(WorkerProcess worker)
    {
        var report = await WorkerScenario.ParseAsync(worker);
        return (report.Status, report.PostsAdded);
    }

    private static Post Linking(string url) => new() { Text = url, Entities = [new TextEntity(EntityKind.Url, 0, url.Length)] };

    private static Task AttackAsync(int page, PageReply reply) => page switch
    {
        Bomb => reply.AnswerAsync("200 OK", Zeros, "Content-Type: text/html", "Content-Encoding: gzip"),
        Drip => DripAsync(reply),
        WrongLength => reply.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\ntoo short"),
        Huge => FloodAsync(reply),
        Nested => reply.HtmlAsync($"<title>Nested</title>{string.Concat(Enumerable.Repeat("<div><b>", 500_000))}deep"),
        Article => reply.HtmlAsync(PageSite.Article(page)),
        _ => reply.RedirectAsync($"/page/{page + 1}"),
    };

    private static async Task DripAsync(PageReply reply)
    {
        await reply.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
        while (true)
        {
            await reply.SendAsync("x");
            await Task.Delay(500, reply.Ending);
        }
    }

    private static async Task FloodAsync(PageReply reply)
    {
        await reply.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
        var megabyte = Encoding.ASCII.GetBytes(new string('x', Megabyte));
        for (var i = 0; i < 200; i++)
            await reply.SendAsync(megabyte);
    }

    private static byte[] Compress(int zeros)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            for (var i = 0; i < zeros / Megabyte; i++)
                gzip.Write(new byte[Megabyte]);
        }
        return compressed.ToArray();
    }
}
