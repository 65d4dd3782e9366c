using Microsoft.Extensions.Logging;
using TelegramParser.Worker.Egress;
using TelegramParser.Worker.Enrichment.Fetching;
using TelegramParser.Worker.Enrichment.Following;
using TelegramParser.Worker.Enrichment.Links;
using TelegramParser.Worker.Enrichment.Providers;
using TelegramParser.Worker.Enrichment.Providers.Crawl4Ai;
using TelegramParser.Worker.Enrichment.Turns;
using TelegramParser.Worker.Hosting;
using TelegramParser.Worker.Metrics;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Session;
using TelegramParser.Worker.Settings;

namespace TelegramParser.Worker.Enrichment;

/// <summary>
/// The text behind the links of stored posts: gives links their pages, and reads pages that wait, of all users. It works beside the
/// parser and never in its way.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class EnrichmentStage : IDisposable
{
    private readonly bool _isEnabled;
    private readonly Crawl4AiClient? _crawl4Ai;
    private readonly LinkFollower _follower;
    private readonly TurnLoop _turns;

    /// <summary>Makes the stage of a session.</summary>
    public EnrichmentStage(
        HeldLease lease, WorkerOptions options, SecretFiles secrets, Stores stores, SubscriptionSet subscriptions, Func<bool> isBusy,
        WorkerMetrics metrics, TimeProvider time, ILoggerFactory logging)
    {
        _isEnabled = options.Enrichment.Enabled;
        var fetching = options.Enrichment.Fetcher;
        var rules = new TurnRules { RespectRobots = options.Enrichment.RespectRobots, RobotsToken = fetching.RobotsToken };
        var (guard, resolver, connector) = (new AddressGuard(options.PrivateHosts), new SystemResolver(), new TcpConnector());
        var fetcher = new PageFetcher(fetching, guard, resolver, connector, time);
        var providers = new List<IPageProvider> { new BuiltinProvider(fetcher) };
        if (options.Enrichment.Crawl4AiUrl is { } url)
        {
            var server = new Crawl4AiOptions { Url = url };
            _crawl4Ai = new Crawl4AiClient(server, () => secrets.Crawl4AiToken, time);
            providers.Add(new Crawl4AiProvider(
                server, _crawl4Ai, new GuardedDialer(guard, resolver, connector, time, fetching.ConnectTime), fetcher.LocateAsync, providers[0], time,
                logging.CreateLogger<Crawl4AiProvider>()));
        }
        var normalizer = new LinkNormalizer(options.PrivateHosts);
        var runner = new TurnRunner(rules, fetcher, providers, normalizer, Random.Shared.NextDouble, time, logging.CreateLogger<TurnRunner>());
        _turns = new TurnLoop(
            lease.Token.UserId, stores.PageQueue, stores.PageOutcomes, runner, rules, Random.Shared.NextDouble, metrics, time,
            logging.CreateLogger<TurnLoop>());
        _follower = new LinkFollower(
            lease, stores.LinkFollows, new LinkDecisions(new LinkSelector(normalizer)), subscriptions, _isEnabled, isBusy,
            _turns.Wake, metrics, time, logging.CreateLogger<LinkFollower>());
    }

    /// <summary>Pages are being read.</summary>
    public bool IsBusy => _turns.IsBusy;

    /// <summary>Number of turns that have ended.</summary>
    public long Ended => _turns.Ended;

    /// <summary>Tells that something was stored.</summary>
    public void Wake() => _follower.Wake();

    /// <summary>Tells that pages were queued by somebody else.</summary>
    /// <returns>False when enrichment is off here: they are others' to read.</returns>
    public bool WakeTurns()
    {
        if (_isEnabled)
            _turns.Wake();
        return _isEnabled;
    }

    /// <inheritdoc/>
    public void Dispose() => _crawl4Ai?.Dispose();

    /// <summary>Runs until it is cancelled. Without enrichment, links are still told that they are not followed.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task[] loops = [_follower.RunAsync(ending.Token), .. _isEnabled ? new[] { _turns.RunAsync(ending.Token) } : []];
        try
        {
            await await Task.WhenAny(loops);
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }
}
