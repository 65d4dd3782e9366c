using TelegramParser.Worker.Enrichment.Fetching;

namespace TelegramParser.Worker.Enrichment;

/// <summary>What the installation lets the enrichment stage do; what a subscription asks of it is in its settings.</summary>
internal sealed record EnrichmentOptions
{
    /// <summary>False: no page is fetched, whatever subscriptions say.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How the worker introduces itself to page servers.</summary>
    public string UserAgent { get; init; } = new FetcherOptions().UserAgent;

    /// <summary>False: <c>robots.txt</c> files are not asked for.</summary>
    public bool RespectRobots { get; init; } = true;

    /// <summary>The Crawl4AI server; null when the installation has none.</summary>
    public Uri? Crawl4AiUrl { get; init; }

    /// <summary>Caps and User-Agent of the fetcher.</summary>
    public FetcherOptions Fetcher => new() { UserAgent = UserAgent };
}
