namespace TelegramParser.Worker.Enrichment.Fetching;

/// <summary>A page to fetch.</summary>
/// <param name="Url">Absolute, http or https.</param>
internal sealed record FetchRequest(Uri Url)
{
    /// <summary>Validators of the copy that is at hand: makes the request conditional.</summary>
    public PageValidators? Validators { get; init; }

    /// <summary>
    /// Whether a redirect to a URL leads to another page, to stop there and answer <see cref="FetchOutcome.Moved"/>: for callers that
    /// share pages and take turns by host. Null: all redirects are followed.
    /// </summary>
    public Func<Uri, bool>? Leaves { get; init; }

    /// <summary>Whether the site lets a URL of its be read, for redirects that are followed; null when all may.</summary>
    public Func<Uri, bool>? Allows { get; init; }

    /// <summary>Redirects that have led to this URL before.</summary>
    public int RedirectsBefore { get; init; }
}

/// <summary>What a server tells a page's versions apart by, word for word.</summary>
/// <param name="ETag">Its <c>ETag</c>.</param>
/// <param name="LastModified">Its <c>Last-Modified</c>.</param>
internal sealed record PageValidators(string? ETag, string? LastModified);
