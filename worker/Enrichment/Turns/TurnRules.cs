namespace TelegramParser.Worker.Enrichment.Turns;

/// <summary>How hosts are asked.</summary>
internal sealed record TurnRules
{
    /// <summary>False: <c>robots.txt</c> files are not asked for.</summary>
    public bool RespectRobots { get; init; } = true;

    /// <summary>The name that <c>robots.txt</c> files are searched for.</summary>
    public required string RobotsToken { get; init; }

    /// <summary>Pages that a worker asks for at a time, of as many hosts.</summary>
    public int AtOnce { get; init; } = 2;

    /// <summary>Time between two requests to a host.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest of those that a <c>robots.txt</c> may wish for.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A host that has had too many requests, and does not say for how long, is asked again after this.</summary>
    public TimeSpan PauseOfRateLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Longer than a page of any provider may take; then its outcome is that it took too long.</summary>
    public TimeSpan PageTime { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>A turn that was not ended by then is anybody's: the page's time, and some to store what it has brought.</summary>
    public TimeSpan TurnTime => PageTime + TimeSpan.FromMinutes(1);
}
