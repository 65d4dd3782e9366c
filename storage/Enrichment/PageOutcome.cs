namespace TelegramParser.Storage.Enrichment;

/// <summary>What a turn has brought, stored together with its end.</summary>
public abstract record PageOutcome
{
    private PageOutcome()
    {
    }

    /// <summary>The page's content, new or for the first time.</summary>
    public sealed record Fetched(FetchedContent Content) : PageOutcome;

    /// <summary>The stored content is the newest.</summary>
    public sealed record Unchanged(PageVersion Version) : PageOutcome;

    /// <summary>It redirects to another page: becomes that one when it is stored, else takes its place and waits for its host's turn.</summary>
    /// <param name="Url">Where, normalised.</param>
    /// <param name="Host">Its host, as turns are taken.</param>
    /// <param name="Redirects">Followed to there.</param>
    /// <param name="RefreshAfter">Age from which the other page is asked for again, and from which a redirect counts no more.</param>
    public sealed record Moved(string Url, string Host, int Redirects, TimeSpan RefreshAfter) : PageOutcome;

    /// <summary>It is no page of HTML.</summary>
    /// <param name="FinalUrl">Where it was found.</param>
    /// <param name="ContentType">What it is.</param>
    /// <param name="Size">Its bytes, when they are known.</param>
    public sealed record Unsupported(string FinalUrl, string ContentType, long? Size) : PageOutcome;

    /// <summary>It could not be read.</summary>
    /// <param name="Reason">Why, in one word.</param>
    /// <param name="Message">In words.</param>
    /// <param name="RetryIn">When it is tried again; null when it is not.</param>
    public sealed record Failed(string Reason, string Message, TimeSpan? RetryIn) : PageOutcome;

    /// <summary>The host's <c>robots.txt</c> was asked for; the page waits for the next turn.</summary>
    /// <param name="Text">The file; null when there is none, or it could not be read.</param>
    /// <param name="Reason">Why it could not be read; null when it could, or there is none.</param>
    /// <param name="Message">That in words.</param>
    /// <param name="GoodFor">Until it is asked for again.</param>
    public sealed record Robots(string? Text, string? Reason, string? Message, TimeSpan GoodFor) : PageOutcome;

    /// <summary>Nothing: no page was due.</summary>
    public sealed record Nothing : PageOutcome;
}
