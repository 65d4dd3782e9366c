using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TelegramParser.Harness.Pages;
using TelegramParser.Harness.Time;
using TelegramParser.Worker.Enrichment.Fetching;
using TelegramParser.Worker.Enrichment.Fetching.Robots;

namespace TelegramParser.IntegrationTests.Enrichment;

public sealed class PageFetcherTests
{
    private const string Russian = "<html><head><title>Новости</title></head><body><p>Сегодня в Москве открылась выставка.</p></body></html>";

    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_page_comes_with_its_address_its_validators_and_its_charset()
    {
        await using var scene = FetchScene.Start((_, reply) =>
            reply.HtmlAsync(Russian, "ETag: W/\"v1\"", "Last-Modified: Wed, 31 Dec 2025 00:00:00 GMT"));
        var page = Assert.IsType<FetchOutcome.Fetched>(await scene.FetchAsync("http://Example.com/a?b=c#part"));
        Assert.Equal(Russian, page.Html);
        Assert.Equal("http://example.com/a?b=c", page.FinalUrl.AbsoluteUri);
        Assert.Equal(new PageValidators("W/\"v1\"", "Wed, 31 Dec 2025 00:00:00 GMT"), page.Validators);
        Assert.Equal("utf-8", page.Charset);
    }

    [Fact]
    public async Task A_request_says_who_asks_and_carries_nothing_else()
    {
        await using var scene = FetchScene.Start(
            (request, reply) => request.Target == "/" ? reply.AnswerAsync("302 Found", [], "Location: /next", "Set-Cookie: id=1; Path=/") : reply.HtmlAsync("<p>x"));
        await scene.FetchAsync("http://example.com/");
        Assert.Equal(["/", "/next"], scene.Server.Requests.Select(request => request.Target));
        Assert.All(scene.Server.Requests, request =>
        {
            Assert.Equal(
                ["Accept", "Accept-Encoding", "Connection", "Host", "User-Agent"], request.Headers.Keys.Order(StringComparer.Ordinal));
            Assert.StartsWith("telegram-parser-operator/", request.Headers["User-Agent"]);
            Assert.Equal("example.com", request.Headers["Host"]);
        });
    }

    [Fact]
    public async Task The_user_agent_can_be_set()
    {
        await using var scene = FetchScene.Start(options: new FetcherOptions { UserAgent = "news-desk/2 (+https://desk.example/robot)" });
        await scene.FetchAsync("http://example.com/");
        Assert.Equal("news-desk/2 (+https://desk.example/robot)", scene.Server.Requests.Single().Headers["User-Agent"]);
        Assert.Equal("news-desk", new FetcherOptions { UserAgent = "news-desk/2 (+https://desk.example/robot)" }.RobotsToken);
    }

    [Fact]
    public async Task A_page_that_has_not_changed_is_not_sent_again()
    {
        await using var scene = FetchScene.Start((request, reply) =>
            request.Headers.GetValueOrDefault("If-None-Match") == "\"v1\"" ? reply.AnswerAsync("304 Not Modified", []) : reply.HtmlAsync("<p>x"));
        var validators = new PageValidators("\"v1\"", "Wed, 31 Dec 2025 00:00:00 GMT");
        var same = Assert.IsType<FetchOutcome.NotModified>(await scene.FetchAsync("http://example.com/", validators));
        Assert.Equal(validators, same.Validators);
        Assert.Equal("Wed, 31 Dec 2025 00:00:00 GMT", scene.Server.Requests.Single().Headers["If-Modified-Since"]);
        Assert.IsType<FetchOutcome.Fetched>(await scene.FetchAsync("http://example.com/", new PageValidators("\"v0\"", null)));
    }

    [Fact]
    public async Task A_server_that_says_unchanged_to_who_has_nothing_is_wrong()
    {
        await using var scene = FetchScene.Start((_, reply) => reply.AnswerAsync("304 Not Modified", []));
        Assert.Equal(FetchReasons.UnexpectedStatus, (await scene.FailAsync("http://example.com/")).Reason);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("deflate")]
    [InlineData("raw deflate")]
    [InlineData("br")]
    [InlineData("identity")]
    [InlineData("gzip, br")]
    [InlineData("deflate, gzip, br")]
    public async Task Every_compression_that_is_offered_is_read(string encodings)
    {
        var body = Encoding.UTF8.GetBytes(Russian);
        foreach (var encoding in encodings.Split(", "))
            body = Compress(encoding, body);
        await using var scene = FetchScene.Start((_, reply) => reply.AnswerAsync(
            "200 OK", body, "Content-Type: text/html", $"Content-Encoding: {encodings.Replace("raw ", "", StringComparison.Ordinal)}"));
        Assert.Equal(Russian, Assert.IsType<FetchOutcome.Fetched>(await scene.FetchAsync("http://example.com/")).Html);
    }

    [Theory]
    [InlineData("301 Moved Permanently", "http://www.example.com/new", "http://www.example.com/new")]
    [InlineData("302 Found", "//other.example/new", "http://other.example/new")]
    [InlineData("303 See Other", "new?a=b#c", "http://example.com/dir/new?a=b")]
    [InlineData("307 Temporary Redirect", "?page=2", "http://example.com/dir/page?page=2")]
    [InlineData("308 Permanent Redirect", "/\u00D0\u00BD\u00D0\u00BE\u00D0\u00B2\u00D0\u00BE\u00D0\u00B5", "http://example.com/%D0%BD%D0%BE%D0%B2%D0%BE%D0%B5")]
    [InlineData("302 Found", "/\u00ED\u00EE\u00E2\u00EE\u00E5", "http://example.com/%ED%EE%E2%EE%E5")]
    [InlineData("302 Found", "http://\u00D0\u00A0\u00D0\u00A4.\u00D0\u00A0\u00D0\u00A4/", "http://xn--p1ai.xn--p1ai/")]
    public async Task Redirects_are_followed_however_they_are_written(string status, string location, string final)
    {
        var redirected = false;
        await using var scene = FetchScene.Start((_, reply) =>
            !Interlocked.Exchange(ref redirected, true) ? reply.RedirectAsync(location, status) : reply.HtmlAsync("<p>x"));
        var page = Assert.IsType<FetchOutcome.Fetched>(await scene.FetchAsync("http://example.com/dir/page"));
        Assert.Equal(final, page.FinalUrl.AbsoluteUri);
    }

    [Fact]
    public async Task Who_takes_turns_is_told_of_a_redirect_to_another_page()
    {
        await using var scene = FetchScene.Start((request, reply) => request.Target switch
        {
            "/short" => reply.RedirectAsync("/shorter"),
            "/shorter" => reply.RedirectAsync("http://news.example/story"),
            _ => reply.HtmlAsync("<p>x"),
        });
        var request = new FetchRequest(new Uri("http://example.com/short")) { Leaves = to => to.Host is "news.example" };
        var moved = Assert.IsType<FetchOutcome.Moved>(await scene.Fetcher.FetchAsync(request, CancellationToken.None));
        Assert.Equal(new FetchOutcome.Moved(new Uri("http://news.example/story"), Redirects: 2), moved);
        Assert.Equal(2, scene.Server.Connections);

        var exhausted = request with { RedirectsBefore = 9 };
        Assert.Equal(
            FetchReasons.TooManyRedirects,
            Assert.IsType<FetchOutcome.Failed>(await scene.Fetcher.FetchAsync(exhausted, CancellationToken.None)).Reason);
    }

    [Fact]
    public async Task Where_a_URL_leads_is_known_from_headers_alone()
    {
        await using var scene = FetchScene.Start((request, reply) =>
            request.Target == "/short" ? reply.RedirectAsync("http://news.example/story") : reply.HtmlAsync("<p>x"));
        Task<FetchOutcome.Moved?> LocateAsync(string url) => scene.Fetcher.LocateAsync(
            new FetchRequest(new Uri(url)) { Leaves = to => to.Host is "news.example" }, CancellationToken.None);
        Assert.Equal(new FetchOutcome.Moved(new Uri("http://news.example/story"), Redirects: 1), await LocateAsync("http://example.com/short"));
        Assert.Null(await LocateAsync("http://example.com/page"));
        Assert.Null(await LocateAsync("http://127.0.0.1/"));
        Assert.Equal(2, scene.Server.Connections);
    }

    [Theory]
    [InlineData(400, FetchReasons.UnexpectedStatus, false)]
    [InlineData(401, FetchReasons.Forbidden, false)]
    [InlineData(403, FetchReasons.Forbidden, false)]
    [InlineData(404, FetchReasons.NotFound, false)]
    [InlineData(408, FetchReasons.UnexpectedStatus, true)]
    [InlineData(410, FetchReasons.Gone, false)]
    [InlineData(429, FetchReasons.RateLimited, true)]
    [InlineData(451, FetchReasons.Forbidden, false)]
    [InlineData(500, FetchReasons.ServerError, true)]
    [InlineData(501, FetchReasons.UnexpectedStatus, false)]
    [InlineData(502, FetchReasons.ServerError, true)]
    [InlineData(503, FetchReasons.ServerError, true)]
    [InlineData(522, FetchReasons.ServerError, true)]
    [InlineData(204, FetchReasons.UnexpectedStatus, false)]
    [InlineData(300, FetchReasons.UnexpectedStatus, false)]
    public async Task A_status_without_a_page_says_whether_another_try_makes_sense(int status, string reason, bool mayPass)
    {
        await using var scene = FetchScene.Start((_, reply) => reply.SendAsync($"HTTP/1.1 {status} So\r\nContent-Length: 0\r\n\r\n"));
        var failed = await scene.FailAsync("http://example.com/");
        Assert.Equal((reason, mayPass, (TimeSpan?)null), (failed.Reason, failed.MayPass, failed.RetryAfter));
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Thu, 01 Jan 2026 00:05:00 GMT", 300)]
    [InlineData("Wed, 31 Dec 2025 00:00:00 GMT", 0)]
    [InlineData("99999999", 7 * 86_400)]
    [InlineData("soon", null)]
    public async Task The_time_that_a_server_asks_for_is_told(string header, int? seconds)
    {
        await using var scene = FetchScene.Start(
            (_, reply) => reply.AnswerAsync("429 Too Many Requests", [], $"Retry-After: {header}"), time: _time);
        Assert.Equal(seconds, (int?)(await scene.FailAsync("http://example.com/")).RetryAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData("Content-Type: application/pdf", "anything", "application/pdf")]
    [InlineData("Content-Type: IMAGE/JPEG; q=1", "anything", "image/jpeg")]
    [InlineData("Content-Type: text/plain", "<html>", "text/plain")]
    [InlineData("Content-Type: text/html", "%PDF-1.7 and so on", "application/pdf")]
    [InlineData("X-No: type", "PK\u0003\u0004 and so on", "application/zip")]
    [InlineData("X-No: type", "just some words", "application/octet-stream")]
    public async Task What_is_no_page_is_recorded_with_type_and_size(string header, string body, string type)
    {
        await using var scene = FetchScene.Start((_, reply) => reply.AnswerAsync("200 OK", Encoding.Latin1.GetBytes(body), header));
        Assert.Equal(
            new FetchOutcome.Unsupported(new Uri("http://example.com/x"), type, body.Length), await scene.FetchAsync("http://example.com/x"));
    }

    [Fact]
    public async Task The_body_of_what_is_no_page_is_not_read()
    {
        await using var scene = FetchScene.Start(async (_, reply) =>
        {
            await reply.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 5000000000\r\n\r\n");
            await Task.Delay(Timeout.Infinite, reply.Ending);
        });
        Assert.Equal(5_000_000_000, Assert.IsType<FetchOutcome.Unsupported>(await scene.FetchAsync("http://example.com/")).Size);
    }

    [Fact]
    public async Task A_page_without_a_type_is_one_when_it_looks_like_one()
    {
        await using var scene = FetchScene.Start((_, reply) => reply.AnswerAsync("200 OK", Encoding.UTF8.GetBytes($"\uFEFF \n{Russian}")));
        Assert.Equal($" \n{Russian}", Assert.IsType<FetchOutcome.Fetched>(await scene.FetchAsync("http://example.com/")).Html);
    }

    [Fact]
    public async Task The_addresses_of_a_host_are_tried_in_turn()
    {
        await using var scene = FetchScene.Start();
        scene.Resolver.Answer("example.com", "2606:2800:21f:cb07::1", "93.184.215.14");
        scene.Connector.Dead.Add("2606:2800:21f:cb07::1");
        Assert.IsType<FetchOutcome.Fetched>(await scene.FetchAsync("http://example.com/"));
        scene.Connector.Dead.Add("93.184.215.14");
        var failed = await scene.FailAsync("http://example.com/");
        Assert.Equal((FetchReasons.ConnectionFailed, true), (failed.Reason, failed.MayPass));
    }

    [Fact]
    public async Task Fetches_of_one_host_have_their_connections_to_themselves()
    {
        await using var scene = FetchScene.Start((request, reply) => reply.HtmlAsync(request.Target));
        var held = new TaskCompletionSource();
        scene.Connector.Hold = held.Task;
        var first = scene.FetchAsync("http://example.com/first");
        await Eventually.SeeAsync(() => Task.FromResult(scene.Connector.Wanted.Count == 1));
        Assert.Equal("/second", Assert.IsType<FetchOutcome.Fetched>(await scene.FetchAsync("http://example.com/second")).Html);
        Assert.False(first.IsCompleted);
        held.SetResult();
        Assert.Equal("/first", Assert.IsType<FetchOutcome.Fetched>(await first).Html);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_no_reason_to_try_again()
    {
        await using var scene = FetchScene.Start();
        scene.Resolver.Answer("gone.example");
        var failed = await scene.FailAsync("http://gone.example/");
        Assert.Equal((FetchReasons.UnknownHost, false), (failed.Reason, failed.MayPass));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_and_no_address_in_it_is_asked()
    {
        await using var inside = PageServer.Start((_, reply) => reply.AnswerAsync("200 OK", []));
        using var certificate = CertificateThatNames($"http://127.0.0.1:{inside.Port}/issuer.cer");
        await using var scene = FetchScene.Start(certificate: certificate);
        var failed = await scene.FailAsync("https://news.example/");
        Assert.Equal((FetchReasons.TlsFailed, false), (failed.Reason, failed.MayPass));
        Assert.Equal(1, scene.Server.Connections);
        Assert.Empty(scene.Server.Requests);
        Assert.Equal(0, inside.Connections);
    }

    [Fact]
    public async Task A_robots_file_is_read_as_far_as_its_cap_and_through_redirects()
    {
        await using var scene = FetchScene.Start((request, reply) => request.Target switch
        {
            "/robots.txt" => reply.RedirectAsync("http://cdn.example/r"),
            _ => reply.AnswerAsync("200 OK", Encoding.UTF8.GetBytes($"User-agent: *\nDisallow: /x\n{new string('#', 600_000)}\nDisallow: /")),
        });
        var found = Assert.IsType<RobotsAnswer.Found>(await scene.Fetcher.FetchRobotsAsync(new Uri("http://example.com/a/b?c"), CancellationToken.None));
        Assert.Equal(RobotsFile.MaxBytes, found.Text.Length);
        var rules = RobotsFile.Parse(found.Text).For("anyone");
        Assert.Equal((true, false), (rules.Allows(new Uri("http://example.com/y")), rules.Allows(new Uri("http://example.com/x"))));
    }

    [Theory]
    [InlineData("404 Not Found", typeof(RobotsAnswer.Unavailable))]
    [InlineData("403 Forbidden", typeof(RobotsAnswer.Unavailable))]
    [InlineData("429 Too Many Requests", typeof(RobotsAnswer.Unreachable))]
    [InlineData("503 Service Unavailable", typeof(RobotsAnswer.Unreachable))]
    public async Task A_site_without_a_robots_file_allows_all_and_one_in_trouble_nothing(string status, Type answer)
    {
        await using var scene = FetchScene.Start((_, reply) => reply.AnswerAsync(status, []));
        Assert.IsType(answer, await scene.Fetcher.FetchRobotsAsync(new Uri("http://example.com/"), CancellationToken.None));
    }

    // The certificate of an issuer that is not sent along, with the address where it can be had.
    private static X509Certificate2 CertificateThatNames(string issuerUrl)
    {
        var (start, end) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issuerRequest = new CertificateRequest("CN=nobody's authority", issuerKey, HashAlgorithmName.SHA256);
        issuerRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var issuer = issuerRequest.CreateSelfSigned(start, end);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=news.example", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([issuerUrl], [issuerUrl]));
        using var issued = request.Create(issuer, start, end, [1, 2, 3]);
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), password: null);
    }

    private static byte[] Compress(string encoding, byte[] body)
    {
        using var target = new MemoryStream();
        using (var compressor = Compressor(encoding, target))
            compressor?.Write(body);
        return target.Length > 0 ? target.ToArray() : body;
    }

    private static Stream? Compressor(string encoding, Stream target) => encoding switch
    {
        "gzip" or "x-gzip" => new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true),
        "deflate" => new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true),
        "raw deflate" => new DeflateStream(target, CompressionLevel.Fastest, leaveOpen: true),
        "br" => new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true),
        _ => null,
    };
}
