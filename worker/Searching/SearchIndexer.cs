using Microsoft.Extensions.Logging;
using TelegramParser.Storage.Posts;
using TelegramParser.Worker.Session;

namespace TelegramParser.Worker.Searching;

/// <summary>
/// Has stored posts indexed for full text search, outside of the transactions that store them. Searches find what is not indexed yet,
/// too, only slower; so this takes little of Postgres while channels are parsed, and the rest when none is.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
/// <param name="lease">The user's lease.</param>
/// <param name="store">Where the posts are.</param>
/// <param name="isBusy">Whether channels are parsed.</param>
/// <param name="time">Measures the pauses.</param>
/// <param name="logger">Gets what failed.</param>
internal sealed partial class SearchIndexer(
    HeldLease lease, SearchIndexStore store, Func<bool> isBusy, TimeProvider time, ILogger<SearchIndexer> logger)
{
    // Some 1,000 posts at a time: more than Telegram gives an account in that pause within its limits.
    private const int AtOnce = 5;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    private readonly FollowUp _work = new(lease, isBusy, RetryAfter, problem => Log.NotIndexed(logger, problem), time);

    /// <summary>Tells that something was stored.</summary>
    public void Wake() => _work.Wake();

    /// <summary>Runs until it is cancelled.</summary>
    public Task RunAsync(CancellationToken ct) => _work.RunAsync(ending => store.IndexAsync(lease.Token, AtOnce, ending), ct);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "posts could not be indexed for search, it is tried again: {Problem}")]
        public static partial void NotIndexed(ILogger logger, string problem);
    }
}
