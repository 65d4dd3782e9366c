using TelegramParser.Contracts.Workers;

namespace TelegramParser.Operator.Configuration;

/// <summary>What all workers are told of the pages that posts link to.</summary>
public sealed record WorkerEnrichment
{
    /// <summary>Whether pages are fetched at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How workers introduce themselves to page servers; their own name when null.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Whether <c>robots.txt</c> files are asked for and kept to.</summary>
    public bool RespectRobots { get; init; } = true;

    /// <summary>Hosts on private addresses that links may lead to, with commas between; none when null.</summary>
    public string? PrivateHosts { get; init; }

    /// <summary>The Crawl4AI server; none when null.</summary>
    public Uri? Crawl4AiUrl { get; init; }

    /// <summary>Its bearer token; it asks for none when null.</summary>
    public string? Crawl4AiToken { get; init; }

    /// <summary>Variables of a worker, as far as they differ from what it does without being told.</summary>
    public IEnumerable<(string Name, string Value)> Variables()
    {
        if (!Enabled)
            yield return (WorkerEnvironment.Enrichment, "off");
        if (UserAgent is not null)
            yield return (WorkerEnvironment.UserAgent, UserAgent);
        if (!RespectRobots)
            yield return (WorkerEnvironment.Robots, "off");
        if (PrivateHosts is not null)
            yield return (WorkerEnvironment.PrivateHosts, PrivateHosts);
        if (Crawl4AiUrl is not null)
            yield return (WorkerEnvironment.Crawl4AiUrl, Crawl4AiUrl.OriginalString);
    }

    /// <summary>Never shows the token.</summary>
    public override string ToString() => $"{nameof(WorkerEnrichment)} {{ {Enabled}, {Crawl4AiUrl} }}";
}
