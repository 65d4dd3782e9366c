using Npgsql;
using TelegramParser.Harness.Workers;
using TelegramParser.Storage.Enrichment;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Queries;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class PageQueriesTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Links_are_counted_by_what_became_of_them_and_the_first_article_is_shown()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Linking(1, 8), Linking(2, 1), Post(3));
        SeededPage[] pages =
        [
            new("https://a.example/front"),
            new("https://a.example/late") { Title = "Late", Text = "The later article." },
            new("https://a.example/early") { Title = "Early", Text = new string('я', 1000) },
            new("https://a.example/file") { State = "unsupported" },
            new("https://a.example/gone") { State = "failed", Reason = "Gone" },
            new("https://a.example/soon") { State = "queued", DueAt = Noon },
        ];
        foreach (var (position, page) in new[] { 0, 5, 1, 2, 3, 4 }.Zip(pages))
            await database.FollowAsync(1, position, await database.AddPageAsync(page));
        await database.FollowAsync(1, 6, null, "TelegramLink");

        var summaries = await new PageQueries(database).SummariesAsync([1, 2, 3], 10, None);

        Assert.Equal([1, 2], summaries.Keys.Order());
        Assert.Equal(
            new LinkSummary
            {
                PostId = 1, Links = 8, Skipped = 1, Pending = 2, Fetched = 3, Unsupported = 1, Failed = 1,
                PageId = 3, Title = "Early", Beginning = new string('я', 10), Length = 1000,
            },
            summaries[1]);
        Assert.True(summaries[2] is { Links: 1, Pending: 1, PageId: null });
        Assert.Empty(await new PageQueries(database).SummariesAsync([], 10, None));
    }

    [Fact]
    public async Task A_page_is_read_only_through_a_post_of_the_installation()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Linking(1, 1));
        var linked = await database.AddPageAsync(new("https://a.example/1") { Text = "Text" });
        var alone = await database.AddPageAsync(new("https://a.example/2") { Text = "Text" });
        await database.FollowAsync(1, 0, linked);
        var pages = new PageQueries(database);

        Assert.Equal("Text", (await pages.FindAsync(new Realm(Installation), linked, None))?.Text);
        Assert.Equal([token.UserId], await pages.ReadersOfAsync(new Realm(Installation), linked, 5, None));
        Assert.Null(await pages.FindAsync(new Realm(Installation), alone, None));
        Assert.Null(await pages.FindAsync(new Realm("another"), linked, None));
        Assert.Empty(await pages.ReadersOfAsync(new Realm("another"), linked, 5, None));
        Assert.Equal(linked, Assert.Single((await pages.LinksOfAsync(new Realm(Installation), 1, None))!).Page?.Id);
        Assert.Null(await pages.LinksOfAsync(new Realm("another"), 1, None));
        Assert.Null(await pages.LinksOfAsync(new Realm(Installation), 2, None));
    }

    [Theory]
    [InlineData("гавань", SearchIn.Posts, "")]
    [InlineData("гавань", SearchIn.Pages, "2")]
    [InlineData("гавани", SearchIn.All, "2")]
    [InlineData("шторм", SearchIn.All, "2 1")]
    [InlineData("шторм", SearchIn.Posts, "1")]
    [InlineData("storms", SearchIn.Pages, "2")]
    [InlineData("шторм гавань", SearchIn.All, "2")]
    public async Task Pages_are_searched_when_that_is_asked_for(string query, SearchIn search, string found)
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Post(1, "Шторм у берега"), Linking(2, 1), Post(3, "Погода"));
        var page = await database.AddPageAsync(new("https://a.example/1") { Title = "A storm", Text = "После шторма открылась гавань" });
        await database.FollowAsync(2, 0, page);

        var posts = await new PostQueries(database).ListAsync(
            Installation, token.UserId, new PostFilter(Query: query, Search: search), after: null, limit: 10, None);

        Assert.Equal(found, string.Join(' ', posts.Posts.Select(post => post.Id)));
    }

    [Fact]
    public async Task A_retry_queues_failed_pages_of_the_user_alone_and_keeps_what_is_there()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var ann = await database.StartReadingAsync();
        await database.StoreAsync(ann, Linking(1, 3));
        var bob = await database.StartReadingAsync("bob");
        await database.StoreAsync(bob, Linking(2, 1));
        var failed = await database.AddPageAsync(new("https://a.example/1") { State = "failed", Reason = "Gone", Attempts = 5 });
        var stale = await database.AddPageAsync(new("https://a.example/2") { Reason = "TimedOut", Text = "Kept" });
        var good = await database.AddPageAsync(new("https://a.example/3") { Text = "Good" });
        var bobs = await database.AddPageAsync(new("https://a.example/4") { State = "failed", Reason = "Gone" });
        foreach (var (position, page) in new[] { failed, stale, good }.Index())
            await database.FollowAsync(1, position, page);
        await database.FollowAsync(2, 0, bobs);
        var retries = new PageRetryStore(database);

        Assert.Equal(1, await retries.RetryFailedAsync(ann.UserId, None));
        Assert.Equal(("queued", 0, true), await StateAsync(database, failed));
        Assert.Equal(("failed", 0, false), await StateAsync(database, bobs));
        Assert.Equal(0, await retries.RetryFailedAsync(ann.UserId, None));

        Assert.True(await retries.RetryAsync(stale, None));
        Assert.Equal(("fetched", 0, true), await StateAsync(database, stale));
        Assert.Equal("Kept", (await new PageQueries(database).FindAsync(new Realm(Installation), stale, None))?.Text);
    }

    [Fact]
    public async Task Pages_are_counted_by_outcome_and_links_by_user()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var ann = await database.StartReadingAsync();
        await database.StoreAsync(ann, Linking(1, 4), Linking(2, 1) with { Date = Noon.AddDays(-3) });
        await database.StartReadingAsync("bob");
        await database.FollowAsync(1, 0, await database.AddPageAsync(new("https://a.example/1") { Text = "Text" }));
        await database.FollowAsync(1, 1, await database.AddPageAsync(new("https://a.example/2") { State = "failed", Reason = "NotFound" }));
        await database.FollowAsync(1, 2, await database.AddPageAsync(new("https://a.example/3") { State = "queued", DueAt = Noon.AddMinutes(-9) }));
        await database.FollowAsync(1, 3, null, "Duplicate");
        await database.AddPageAsync(new("https://a.example/4") { State = "queued", Reason = "TimedOut", DueAt = Noon.AddDays(1) });

        var stats = await new EnrichmentStatsQueries(database).ReadAsync(new Realm(Installation), Noon.AddHours(1), None);

        Assert.Equal(
            [new("failed", "NotFound", 1), new("fetched", null, 1), new("queued", null, 1), new("queued", "TimedOut", 1)], stats.Pages);
        Assert.Equal(new PageQueueState(2, 1, Noon.AddMinutes(-9)), stats.Queue);
        Assert.Equal(2, stats.Users.Count);
        Assert.True(stats.Users[0] is
        {
            UserId: var id, UnfollowedPosts: 2, Links: 4, Skipped: 1, Pending: 1, Fetched: 1, Unsupported: 0, Failed: 1,
        } && id == ann.UserId, stats.Users[0].ToString());
        Assert.True(stats.Users[1] is { UnfollowedPosts: 0, Links: 0, Pending: 0 });
    }

    private static PostRecord Linking(long id, int links) => Post(id) with
    {
        Links = [.. Enumerable.Range(1, links).Select(n => new LinkRecord($"https://a.example/{id}/{n}", "url"))],
    };

    private static async Task<(string State, int Attempts, bool IsDue)> StateAsync(NpgsqlDataSource database, long page)
    {
        await using var command = database.CreateCommand($"SELECT state, attempts, due_at <= now() FROM pages WHERE id = {page}");
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetString(0), reader.GetInt32(1), !reader.IsDBNull(2) && reader.GetBoolean(2));
    }
}
