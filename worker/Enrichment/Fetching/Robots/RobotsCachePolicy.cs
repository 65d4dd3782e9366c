namespace TelegramParser.Worker.Enrichment.Fetching.Robots;

/// <summary>How long answers are good for.</summary>
internal sealed record RobotsCachePolicy
{
    /// <summary>Life of a file, or of the knowledge that there is none; the RFC's limit is 24 hours.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Until a site that could not be reached is asked again, when it does not say.</summary>
    public TimeSpan RetryUnreachable { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>A site that could not be reached for so long counts as having no file (RFC 9309, 2.3.1.4).</summary>
    public TimeSpan UnreachableForGood { get; init; } = TimeSpan.FromDays(30);

    /// <summary>When to ask again.</summary>
    /// <param name="answer">The last answer.</param>
    /// <param name="at">When it came.</param>
    public DateTimeOffset AskAgainAt(RobotsAnswer answer, DateTimeOffset at) => at + answer switch
    {
        RobotsAnswer.Unreachable { Failure.RetryAfter: { } wait } when wait > RetryUnreachable => wait < Lifetime ? wait : Lifetime,
        RobotsAnswer.Unreachable => RetryUnreachable,
        _ => Lifetime,
    };

    /// <summary>What an answer allows a robot.</summary>
    /// <param name="answer">The last answer.</param>
    /// <param name="productToken">The robot's name.</param>
    /// <param name="unreachableSince">When the site was first not reached, and never since; null when it was.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null when nothing is known: the site's pages have to wait, or fail for that reason.</returns>
    public RobotsRules? RulesOf(RobotsAnswer answer, string productToken, DateTimeOffset? unreachableSince, DateTimeOffset now) =>
        answer switch
        {
            RobotsAnswer.Found file => RobotsFile.Parse(file.Text).For(productToken),
            RobotsAnswer.Unavailable => AllowAll,
            _ => unreachableSince is { } since && now - since >= UnreachableForGood ? AllowAll : null,
        };

    private static RobotsRules AllowAll { get; } = new([], CrawlDelay: null);
}
