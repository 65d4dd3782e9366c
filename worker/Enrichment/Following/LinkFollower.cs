using Microsoft.Extensions.Logging;
using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Enrichment;
using TelegramParser.Worker.Metrics;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Session;

namespace TelegramParser.Worker.Enrichment.Following;

/// <summary>
/// Gives the links of stored posts their pages, after the posts are stored: takes little of Postgres while channels are parsed, and
/// asks no server for anything.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
/// <param name="lease">The user's lease.</param>
/// <param name="store">Where posts wait.</param>
/// <param name="decisions">Decides.</param>
/// <param name="subscriptions">What the user wants of each channel's links.</param>
/// <param name="isEnabled">False: no link is followed, whatever subscriptions say.</param>
/// <param name="isBusy">Whether channels are parsed.</param>
/// <param name="followed">Called when links have got pages.</param>
/// <param name="metrics">Counts links.</param>
/// <param name="time">Measures the pauses.</param>
/// <param name="logger">Gets what failed.</param>
internal sealed partial class LinkFollower(
    HeldLease lease, LinkFollowStore store, LinkDecisions decisions, SubscriptionSet subscriptions, bool isEnabled, Func<bool> isBusy, Action followed,
    WorkerMetrics metrics, TimeProvider time, ILogger<LinkFollower> logger)
{
    // Some 1,000 posts at a time: more than Telegram gives an account in that pause within its limits.
    private const int AtOnce = 5;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);
    private static readonly EnrichmentSpec Default = new();

    private readonly FollowUp _work = new(lease, isBusy, RetryAfter, problem => Log.NotFollowed(logger, problem), time);

    /// <summary>Tells that something was stored.</summary>
    public void Wake() => _work.Wake();

    /// <summary>Runs until it is cancelled.</summary>
    public Task RunAsync(CancellationToken ct) => _work.RunAsync(FollowAsync, ct);

    private async Task<bool> FollowAsync(CancellationToken ct)
    {
        for (var i = 0; i < AtOnce; i++)
        {
            if (await store.NextAsync(lease.Token.UserId, ct) is not { } waiting)
                return false;
            var links = await DecideAsync(waiting.Posts, ct);
            await store.SaveAsync(lease.Token, waiting.Entry, links, PageAge.RefreshAfter, ct);
            metrics.LinksFollowed(links.Select(link => link.Skip));
            if (links.Any(link => link.Page is not null))
                followed();
        }
        return true;
    }

    private Task<IReadOnlyList<FollowedLink>> DecideAsync(IReadOnlyList<PostLinks> posts, CancellationToken ct)
    {
        var wanted = new Dictionary<long, EnrichmentSpec>();
        foreach (var subscription in isEnabled ? subscriptions.All : [])
        {
            if (subscription.ChatId is { } chatId)
                wanted[chatId] = subscription.Settings.Enrichment ?? Default;
        }
        // Off the event loop: a page of posts may have thousands of links.
        return Task.Run<IReadOnlyList<FollowedLink>>(
            () => [.. posts.SelectMany(post => decisions.Decide(post, wanted.GetValueOrDefault(post.ChatId)))], ct);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "links could not be followed, it is tried again: {Problem}")]
        public static partial void NotFollowed(ILogger logger, string problem);
    }
}
