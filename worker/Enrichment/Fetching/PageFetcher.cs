using TelegramParser.Worker.Egress;
using TelegramParser.Worker.Enrichment.Fetching.Charsets;
using TelegramParser.Worker.Enrichment.Fetching.Robots;

namespace TelegramParser.Worker.Enrichment.Fetching;

/// <summary>
/// Fetches pages that strangers link to. Every part of a fetch has a cap (<see cref="FetcherOptions"/>), every connection passes
/// <see cref="AddressGuard"/>, and every fetch has an outcome. Whose turn it is at a host is its caller's business.
/// </summary>
/// <remarks>Works on the thread pool, wherever it is called from. Holds nothing between two fetches.</remarks>
internal sealed class PageFetcher
{
    private const string Accept = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1";

    private readonly FetcherOptions _options;
    private readonly TimeProvider _time;
    private readonly AddressGuard _guard;
    private readonly GuardedDialer _dialer;

    /// <summary>Makes one.</summary>
    /// <param name="options">Caps.</param>
    /// <param name="guard">Decides which addresses are asked.</param>
    /// <param name="resolver">Finds addresses of names.</param>
    /// <param name="connector">Connects to addresses that were checked.</param>
    /// <param name="time">Clock of all time limits.</param>
    public PageFetcher(
        FetcherOptions options, AddressGuard guard, IHostResolver resolver, IEndPointConnector connector, TimeProvider time)
    {
        _options = options;
        _time = time;
        _guard = guard;
        _dialer = new GuardedDialer(guard, resolver, connector, time, options.ConnectTime);
    }

    /// <summary>Fetches a page.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<FetchOutcome> FetchAsync(FetchRequest request, CancellationToken ct) => Task.Run(
        () => WithinBudgetAsync<FetchOutcome>((transport, budget) => FetchAsync(request, transport, budget), failure => failure, ct), ct);

    /// <summary>Asks where a URL leads, and reads no further than the headers of the answer.</summary>
    /// <returns>The other page that it leads to; null when it leads to none, or that could not be found out.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<FetchOutcome.Moved?> LocateAsync(FetchRequest request, CancellationToken ct) => Task.Run(
        () => WithinBudgetAsync((transport, _) => LocateAsync(request, transport), _ => null, ct), ct);

    /// <summary>Fetches the <c>robots.txt</c> of a URL's origin.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<RobotsAnswer> FetchRobotsAsync(Uri url, CancellationToken ct) => Task.Run(
        () => WithinBudgetAsync(
            (transport, budget) => FetchRobotsAsync(url, transport, budget), failure => RobotsAnswer.Of(failure), ct), ct);

    private async Task<T> WithinBudgetAsync<T>(
        Func<PageTransport, FetchBudget, Task<T>> work, Func<FetchOutcome.Failed, T> failed, CancellationToken ct)
    {
        using var budget = new FetchBudget(_options, _time, ct);
        using var transport = new PageTransport(_options, _guard, _dialer, budget);
        try
        {
            return await work(transport, budget);
        }
        catch (Exception e)
        {
            ct.ThrowIfCancellationRequested();
            if ((budget.Spent ?? FetchFailures.Of(e)) is { } failure)
                return failed(failure);
            throw;
        }
    }

    private async Task<FetchOutcome> FetchAsync(FetchRequest request, PageTransport transport, FetchBudget budget)
    {
        using var answer = await transport.GetAsync(new TransportRequest(request, Accept, _options.MaxRedirects));
        var response = answer.Response;
        if (answer.Left)
            return new FetchOutcome.Moved(answer.Url, answer.Redirects);
        if ((int)response.StatusCode == 304 && request.Validators is { } sent)
            return new FetchOutcome.NotModified(answer.Url, response.Validators() ?? sent);
        if ((int)response.StatusCode is not (200 or 203))
            return FetchFailures.Of(response, _time.GetUtcNow());
        var (mediaType, charset) = response.ContentType();
        var size = response.Content.Headers.ContentLength;
        if (mediaType.Length > 0 && !PageContent.IsHtml(mediaType))
            return new FetchOutcome.Unsupported(answer.Url, mediaType, size);
        var body = await ReadBodyAsync(response, _options.MaxBodyBytes, cut: false, budget);
        if (PageContent.Sniff(body, mediaType) is { } other)
            return new FetchOutcome.Unsupported(answer.Url, other, size ?? body.Count);
        var (html, encoding) = CharsetDetector.Decode(body, charset);
        return new FetchOutcome.Fetched(html, answer.Url, response.Validators(), encoding);
    }

    private async Task<FetchOutcome.Moved?> LocateAsync(FetchRequest request, PageTransport transport)
    {
        using var answer = await transport.GetAsync(new TransportRequest(request, Accept, _options.MaxRedirects));
        return answer.Left ? new FetchOutcome.Moved(answer.Url, answer.Redirects) : null;
    }

    private async Task<RobotsAnswer> FetchRobotsAsync(Uri url, PageTransport transport, FetchBudget budget)
    {
        var file = new Uri(url, "/robots.txt");
        using var answer = await transport.GetAsync(
            new TransportRequest(new FetchRequest(file), "text/plain, */*;q=0.1", RobotsFile.MaxRedirects));
        if ((int)answer.Response.StatusCode is not (>= 200 and <= 299))
            return RobotsAnswer.Of(FetchFailures.Of(answer.Response, _time.GetUtcNow()), (int)answer.Response.StatusCode);
        var body = await ReadBodyAsync(answer.Response, RobotsFile.MaxBytes, cut: true, budget);
        return new RobotsAnswer.Found(CharsetDetector.DecodeUtf8(body));
    }

    private static async Task<ArraySegment<byte>> ReadBodyAsync(
        HttpResponseMessage response, int maxBytes, bool cut, FetchBudget budget)
    {
        if (response.Content.Headers.ContentLength > maxBytes && !cut)
            throw CappedStream.TooLarge(maxBytes);
        await using var content = await response.Content.ReadAsStreamAsync(budget.Token);
        return await ContentDecoder.ReadAsync(
            content, response.Header("Content-Encoding")?.Split(',') ?? [], maxBytes, cut, budget.Token);
    }
}
