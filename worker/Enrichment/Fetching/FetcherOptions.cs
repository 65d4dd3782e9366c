namespace TelegramParser.Worker.Enrichment.Fetching;

/// <summary>The caps of a fetch, and how the fetcher introduces itself.</summary>
internal sealed record FetcherOptions
{
    /// <summary>
    /// <c>User-Agent</c>. What stands before the first slash or space is also the name that <c>robots.txt</c> files are searched
    /// for.
    /// </summary>
    public string UserAgent { get; init; } = "telegram-parser-operator/0.1 (reads pages that Telegram posts link to)";

    /// <summary>All of it: names, connections, redirects, the body.</summary>
    public TimeSpan TotalTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest silence of a server. Bytes end it, in whatever part of an answer.</summary>
    public TimeSpan StallTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one of a host's addresses may take to answer.</summary>
    public TimeSpan ConnectTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Redirects that are followed.</summary>
    public int MaxRedirects { get; init; } = 10;

    /// <summary>Bytes of one answer as they come through the connection: TLS, headers and chunks included.</summary>
    public int MaxWireBytes { get; init; } = 8_500_000;

    /// <summary>Bytes of a body, after each step of decompression.</summary>
    public int MaxBodyBytes { get; init; } = 8_000_000;

    /// <summary>Kilobytes of an answer's headers.</summary>
    public int MaxHeaderKilobytes { get; init; } = 64;

    /// <summary>Characters of a URL that a redirect leads to.</summary>
    public int MaxUrlCharacters { get; init; } = 4_096;

    /// <summary>The name that <c>robots.txt</c> files are searched for.</summary>
    public string RobotsToken => UserAgent.Split('/', ' ')[0];
}
