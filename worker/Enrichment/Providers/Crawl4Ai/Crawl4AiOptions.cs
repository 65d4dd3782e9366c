namespace TelegramParser.Worker.Enrichment.Providers.Crawl4Ai;

/// <summary>How a Crawl4AI server is asked.</summary>
internal sealed record Crawl4AiOptions
{
    /// <summary>Its URL; a path in it stays in front of the API's own.</summary>
    public required Uri Url { get; init; }

    /// <summary>A whole answer. A browser opens the page meanwhile.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes of an answer.</summary>
    public int MaxBytes { get; init; } = 4_000_000;

    /// <summary>Share of requests at which the server has failed, and from which it is left alone.</summary>
    public double FailureRatio { get; init; } = 0.5;

    /// <summary>Requests from which that share counts.</summary>
    public int FewestRequests { get; init; } = 4;

    /// <summary>The time over which both are counted.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long it is left alone before one request tries it; twice as long each time that this one fails.</summary>
    public TimeSpan Break { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest time that it is left alone.</summary>
    public TimeSpan LongestBreak { get; init; } = TimeSpan.FromMinutes(15);
}
