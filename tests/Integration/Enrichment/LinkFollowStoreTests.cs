using Npgsql;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage;
using TelegramParser.Storage.Enrichment;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Migrations;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Sessions;
using static TelegramParser.IntegrationTests.Enrichment.StoredPages;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Enrichment;

[Collection(PostgresCollection.Name)]
public sealed class LinkFollowStoreTests(PostgresFixture postgres)
{
    private const string A = "https://a.example/";
    private const string B = "https://b.example/";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Links_wait_for_the_worker_of_their_user_the_newest_first()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var (ann, bob) = (await database.StartReadingAsync(), await database.StartReadingAsync("bob"));
        await database.StoreAsync(ann, Linking(1, A), Post(2));
        await database.StoreAsync(ann, Linking(3, A, B));
        await database.StoreAsync(ann, Post(4));
        var store = new LinkFollowStore(database);

        Assert.Null(await store.NextAsync(bob.UserId, None));
        var newest = (await store.NextAsync(ann.UserId, None))!;
        Assert.Equal([A, B], Assert.Single(newest.Posts).Links.Select(link => link.Url));
        await store.SaveAsync(ann, newest.Entry, [], Day, None);
        var older = (await store.NextAsync(ann.UserId, None))!;
        Assert.Equal((ChatId, Noon.AddMinutes(1)), (older.Posts.Single().ChatId, older.Posts.Single().Date));
        await store.SaveAsync(ann, older.Entry, [], Day, None);
        Assert.Null(await store.NextAsync(ann.UserId, None));
    }

    [Fact]
    public async Task A_link_gets_its_page_or_the_reason_why_it_has_none()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Linking(1, A, "tg://resolve"));
        var store = new LinkFollowStore(database);
        var waiting = (await store.NextAsync(token.UserId, None))!;
        var post = waiting.Posts.Single();

        await store.SaveAsync(
            token, waiting.Entry,
            [new(post.PostId, 0, A, Page(A, post.Date), null), new(post.PostId, 1, "tg://resolve", null, "OtherScheme")], Day, None);

        Assert.Equal($"0 {A} -, 1 - OtherScheme", await LinksAsync(database));
        Assert.Null(await store.NextAsync(token.UserId, None));
    }

    [Fact]
    public async Task Users_share_a_page_and_its_newest_post_counts()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var (ann, bob) = (await database.StartReadingAsync(), await database.StartReadingAsync("bob"));

        await database.QueueAsync(ann, Linking(1, A, B));
        await database.QueueAsync(bob, Linking(7, A));

        Assert.Equal(2, await database.ScalarAsync<long>("SELECT count(*) FROM pages"));
        Assert.Equal(3, await database.ScalarAsync<long>("SELECT count(page_id) FROM links"));
        Assert.Equal(Noon.AddMinutes(7).UtcDateTime, await database.ScalarAsync<DateTime>("SELECT wanted_at FROM pages WHERE host = 'a.example'"));
        Assert.Equal(Noon.AddMinutes(7).UtcDateTime, await database.ScalarAsync<DateTime>("SELECT wanted_at FROM page_hosts WHERE host = 'a.example'"));
    }

    [Fact]
    public async Task An_edited_link_waits_again_and_a_page_without_links_is_deleted()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.QueueAsync(token, Linking(1, A, B), Linking(2, B));

        await database.QueueAsync(token, Linking(1, "https://c.example/", B) with { EditDate = Noon.AddHours(1) });
        await new PageQueueStore(database).DeleteUnlinkedAsync(None);

        Assert.Equal($"0 https://c.example/ -, 1 {B} -, 0 {B} -", await LinksAsync(database));
        Assert.Equal("b.example,c.example", await HostsAsync(database, "pages"));
        Assert.Equal("b.example,c.example", await HostsAsync(database, "page_hosts"));
    }

    [Fact]
    public async Task A_link_that_is_edited_while_it_is_followed_is_left_to_the_next_time()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Linking(1, A));
        var store = new LinkFollowStore(database);
        var before = (await store.NextAsync(token.UserId, None))!;

        await database.StoreAsync(token, Linking(1, B) with { EditDate = Noon.AddHours(1) });
        await store.SaveAsync(token, before.Entry, [.. before.Posts.SelectMany(Decide)], Day, None);
        Assert.Equal("0 - -", await LinksAsync(database));

        await database.FollowAsync(token);
        Assert.Equal($"0 {B} -", await LinksAsync(database));
    }

    [Fact]
    public async Task Who_lost_the_lease_follows_nothing()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Linking(1, A));
        await new LeaseStore(database).ReleaseAsync(token, None);

        await Assert.ThrowsAsync<LeaseLostException>(() => database.FollowAsync(token));

        Assert.Equal("0 - -", await LinksAsync(database));
        Assert.NotNull(await new LinkFollowStore(database).NextAsync(token.UserId, None));
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM pages"));
    }

    [Theory]
    [InlineData("23 hours", false)]
    [InlineData("25 hours", true)]
    public async Task A_page_that_was_checked_long_ago_is_queued_again_by_a_new_link(string age, bool again)
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.QueueAsync(token, Linking(1, A), Linking(2, B));
        await database.TakeAndEndAsync(Failed());
        await database.TakeAndEndAsync(Fetched(etag: "\"1\""));
        await database.ScalarAsync<int>($"WITH aged AS (UPDATE pages SET checked_at = now() - interval '{age}' RETURNING 1) SELECT count(*)::int FROM aged");

        await database.QueueAsync(token, Linking(3, A, B));

        Assert.Equal(
            again ? "fetched 0,queued 0" : "fetched 0,failed 1",
            await database.ScalarAsync<string>("SELECT string_agg(state || ' ' || attempts, ',' ORDER BY host) FROM pages"));
        Assert.Equal(again, await database.CanTakeAsync());
        Assert.Equal(again, await database.CanTakeAsync());
    }

    [Fact]
    public async Task A_page_s_address_may_have_4096_characters()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        var url = A + new string('x', 4_096 - A.Length);

        await database.QueueAsync(token, Linking(1, url), Linking(2, url));

        Assert.Equal(url, (await database.TakeAsync()).Page!.Url);
        Assert.False(await database.CanTakeAsync());
    }

    [Fact]
    public async Task Many_that_follow_the_same_links_in_other_orders_and_take_turns_do_not_get_into_each_other_s_way()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var urls = Enumerable.Range(0, 60).Select(i => $"https://h{i % 12}.example/{i}").ToList();
        var random = new Random(1);
        var users = new List<(LeaseToken Token, List<string> Urls)>();
        foreach (var name in new[] { "ann", "bob", "cid", "dan" })
            users.Add((await database.StartReadingAsync(name), [.. urls.OrderBy(_ => random.Next())]));

        async Task FollowAsync(LeaseToken token, List<string> mine)
        {
            foreach (var (i, chunk) in mine.Chunk(6).Index())
                await database.QueueAsync(token, Linking(i + 1, chunk));
        }
        var following = Task.WhenAll(users.Select(user => FollowAsync(user.Token, user.Urls)));
        var taken = 0;
        while (taken < urls.Count)
        {
            if (await new PageQueueStore(database).TakeTurnAsync(1, Long, None) is not { } turn)
                continue;
            Assert.True(await database.EndAsync(turn, turn.Page is null ? new PageOutcome.Nothing() : Fetched()));
            taken += turn.Page is null ? 0 : 1;
        }
        await following;

        Assert.Equal(urls.Count, await database.ScalarAsync<long>("SELECT count(*) FROM pages WHERE state = 'fetched' AND due_at IS NULL"));
        Assert.Equal(4 * urls.Count, await database.ScalarAsync<long>("SELECT count(page_id) FROM links"));
        Assert.False(await database.CanTakeAsync());
    }

    [Fact]
    public async Task With_a_user_go_the_pages_that_nobody_else_links_to()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var (ann, bob) = (await database.StartReadingAsync(), await database.StartReadingAsync("bob"));
        await database.QueueAsync(ann, Linking(1, A, B));
        await database.QueueAsync(bob, Linking(1, B));
        await database.TakeAndEndAsync(Fetched());

        var removal = new UserRemovalStore(database);
        while (await removal.RemoveBatchAsync(new UserKey(Installation, "default", "ann"), None))
        {
        }
        var queue = new PageQueueStore(database);
        while (await queue.DeleteUnlinkedAsync(None))
        {
        }

        Assert.Equal("b.example", await HostsAsync(database, "pages"));
        Assert.Equal("b.example", await HostsAsync(database, "page_hosts"));
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM unlinked_pages"));
    }

    [Fact]
    public async Task Links_that_were_stored_by_the_version_before_are_followed_the_newest_first()
    {
        await using var database = Database.Open(await postgres.Cluster.CreateEmptyDatabaseAsync(), "tests", maxPoolSize: 2);
        await new Migrator(database, [.. Migration.All.TakeWhile(migration => !migration.Name.StartsWith("0006", StringComparison.Ordinal))]).MigrateAsync(None);
        // In its own words: today's statements name columns that came later.
        await database.ExecuteAsync($"""
            INSERT INTO users (installation, namespace, name) VALUES ('{Installation}', 'default', 'ann');
            INSERT INTO channels (chat_id, title, kind) VALUES ({ChatId}, 'News', 'channel');
            INSERT INTO user_channels (user_id, chat_id) SELECT id, {ChatId} FROM users;
            INSERT INTO posts (user_id, chat_id, message_id, date, kind, text)
            SELECT users.id, {ChatId}, number, timestamptz '2026-11-22 12:00Z' + number * interval '1 minute', 'message', 'text'
            FROM users, generate_series(1, 450) AS number ORDER BY number;
            INSERT INTO links (post_id, position, url, kind)
            SELECT id, 0, 'https://' || message_id || '.example/', 'url' FROM posts WHERE message_id % 3 <> 0
            """);

        await new Migrator(database).MigrateAsync(None);
        var token = await database.TakeLeaseAsync();
        var newest = (await new LinkFollowStore(database).NextAsync(token.UserId, None))!;
        await database.FollowAsync(token);

        Assert.Contains(newest.Posts, post => post.Links.Single().Url == "https://449.example/");
        Assert.Equal(300, await database.ScalarAsync<long>("SELECT count(page_id) FROM links"));
    }

    private static Task<string> HostsAsync(NpgsqlDataSource database, string table) =>
        database.ScalarAsync<string>($"SELECT string_agg(host, ',' ORDER BY host) FROM {table}");

    // Position, page and skip of each link.
    private static Task<string> LinksAsync(NpgsqlDataSource database) => database.ScalarAsync<string>(
        """
        SELECT string_agg(concat_ws(' ', position, coalesce(pages.url, '-'), coalesce(skip, '-')), ', ' ORDER BY post_id, position)
        FROM links LEFT JOIN pages ON pages.id = page_id
        """);
}
