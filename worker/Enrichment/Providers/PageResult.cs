using TelegramParser.Worker.Enrichment.Extraction;
using TelegramParser.Worker.Enrichment.Fetching;

namespace TelegramParser.Worker.Enrichment.Providers;

/// <summary>What became of a page. There is always a result; only cancellation is an exception.</summary>
internal abstract record PageResult
{
    private PageResult()
    {
    }

    /// <summary>The page was read.</summary>
    /// <param name="Page">What is in it; without an article, too.</param>
    /// <param name="FinalUrl">Where it was found after all redirects.</param>
    /// <param name="Provider">Who has read it: the provider that was asked, or the one that it fell back to.</param>
    public sealed record Extracted(ExtractedPage Page, Uri FinalUrl, string Provider) : PageResult
    {
        /// <summary>For the next request; null when there are none.</summary>
        public PageValidators? Validators { get; init; }

        /// <summary>The encoding that it was read in; null when that is not known.</summary>
        public string? Charset { get; init; }
    }

    /// <summary>There is no new content.</summary>
    /// <param name="Outcome">Why: any but <see cref="FetchOutcome.Fetched"/>.</param>
    public sealed record NoContent(FetchOutcome Outcome) : PageResult;
}
