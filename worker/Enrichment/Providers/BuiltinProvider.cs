using TelegramParser.Worker.Enrichment.Extraction;
using TelegramParser.Worker.Enrichment.Fetching;

namespace TelegramParser.Worker.Enrichment.Providers;

/// <summary>Fetches pages and extracts their articles in this process.</summary>
/// <param name="fetcher">Fetches.</param>
internal sealed class BuiltinProvider(PageFetcher fetcher) : IPageProvider
{
    /// <summary>Its name.</summary>
    public const string ProviderName = "Builtin";

    // A page and its tree take the most of a worker's memory: one at a time.
    private readonly SemaphoreSlim _extracting = new(1);

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public async Task<PageResult> GetAsync(FetchRequest request, CancellationToken ct)
    {
        var outcome = await fetcher.FetchAsync(request, ct).ConfigureAwait(false);
        return outcome is FetchOutcome.Fetched page ? await ExtractAsync(page, ct).ConfigureAwait(false) : new PageResult.NoContent(outcome);
    }

    private async Task<PageResult> ExtractAsync(FetchOutcome.Fetched page, CancellationToken ct)
    {
        await _extracting.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var extracted = await Task.Run(() => ArticleExtractor.Extract(page.Html, page.FinalUrl, limits: null, ct), ct).ConfigureAwait(false);
            return new PageResult.Extracted(extracted, page.FinalUrl, Name) { Validators = page.Validators, Charset = page.Charset };
        }
        finally
        {
            _extracting.Release();
        }
    }
}
