using System.CommandLine;
using TelegramParser.Contracts.Workers;
using TelegramParser.Operator.Configuration;

namespace TelegramParser.Operator.Cli;

/// <summary>What workers are told of the pages that posts link to.</summary>
internal sealed class EnrichmentSettings
{
    private readonly Setting _enrichment = new(
        "--enrichment", WorkerEnvironment.Enrichment, "on: workers read the pages that posts link to, as subscriptions say; off: none.", "on");
    private readonly Setting _userAgent = new(
        "--user-agent", WorkerEnvironment.UserAgent,
        "User-Agent of requests for pages, such as my-reader/1.0 (+https://example.org/reader); the worker's own if not given.");
    private readonly Setting _robots = new(
        "--robots", WorkerEnvironment.Robots, "on: robots.txt files are asked for and kept to; off: they are not.", "on");
    private readonly Setting _privateHosts = new(
        "--private-hosts", WorkerEnvironment.PrivateHosts,
        "Hosts on private addresses that links may lead to, by exact name and separated by commas: host or host:port.");
    private readonly Setting _crawl4AiUrl = new(
        "--crawl4ai-url", WorkerEnvironment.Crawl4AiUrl, "Crawl4AI server for subscriptions that ask for it, such as http://crawl4ai:11235.");
    private readonly SecretSetting _crawl4AiToken = new(
        new Setting(
            "--crawl4ai-token-file", "TGPARSER_CRAWL4AI_TOKEN_FILE",
            "File with the bearer token of the Crawl4AI server, or TGPARSER_CRAWL4AI_TOKEN with the token itself."),
        "TGPARSER_CRAWL4AI_TOKEN");

    /// <summary>The options.</summary>
    public IEnumerable<Setting> All => [_enrichment, _userAgent, _robots, _privateHosts, _crawl4AiUrl, _crawl4AiToken.File];

    /// <summary>What they say.</summary>
    /// <exception cref="UserErrorException">One of them cannot be used.</exception>
    public WorkerEnrichment Read(ParseResult result) => new()
    {
        Enabled = _enrichment.RequireSwitch(result),
        UserAgent = Parsed(_userAgent, result, EnrichmentVariables.ParseUserAgent),
        RespectRobots = _robots.RequireSwitch(result),
        PrivateHosts = _privateHosts.Find(result),
        Crawl4AiUrl = Parsed(_crawl4AiUrl, result, EnrichmentVariables.ParseCrawl4AiUrl),
        Crawl4AiToken = _crawl4AiToken.Find(result)?.Value,
    };

    private static T? Parsed<T>(Setting setting, ParseResult result, Func<string, T> parse)
        where T : class
    {
        try
        {
            return setting.Find(result) is { } value ? parse(value) : null;
        }
        catch (FormatException e)
        {
            throw new UserErrorException($"{setting.Name}: {e.Message}", e);
        }
    }
}
