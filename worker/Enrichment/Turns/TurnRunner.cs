using Microsoft.Extensions.Logging;
using TelegramParser.Storage.Enrichment;
using TelegramParser.Worker.Enrichment.Fetching;
using TelegramParser.Worker.Enrichment.Fetching.Robots;
using TelegramParser.Worker.Enrichment.Links;
using TelegramParser.Worker.Enrichment.Providers;

namespace TelegramParser.Worker.Enrichment.Turns;

/// <summary>What a turn has brought, and how long its host rests.</summary>
internal sealed record TurnResult(PageOutcome Outcome, TimeSpan Pause);

/// <summary>Uses a host's turn: for its <c>robots.txt</c> when that is not known, else for the page that is due.</summary>
/// <remarks>Works on the thread pool.</remarks>
/// <param name="rules">How hosts are asked.</param>
/// <param name="fetcher">Asks for <c>robots.txt</c>.</param>
/// <param name="providers">Get pages; the first one those of providers that are not there.</param>
/// <param name="normalizer">Tells which page a redirect leads to.</param>
/// <param name="random">From 0 up to 1, spreads tries.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Gets what nobody has foreseen.</param>
internal sealed partial class TurnRunner(
    TurnRules rules, PageFetcher fetcher, IReadOnlyList<IPageProvider> providers, LinkNormalizer normalizer, Func<double> random, TimeProvider time,
    ILogger<TurnRunner> logger)
{
    private readonly RobotsCachePolicy _robots = new();

    /// <summary>Uses a turn. Whatever happens, there is a result.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<TurnResult> RunAsync(PageTurn turn, CancellationToken ct)
    {
        if (turn.Page is not { } page)
            return new TurnResult(new PageOutcome.Nothing(), TimeSpan.Zero);
        var url = new Uri(page.Url);
        if (!rules.RespectRobots)
            return await GetAsync(page, url, robots: null, ct);
        if (turn.Robots is not { } known || known.Remaining <= TimeSpan.Zero)
            return await AskRobotsAsync(page, url, ct);
        var allowed = RulesOf(known);
        if (allowed is null)
            return new TurnResult(Failed(page, known.Reason!, known.Message!, known.Remaining), TimeSpan.Zero);
        return allowed.Allows(url)
            ? await GetAsync(page, url, allowed, ct)
            : new TurnResult(new PageOutcome.Failed(FetchReasons.DisallowedByRobots, RobotsRules.Refusal, RetryIn: null), TimeSpan.Zero);
    }

    private RobotsRules? RulesOf(HostRobots known)
    {
        RobotsAnswer answer = known switch
        {
            { Reason: { } reason } => new RobotsAnswer.Unreachable(new FetchOutcome.Failed(reason, known.Message ?? "", MayPass: true)),
            { Text: { } text } => new RobotsAnswer.Found(text),
            _ => new RobotsAnswer.Unavailable(),
        };
        return _robots.RulesOf(answer, rules.RobotsToken, known.UnreachableSince, time.GetUtcNow());
    }

    private async Task<TurnResult> AskRobotsAsync(QueuedPage page, Uri url, CancellationToken ct)
    {
        var answer = await fetcher.FetchRobotsAsync(url, ct);
        var now = time.GetUtcNow();
        var goodFor = _robots.AskAgainAt(answer, now) - now;
        return answer switch
        {
            // A host that is not there for its robots.txt is not there for the page.
            RobotsAnswer.Unreachable { Failure: { MayPass: false } failure } => new TurnResult(Failed(page, failure), rules.Pause),
            RobotsAnswer.Unreachable { Failure: var failure } =>
                new TurnResult(new PageOutcome.Robots(Text: null, failure.Reason, failure.Message, goodFor), rules.Pause),
            RobotsAnswer.Found file => new TurnResult(new PageOutcome.Robots(file.Text, Reason: null, Message: null, goodFor), rules.Pause),
            _ => new TurnResult(new PageOutcome.Robots(Text: null, Reason: null, Message: null, goodFor), rules.Pause),
        };
    }

    private async Task<TurnResult> GetAsync(QueuedPage page, Uri url, RobotsRules? robots, CancellationToken ct)
    {
        var pause = robots?.CrawlDelay is { } delay && delay > rules.Pause ? delay < rules.LongestPause ? delay : rules.LongestPause : rules.Pause;
        var result = await TryGetAsync(page, url, robots, ct);
        if (result is PageResult.NoContent { Outcome: FetchOutcome.Failed { Reason: FetchReasons.RateLimited } limited })
        {
            var asked = limited.RetryAfter ?? rules.PauseOfRateLimit;
            asked = asked < RetryPolicy.LongestWait ? asked : RetryPolicy.LongestWait;
            pause = asked > pause ? asked : pause;
        }
        return new TurnResult(OutcomeOf(page, result), pause);
    }

    private async Task<PageResult> TryGetAsync(QueuedPage page, Uri url, RobotsRules? robots, CancellationToken ct)
    {
        var provider = providers.FirstOrDefault(p => string.Equals(p.Name, page.Provider, StringComparison.Ordinal)) ?? providers[0];
        var request = new FetchRequest(url)
        {
            Validators = page.ETag is null && page.LastModified is null ? null : new PageValidators(page.ETag, page.LastModified),
            // What only adds parameters for tracking is followed at once: it is the same page.
            Leaves = to => normalizer.Normalize(to.AbsoluteUri).Url?.AbsoluteUri != page.Url,
            RedirectsBefore = page.Redirects,
            Allows = robots is null ? null : robots.Allows,
        };
        using var limit = new CancellationTokenSource(rules.PageTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            return await provider.GetAsync(request, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new PageResult.NoContent(new FetchOutcome.Failed(FetchReasons.TimedOut, "The page took too long.", MayPass: true));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Unexpected(logger, page.Url, e);
            return new PageResult.NoContent(new FetchOutcome.Failed(
                FetchReasons.UnexpectedError, $"The page could not be read ({e.GetType().Name}); the worker's log says more.", MayPass: false));
        }
    }

    private PageOutcome OutcomeOf(QueuedPage page, PageResult result) => result switch
    {
        PageResult.Extracted extracted => new PageOutcome.Fetched(ContentOf(extracted)),
        PageResult.NoContent { Outcome: FetchOutcome.NotModified o } => new PageOutcome.Unchanged(VersionOf(o.Validators)),
        PageResult.NoContent { Outcome: FetchOutcome.Moved o } => MovedTo(o.To, o.Redirects),
        PageResult.NoContent { Outcome: FetchOutcome.Unsupported o } => new PageOutcome.Unsupported(o.FinalUrl.AbsoluteUri, o.ContentType, o.Size),
        PageResult.NoContent { Outcome: FetchOutcome.Failed o } => Failed(page, o),
        _ => throw new InvalidOperationException($"A provider has given {result}."),
    };

    private PageOutcome MovedTo(Uri to, int redirects) => normalizer.Normalize(to.AbsoluteUri) switch
    {
        ({ } url, null or LinkSkips.TelegramLink) => new PageOutcome.Moved(url.AbsoluteUri, HostKey.Of(url), redirects, PageAge.RefreshAfter),
        (_, LinkSkips.OtherScheme) => Refused(FetchReasons.BlockedScheme, "is neither http nor https"),
        (_, LinkSkips.UserInfo) => Refused(FetchReasons.BlockedUserInfo, "holds a user name or password"),
        (_, LinkSkips.OtherPort) => Refused(FetchReasons.BlockedPort, "asks for another port than 80 and 443"),
        _ => Refused(FetchReasons.InvalidUrl, "is none that can be asked for"),
    };

    private static PageOutcome.Failed Refused(string reason, string why) => new(reason, $"The page redirects to a URL that {why}.", RetryIn: null);

    private PageOutcome.Failed Failed(QueuedPage page, FetchOutcome.Failed failure) => failure.MayPass
        ? Failed(page, failure.Reason, failure.Message, failure.RetryAfter)
        : new PageOutcome.Failed(failure.Reason, failure.Message, RetryIn: null);

    private PageOutcome.Failed Failed(QueuedPage page, string reason, string message, TimeSpan? retryAfter) =>
        new(reason, message, RetryPolicy.Next(page.Attempts, retryAfter, random()));

    private static FetchedContent ContentOf(PageResult.Extracted result) => new()
    {
        FinalUrl = result.FinalUrl.AbsoluteUri,
        FetchedBy = result.Provider,
        HasArticle = result.Page.HasArticle,
        Text = result.Page.Text,
        Markdown = result.Page.Markdown,
        Truncated = result.Page.Truncated,
        Version = VersionOf(result.Validators),
        Charset = result.Charset,
        Title = result.Page.Title,
        Byline = result.Page.Byline,
        PublishedAt = result.Page.PublishedAt,
        Site = result.Page.SiteName,
        Language = result.Page.Language,
        Description = result.Page.Description,
        CanonicalUrl = result.Page.CanonicalUrl?.AbsoluteUri,
        LeadImage = result.Page.LeadImage?.AbsoluteUri,
    };

    private static PageVersion VersionOf(PageValidators? validators) => new(validators?.ETag, validators?.LastModified);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "a page could not be read for an unforeseen reason url={Url}")]
        public static partial void Unexpected(ILogger logger, string url, Exception error);
    }
}
