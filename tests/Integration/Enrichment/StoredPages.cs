using Npgsql;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Enrichment;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Sessions;

namespace TelegramParser.IntegrationTests.Enrichment;

/// <summary>The steps that lead to a page in the queue and out of it, with what no test cares about.</summary>
internal static class StoredPages
{
    public static readonly TimeSpan Long = TimeSpan.FromHours(1);
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>A post with links.</summary>
    public static PostRecord Linking(long id, params string[] urls) =>
        StorageSetup.Post(id) with { Links = [.. urls.Select(url => new LinkRecord(url, "url"))] };

    /// <summary>Stores posts, and follows their links.</summary>
    public static async Task QueueAsync(this NpgsqlDataSource database, LeaseToken token, params PostRecord[] posts)
    {
        await database.StoreAsync(token, posts);
        await database.FollowAsync(token);
    }

    /// <summary>Follows all links that wait, each to the page of its own URL.</summary>
    public static async Task FollowAsync(this NpgsqlDataSource database, LeaseToken token)
    {
        var store = new LinkFollowStore(database);
        while (await store.NextAsync(token.UserId, None) is { } waiting)
            await store.SaveAsync(token, waiting.Entry, [.. waiting.Posts.SelectMany(Decide)], Day, None);
    }

    /// <summary>The page of every link that was not looked at yet.</summary>
    public static IEnumerable<FollowedLink> Decide(PostLinks post) => post.Links
        .Where(link => !link.HasPage && link.Skip is null)
        .Select(link => new FollowedLink(post.PostId, link.Position, link.Url, Page(link.Url, post.Date), Skip: null));

    public static LinkedPage Page(string url, DateTimeOffset wantedAt) => new(url, new Uri(url).Host, "Builtin", wantedAt);

    /// <summary>Takes a turn that lasts; fails when there is none.</summary>
    public static async Task<PageTurn> TakeAsync(this NpgsqlDataSource database, long userId = 1) =>
        Assert.IsType<PageTurn>(await new PageQueueStore(database).TakeTurnAsync(userId, Long, None));

    /// <summary>Whether a turn can be taken; takes it.</summary>
    public static async Task<bool> CanTakeAsync(this NpgsqlDataSource database) =>
        await new PageQueueStore(database).TakeTurnAsync(1, Long, None) is { Page: not null };

    /// <summary>Ends a turn, without a pause if no other is asked for.</summary>
    public static Task<bool> EndAsync(this NpgsqlDataSource database, PageTurn turn, PageOutcome outcome, TimeSpan pause = default) =>
        new PageOutcomeStore(database).EndTurnAsync(turn, outcome, pause, None);

    /// <summary>Takes the next turn and ends it.</summary>
    public static async Task<PageTurn> TakeAndEndAsync(this NpgsqlDataSource database, PageOutcome outcome)
    {
        var turn = await database.TakeAsync();
        Assert.True(await database.EndAsync(turn, outcome));
        return turn;
    }

    public static PageOutcome Fetched(string text = "text", string title = "title", string? etag = null) => new PageOutcome.Fetched(new FetchedContent
    {
        FinalUrl = "https://example.org/final",
        FetchedBy = "Builtin",
        HasArticle = text.Length > 0,
        Text = text,
        Markdown = text,
        Title = title,
        Version = new PageVersion(etag, null),
    });

    public static PageOutcome Moved(string url, string host, int redirects = 1) => new PageOutcome.Moved(url, host, redirects, Day);

    public static PageOutcome Failed(TimeSpan? retryIn = null) => new PageOutcome.Failed("TimedOut", "It took too long.", retryIn);
}
