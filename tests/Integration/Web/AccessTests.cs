using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using TelegramParser.Harness.Web;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Operator.Web;

namespace TelegramParser.IntegrationTests.Web;

[Collection(PostgresCollection.Name)]
public sealed class AccessTests(PostgresFixture postgres)
{
    private const string Token = "a-token-of-some-length";

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:8010")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example")]
    public async Task Without_a_token_only_loopback_names_are_served(string host)
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/users") { Headers = { Host = host } };

        using var answer = await web.Http.SendAsync(request);

        await WebAssert.ProblemAsync(answer, HttpStatusCode.Forbidden, "forbidden_origin");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:8010")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:8010")]
    public async Task Every_loopback_name_is_served(string host)
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/users") { Headers = { Host = host } };

        using var answer = await web.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("http://evil.example", false)]
    [InlineData("null", false)]
    [InlineData("http://127.0.0.1:1", false)]
    [InlineData("own", true)]
    public async Task Requests_from_pages_of_other_sites_are_refused(string origin, bool served)
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/parse_all_channels");
        request.Headers.Add("Origin", origin == "own" ? web.Url.GetLeftPart(UriPartial.Authority) : origin);

        using var answer = await web.Http.SendAsync(request);

        Assert.Equal(served ? HttpStatusCode.Accepted : HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("Bearer", "another-token-of-some-length")]
    [InlineData("Bearer", "")]
    [InlineData("Basic", Token)]
    public async Task With_a_token_nothing_is_served_without_it(string? scheme, string? token)
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster, o => o with { ApiToken = Token });
        web.Http.DefaultRequestHeaders.Authorization = scheme is null ? null : new AuthenticationHeaderValue(scheme, token);

        using var answer = await web.Http.GetAsync("/users");

        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        await WebAssert.ProblemAsync(answer, HttpStatusCode.Unauthorized, "unauthorized");
        await web.Http.RefusedAsync("/parse_all_channels", HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task The_token_opens_the_API_under_any_host_name()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster, o => o with { ApiToken = Token });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/users")
        {
            Headers = { Host = "parser.example", Authorization = new AuthenticationHeaderValue("Bearer", Token) },
        };

        using var answer = await web.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Pages_lead_to_the_sign_in_page_and_probes_stay_open()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster, o => o with { ApiToken = Token });

        using var page = await web.Http.GetAsync("/login/default:alice");
        using var probe = await web.Http.GetAsync("/readyz");

        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Equal("/signin", page.Headers.Location?.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, probe.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/users")]
    [InlineData("/login/default:alice")]
    public async Task Every_answer_is_guarded_by_headers(string path)
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        await web.AddUserWithWorkerAsync("alice");

        using var answer = await web.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public void Options_that_would_serve_strangers_are_refused()
    {
        var options = new WebOptions
        {
            Installation = "", Database = "", ControlKey = new byte[8], Listen = "0.0.0.0:8010",
        };

        var error = Assert.Throws<OptionsValidationException>(() => WebHost.Build(options));

        Assert.Contains("needs an API token", error.Message, StringComparison.Ordinal);
        Assert.Contains("must be 32 bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, error.Failures.Count());
        Assert.Throws<OptionsValidationException>(() => WebHost.Build(options with { Listen = "parser.example" }));
        Assert.DoesNotContain("secret", (options with { ApiToken = "secret" }).ToString(), StringComparison.Ordinal);
    }
}
