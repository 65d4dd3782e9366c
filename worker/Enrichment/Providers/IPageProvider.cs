using TelegramParser.Worker.Enrichment.Fetching;

namespace TelegramParser.Worker.Enrichment.Providers;

/// <summary>Gets the article behind a URL. Whose turn it is at the host, and what <c>robots.txt</c> says, is settled before.</summary>
internal interface IPageProvider
{
    /// <summary>Its name in <c>spec.enrichment.provider</c> and in <c>pages</c>.</summary>
    string Name { get; }

    /// <summary>Gets a page. Runs on the thread pool and may take long; what it holds is released when it ends.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    Task<PageResult> GetAsync(FetchRequest request, CancellationToken ct);
}
