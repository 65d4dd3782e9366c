using TelegramParser.Contracts.Workers;
using TelegramParser.Worker.Hosting;

namespace TelegramParser.UnitTests.Worker.Hosting;

public sealed class WorkerOptionsTests
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal)
    {
        [WorkerEnvironment.SettingsFile] = "worker.json",
        [WorkerEnvironment.SecretsFolder] = "secrets",
        [WorkerEnvironment.SessionFolder] = "session",
        [WorkerEnvironment.Database] = "Host=db",
        [WorkerEnvironment.PodUid] = "uid",
    };

    [Fact]
    public void No_private_host_is_open_until_it_is_listed()
    {
        Assert.False(Read().PrivateHosts.Contains("wiki.office.example", 443));
        _environment[WorkerEnvironment.PrivateHosts] = "wiki.office.example";
        Assert.True(Read().PrivateHosts.Contains("wiki.office.example", 443));
    }

    [Fact]
    public void A_list_that_cannot_be_read_keeps_the_worker_from_starting()
    {
        _environment[WorkerEnvironment.PrivateHosts] = "wiki.office.example, *.office.example";
        var error = Assert.Throws<WorkerOptionsException>(Read);
        Assert.Contains(WorkerEnvironment.PrivateHosts, error.Message);
        Assert.Contains("'*.office.example'", error.Message);
    }

    [Fact]
    public void Pages_are_read_politely_by_the_worker_itself_unless_it_is_told_otherwise()
    {
        var enrichment = Read().Enrichment;
        Assert.True(enrichment is { Enabled: true, RespectRobots: true, Crawl4AiUrl: null });
        Assert.Equal("telegram-parser-operator", enrichment.Fetcher.RobotsToken);
    }

    [Fact]
    public void What_is_said_of_enrichment_reaches_the_fetcher()
    {
        _environment[WorkerEnvironment.Enrichment] = "off";
        _environment[WorkerEnvironment.Robots] = "off";
        _environment[WorkerEnvironment.UserAgent] = "news-desk/2 (+https://desk.example/robot)";
        _environment[WorkerEnvironment.Crawl4AiUrl] = "http://crawl4ai.pages.svc:11235/api";
        var enrichment = Read().Enrichment;
        Assert.True(enrichment is { Enabled: false, RespectRobots: false });
        Assert.Equal("news-desk/2 (+https://desk.example/robot)", enrichment.Fetcher.UserAgent);
        Assert.Equal("news-desk", enrichment.Fetcher.RobotsToken);
        Assert.Equal(new Uri("http://crawl4ai.pages.svc:11235/api"), enrichment.Crawl4AiUrl);
    }

    [Theory]
    [InlineData(WorkerEnvironment.Enrichment, "no", "'no' is neither on nor off")]
    [InlineData(WorkerEnvironment.Robots, "OFF", "'OFF' is neither on nor off")]
    [InlineData(WorkerEnvironment.RateLimits, "false", "'false' is neither on nor off")]
    [InlineData(WorkerEnvironment.UserAgent, "(a comment alone)", "is no User-Agent")]
    [InlineData(WorkerEnvironment.UserAgent, "reader/1.0\nCookie: a=b", "is no User-Agent")]
    [InlineData(WorkerEnvironment.UserAgent, "читатель/1.0", "is no User-Agent")]
    [InlineData(WorkerEnvironment.Crawl4AiUrl, "crawl4ai:11235", "no URL such as http://crawl4ai:11235")]
    [InlineData(WorkerEnvironment.Crawl4AiUrl, "ftp://crawl4ai", "no URL such as")]
    [InlineData(WorkerEnvironment.Crawl4AiUrl, "http://crawl4ai:11235/?debug=1", "without user, query and fragment")]
    public void A_variable_of_enrichment_that_cannot_be_used_is_named(string variable, string value, string expected)
    {
        _environment[variable] = value;
        var error = Assert.Throws<WorkerOptionsException>(Read);
        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_in_the_servers_url_is_refused_and_not_repeated()
    {
        _environment[WorkerEnvironment.Crawl4AiUrl] = "http://user:hidden-token@crawl4ai:11235";
        Assert.DoesNotContain("hidden-token", Assert.Throws<WorkerOptionsException>(Read).Message, StringComparison.Ordinal);
    }

    private WorkerOptions Read() => WorkerOptions.FromEnvironment(_environment.GetValueOrDefault);
}
