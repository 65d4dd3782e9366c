using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using TelegramParser.Contracts.Resources;
using TelegramParser.Worker.Egress;
using TelegramParser.Worker.Enrichment.Extraction;
using TelegramParser.Worker.Enrichment.Fetching;

namespace TelegramParser.Worker.Enrichment.Providers.Crawl4Ai;

/// <summary>
/// Reads pages through a Crawl4AI server, for those that need a browser. The URL passes the guard first. Where the server fails, another
/// provider reads the page; where it fails again and again, it is left alone for a while (a circuit breaker). The server does not tell
/// where redirects have led it, so the worker asks for that itself.
/// </summary>
internal sealed partial class Crawl4AiProvider : IPageProvider
{
    // Doublings of a break are counted no further.
    private const int MostDoublings = 10;

    private readonly Crawl4AiOptions _options;
    private readonly Crawl4AiClient _client;
    private readonly GuardedDialer _dialer;
    private readonly Func<FetchRequest, CancellationToken, Task<FetchOutcome.Moved?>> _locate;
    private readonly IPageProvider _fallback;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<string> _breaker;
    private readonly CircuitBreakerStateProvider _state = new();

    /// <summary>Makes one.</summary>
    /// <param name="options">How the server is asked.</param>
    /// <param name="client">Asks it.</param>
    /// <param name="dialer">Finds a host's addresses and checks them.</param>
    /// <param name="locate">Finds out which other page a URL leads to; null when it leads to none.</param>
    /// <param name="fallback">Reads the pages that the server does not.</param>
    /// <param name="time">Clock of the circuit breaker.</param>
    /// <param name="logger">Is told of fall-backs.</param>
    public Crawl4AiProvider(
        Crawl4AiOptions options, Crawl4AiClient client, GuardedDialer dialer,
        Func<FetchRequest, CancellationToken, Task<FetchOutcome.Moved?>> locate, IPageProvider fallback, TimeProvider time, ILogger logger)
    {
        (_options, _client, _dialer, _locate, _fallback, _time, _logger) = (options, client, dialer, locate, fallback, time, logger);
        _breaker = new ResiliencePipelineBuilder<string> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<string>
            {
                ShouldHandle = new PredicateBuilder<string>().Handle<Crawl4AiException>(failure => failure.ServerFailed),
                FailureRatio = options.FailureRatio,
                MinimumThroughput = options.FewestRequests,
                SamplingDuration = options.Window,
                StateProvider = _state,
                BreakDurationGenerator = broken => ValueTask.FromResult(BreakOf(broken.HalfOpenAttempts)),
                OnOpened = opened =>
                {
                    Log.LeftAlone(logger, opened.BreakDuration.TotalSeconds);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <inheritdoc/>
    public string Name => nameof(PageProvider.Crawl4AI);

    /// <inheritdoc/>
    public Task<PageResult> GetAsync(FetchRequest request, CancellationToken ct) => Task.Run(() => ReadAsync(request, ct), ct);

    private async Task<PageResult> ReadAsync(FetchRequest request, CancellationToken ct)
    {
        if (await RefuseAsync(request.Url, ct) is { } refused)
            return new PageResult.NoContent(refused);
        // An open circuit leaves the page to the fall-back, which sees redirects for itself.
        if (_state.CircuitState is not CircuitState.Open && await _locate(request, ct) is { } moved)
            return new PageResult.NoContent(moved);
        try
        {
            var markdown = await _breaker.ExecuteAsync(
                static async (state, token) => await state.Client.GetMarkdownAsync(state.Url, token), (Client: _client, request.Url), ct);
            var page = MarkdownArticle.Read(markdown, request.Url, ct);
            if (page.Text.Length > 0)
                return new PageResult.Extracted(page, request.Url, Name);
            Log.FellBack(_logger, request.Url.IdnHost, "it found no text");
        }
        catch (Crawl4AiException e)
        {
            Log.FellBack(_logger, request.Url.IdnHost, e.Message);
        }
        catch (BrokenCircuitException)
        {
            // Said once, when it opened.
        }
        return await _fallback.GetAsync(request, ct);
    }

    // What the guard refuses is sent to nobody. The server resolves the name again: what that leaves open is in docs/enrichment.md.
    private async Task<FetchOutcome.Failed?> RefuseAsync(Uri url, CancellationToken ct)
    {
        try
        {
            await _dialer.CheckAsync(url, ct).WaitAsync(_options.Timeout, _time, ct);
            return null;
        }
        catch (TimeoutException)
        {
            return new FetchOutcome.Failed(FetchReasons.ResolverUnavailable, "The host's address could not be found out.", MayPass: true);
        }
        catch (Exception e) when (FetchFailures.Of(e) is not null)
        {
            return FetchFailures.Of(e);
        }
    }

    private TimeSpan BreakOf(int triedInVain)
    {
        var wait = _options.Break * Math.Pow(2, Math.Min(triedInVain, MostDoublings));
        return wait < _options.LongestBreak ? wait : _options.LongestBreak;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Crawl4AI gave no page of {Host}, which is read otherwise: {Problem}")]
        public static partial void FellBack(ILogger logger, string host, string problem);

        [LoggerMessage(LogLevel.Warning, "Crawl4AI fails and is left alone for {Seconds} s; pages are read without it")]
        public static partial void LeftAlone(ILogger logger, double seconds);
    }
}
