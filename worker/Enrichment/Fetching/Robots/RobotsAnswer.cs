namespace TelegramParser.Worker.Enrichment.Fetching.Robots;

/// <summary>What asking for a <c>robots.txt</c> brought (RFC 9309, 2.3.1).</summary>
internal abstract record RobotsAnswer
{
    private RobotsAnswer()
    {
    }

    /// <summary>A file.</summary>
    /// <param name="Text">Its content, at most <see cref="RobotsFile.MaxBytes"/> of it.</param>
    public sealed record Found(string Text) : RobotsAnswer;

    /// <summary>The site has none, or keeps it to itself: everything is allowed.</summary>
    public sealed record Unavailable : RobotsAnswer;

    /// <summary>Nobody knows: nothing is allowed until somebody does.</summary>
    /// <param name="Failure">What is in the way; the reason for the site's pages, too.</param>
    public sealed record Unreachable(FetchOutcome.Failed Failure) : RobotsAnswer;

    /// <summary>What a failure means for the site's pages.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="status">The server's answer; 0 when there was none.</param>
    internal static RobotsAnswer Of(FetchOutcome.Failed failure, int status = 0) =>
        // "Too many requests" is no permission for more of them.
        status is >= 300 and <= 499 and not 429 || failure.Reason is FetchReasons.TooManyRedirects
            ? new Unavailable()
            : new Unreachable(failure);
}
