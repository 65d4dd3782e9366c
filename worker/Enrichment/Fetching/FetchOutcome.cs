namespace TelegramParser.Worker.Enrichment.Fetching;

/// <summary>What became of a fetch. There is always an outcome; only cancellation is an exception.</summary>
internal abstract record FetchOutcome
{
    private FetchOutcome()
    {
    }

    /// <summary>The page is here.</summary>
    /// <param name="Html">Its source.</param>
    /// <param name="FinalUrl">Where it was found after all redirects.</param>
    /// <param name="Validators">For the next request; null when the server gave none.</param>
    /// <param name="Charset">The encoding that it was read in, such as <c>utf-8</c>.</param>
    public sealed record Fetched(string Html, Uri FinalUrl, PageValidators? Validators, string Charset) : FetchOutcome;

    /// <summary>The copy at hand is the newest.</summary>
    /// <param name="FinalUrl">Where that was said.</param>
    /// <param name="Validators">For the next request: those of the answer, or those that were sent.</param>
    public sealed record NotModified(Uri FinalUrl, PageValidators Validators) : FetchOutcome;

    /// <summary>It redirects to another page (<see cref="FetchRequest.Leaves"/>).</summary>
    /// <param name="To">Where; its turn has not been taken and it was not asked.</param>
    /// <param name="Redirects">How many redirects have led there, for <see cref="FetchRequest.RedirectsBefore"/>.</param>
    public sealed record Moved(Uri To, int Redirects) : FetchOutcome;

    /// <summary>Something else than a page of HTML.</summary>
    /// <param name="FinalUrl">Where it was found.</param>
    /// <param name="ContentType">What it is, such as <c>application/pdf</c>.</param>
    /// <param name="Size">Bytes as the server says; null when it does not.</param>
    public sealed record Unsupported(Uri FinalUrl, string ContentType, long? Size) : FetchOutcome;

    /// <summary>There is no page.</summary>
    /// <param name="Reason">One of <see cref="FetchReasons"/>.</param>
    /// <param name="Message">In words.</param>
    /// <param name="MayPass">Another try later may succeed.</param>
    /// <param name="RetryAfter">Not before this much time has passed, when the server said so.</param>
    public sealed record Failed(string Reason, string Message, bool MayPass, TimeSpan? RetryAfter = null) : FetchOutcome;
}
