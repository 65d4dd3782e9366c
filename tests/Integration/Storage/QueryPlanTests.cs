using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Harness.Time;
using TelegramParser.IntegrationTests.Enrichment;
using TelegramParser.Storage;
using TelegramParser.Storage.Enrichment;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Refreshing;
using TelegramParser.Storage.Retention;
using TelegramParser.Storage.Runs;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Storage;

/// <summary>
/// Runs every query and every worker's write on filled tables and reads the plans that Postgres logs: no table that grows
/// with time may be read from end to end.
/// </summary>
[Collection(PostgresCollection.Name)]
public sealed class QueryPlanTests(PostgresFixture postgres)
{
    private const long UserId = 25;
    private const int FillSeconds = 300;

    private static readonly string[] GrowingTables =
    [
        "posts", "post_versions", "links", "post_search", "unindexed_posts", "pages", "page_search", "page_aliases", "unfollowed_posts",
        "unstored_messages", "parses", "parse_runs", "parse_run_users", "removals",
    ];

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Every_statement_reads_by_an_index_what_grows()
    {
        var connectionString = await postgres.Cluster.CreateDatabaseAsync();
        await FillAsync(connectionString);

        var chosen = await PlansAsync(connectionString, "enable_seqscan=on");
        // Reading a small table from end to end is sound; with that forbidden, it shows where no index would serve.
        var withoutFullReads = await PlansAsync(connectionString, "enable_seqscan=off");

        Assert.Contains(chosen, line => line.Contains("post_search_words", StringComparison.Ordinal));
        Assert.Contains(chosen, line => line.Contains("posts_by_date", StringComparison.Ordinal));
        Assert.DoesNotContain(chosen, line => GrowingTables.Any(
            table => line.Contains($"Seq Scan on {table} ", StringComparison.Ordinal)));
        Assert.DoesNotContain(withoutFullReads, line => line.Contains("Seq Scan on", StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<string>> PlansAsync(string connectionString, string setting)
    {
        await using var database = Database.Open(
            $"{connectionString};Options=-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 -c {setting}",
            "plans",
            maxPoolSize: 1);
        var before = postgres.Cluster.Log.Count;
        await RunQueriesAsync(database);
        await RunWritesAsync(database);
        await database.ScalarAsync<string>("SELECT 'the last statement'");
        // The log comes through a pipe: it is complete once it holds the last statement.
        return await Eventually.SeeAsync(
            () => Task.FromResult<IReadOnlyList<string>>([.. postgres.Cluster.Log.Skip(before)]),
            lines => lines.Any(line => line.Contains("the last statement", StringComparison.Ordinal)));
    }

    private static async Task RunQueriesAsync(NpgsqlDataSource database)
    {
        var users = new UserQueries(database);
        await users.ListAsync(new Realm(Installation), new UserFilter(AuthenticatedOnly: true, ActiveOnly: true), None);
        await users.FindAsync(Installation, UserId, None);
        await users.FindAsync(new UserKey(Installation, "default", "user-25"), None);
        await new ChannelQueries(database).ListAsync(Installation, UserId, None);
        await new ObservationQueries(database).ReadAsync(Installation, userKeys: null, None);
        await new ObservationQueries(database).ReadAsync(Installation, [new UserKey(Installation, "default", "user-25")], None);
        await new ChannelQueries(database).FindByReasonAsync(new Realm(Installation), ["ChannelPrivate"], None);
        await new StatsQueries(database).ReadAsync(new Realm(Installation), Noon, None);
        await new StatsQueries(database).PerDayAsync(Installation, userId: null, new DateOnly(2026, 11, 9), 14, None);
        await new StatsQueries(database).PerDayAsync(Installation, UserId, new DateOnly(2026, 11, 9), 14, None);
        await new RetentionQueries(database).PlanAsync(UserId, 30, Noon, None);
        await new RetentionQueries(database).PlanAsync(UserId, -1003, 30, Noon, None);
        await new RetentionQueries(database).RemovalsAsync(UserId, 10, None);
        await new RunQueries(database).FindAsync(new Realm(Installation), 70, None);
        await new RunQueries(database).RecentAsync(Installation, UserId, limit: 5, None);
        var posts = new PostQueries(database);
        await posts.FindAsync(new Realm(Installation), 123, None);
        var pages = new PageQueries(database);
        await pages.LinksOfAsync(new Realm(Installation), 123, None);
        await pages.SummariesAsync([.. Enumerable.Range(1, 50).Select(id => (long)id)], 600, None);
        await pages.FindAsync(new Realm(Installation), 123, None);
        await pages.ReadersOfAsync(new Realm(Installation), 123, 3, None);
        await new EnrichmentStatsQueries(database).ReadAsync(new Realm(Installation), Noon, None);
        await posts.StretchAsync(Installation, UserId, after: null, limit: 5, None);
        await posts.StretchAsync(Installation, UserId, 24_000, limit: 5, None);
        await new PostPartsQueries(database).ReadAsync([123, 456], None);
        PostFilter[] filters =
        [
            new(), new(Since: Noon.AddDays(-1)), new() { Until = Noon.AddDays(-1) }, new(Channel: "-1003"), new(Channel: "@c3"), new(Query: "редкость"),
            new(Since: Noon.AddDays(-1), Channel: "@c3", Query: "редкость"),
            new(Query: "редкость", Search: SearchIn.Pages), new(Query: "редкость", Search: SearchIn.All),
        ];
        foreach (var filter in filters)
        {
            var page = await posts.ListAsync(Installation, UserId, filter, after: null, limit: 5, None);
            if (page.Next is { } next)
                await posts.ListAsync(Installation, UserId, filter, next, limit: 5, None);
        }
    }

    private static async Task RunWritesAsync(NpgsqlDataSource database)
    {
        var attempt = await new LeaseStore(database).TryAcquireAsync(UserId, "pod", LeaseDuration, null, None);
        var token = attempt.Token!;
        var subscriptions = new SubscriptionStore(database);
        var rows = await subscriptions.SyncAsync(token, [Subscription("sub-3")], None);
        await subscriptions.PinChannelAsync(token, rows[0].Id, rows[0].Channel, Channel(-1003), 0, None);
        await subscriptions.GetUserChannelAsync(UserId, -1003, None);
        await new PostStore(database).StorePageAsync(
            token, new PostPage(-1003, [Post(1, "new") with { EditDate = Noon }, Post(99_999)], new CursorMove.Forward(99_999)), None);
        await new SearchIndexStore(database).IndexAsync(token, 5, None);
        var follows = new LinkFollowStore(database);
        var waiting = (await follows.NextAsync(UserId, None))!;
        await follows.SaveAsync(
            token, waiting.Entry, [.. waiting.Posts.SelectMany(StoredPages.Decide), new(123, 0, "x", StoredPages.Page("https://s7.example/", Noon), null)],
            StoredPages.Day, None);
        await database.TakeAndEndAsync(StoredPages.Moved("https://s8.example/", "s8.example"));
        await database.TakeAndEndAsync(StoredPages.Moved("https://unknown.example/", "unknown.example"));
        await new PageQueueStore(database).NextDueAsync(None);
        await new PageQueueStore(database).DeleteUnlinkedAsync(None);
        var retries = new PageRetryStore(database);
        await retries.RetryAsync(123, None);
        await retries.RetryFailedAsync(UserId, None);
        var refresh = new RefreshStore(database);
        await refresh.ListAsync(UserId, None);
        await refresh.RangeAsync(UserId, -1003, Noon.AddDays(-1), None);
        await refresh.IdsAsync(UserId, -1003, new IdRange(10, 20), None);
        await refresh.MarkDeletedAsync(token, -1003, [11, 12], Noon, None);
        await refresh.FinishAsync(token, -1003, Noon, None);
        var retention = new RetentionStore(database);
        var user = new UserKey(Installation, "default", "user-25");
        await retention.SetAsync(user, new RetentionPolicy(5, new Dictionary<string, int?>(StringComparer.Ordinal) { ["sub-3"] = 7 }), Noon, None);
        await retention.ListAsync(user, Noon, None);
        await retention.RemoveBatchAsync(user, -1003, Noon, Noon, None);
        await retention.FinishAsync(user, Noon, Noon.AddDays(1), None);
        var runs = new RunStore(database);
        var run = await runs.CreateRunAsync(Installation, RunScope.User, ParseTrigger.Command, null, [UserId], None);
        await runs.StartParseAsync(token, rows[0].Id, -1003, ParseTrigger.Command, run, None);
        await runs.InterruptUnfinishedAsync(token, None);
        await runs.FinishUserRunAsync(token, run, ParseStatus.Success, 0, null, None);
        await runs.PruneAsync(token, TimeSpan.FromDays(400), None);
    }

    private static async Task FillAsync(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var fill = database.CreateCommand(
            $"""
            INSERT INTO users (installation, namespace, name)
            SELECT CASE WHEN n % 20 = 5 THEN '{Installation}' ELSE 'other-' || n % 20 END, 'default', 'user-' || n
            FROM generate_series(1, 2000) AS n;
            INSERT INTO sessions (user_id, state) SELECT id, 'Ready' FROM users;
            INSERT INTO channels (chat_id, title, username, kind)
            SELECT -1000 - n, 'c' || n, 'c' || n, 'channel' FROM generate_series(1, 2000) AS n;
            INSERT INTO user_channels (user_id, chat_id)
            SELECT u.id, -1000 - n FROM users AS u, generate_series(1, 5) AS n;
            INSERT INTO subscriptions (user_id, name, channel, chat_id)
            SELECT u.id, 'sub-' || n, '@c' || n, -1000 - n FROM users AS u, generate_series(1, 5) AS n;
            INSERT INTO posts (user_id, chat_id, message_id, date, kind, text)
            SELECT u, -1000 - c, m, timestamptz '2026-11-22T12:00Z' - m * interval '1 hour', 'message',
                   'Текст поста номер ' || m || CASE WHEN m % 97 = 0 THEN ' редкость' ELSE '' END
            FROM generate_series(1, 50) AS u, generate_series(1, 5) AS c, generate_series(1, 200) AS m;
            INSERT INTO post_search (post_id, user_id, words) SELECT id, user_id, post_words(text) FROM posts;
            TRUNCATE unindexed_posts;
            INSERT INTO unindexed_posts (user_id, post_ids) SELECT u, ARRAY[u] FROM generate_series(1, 50) AS u, generate_series(1, 50) AS n;
            INSERT INTO pages (url, url_hash, host, provider, state, reason, due_at, wanted_at, at_host, has_article, title, text)
            SELECT 'https://h' || n % 500 || '.example/' || n, sha256(n::text::bytea), 'h' || n % 500, 'Builtin',
                   CASE WHEN n % 50 = 1 THEN 'failed' WHEN n % 50 = 2 THEN 'queued' ELSE 'fetched' END,
                   CASE WHEN n % 50 = 1 THEN 'Gone' END, CASE WHEN n % 50 = 2 THEN now() END, now(), 'h' || n % 500, true, 'Title',
                   repeat('Текст страницы ', 20) || CASE WHEN n % 997 = 0 THEN ' редкость' ELSE '' END
            FROM generate_series(1, 10000) AS n;
            INSERT INTO page_hosts (host, due_at, wanted_at) SELECT 'h' || n, now(), now() FROM generate_series(0, 499) AS n;
            INSERT INTO page_search (page_id, words) SELECT id, post_words(text) FROM pages;
            INSERT INTO page_aliases (url_hash, provider, host, page_id)
            SELECT sha256(convert_to('https://s' || id || '.example/', 'UTF8')), 'Builtin', 's' || id % 500 || '.example', id FROM pages;
            INSERT INTO unlinked_pages (page_ids) SELECT ARRAY[n, n + 1] FROM generate_series(1, 10) AS n;
            INSERT INTO links (post_id, position, url, kind, page_id) SELECT id, 0, 'https://example.org/' || id, 'url', (id + 4) / 5 FROM posts;
            TRUNCATE unfollowed_posts;
            INSERT INTO unfollowed_posts (user_id, post_ids) SELECT u, ARRAY[u] FROM generate_series(1, 50) AS u, generate_series(1, 50) AS n;
            INSERT INTO post_versions (post_id, version, text) SELECT id, 1, 'before' FROM posts WHERE id % 5 = 0;
            INSERT INTO unstored_messages (user_id, chat_id, message_id, error)
            SELECT user_id, chat_id, m, 'error' FROM user_channels, generate_series(1, 3) AS m;
            INSERT INTO removals (user_id, run_at, chat_id, posts, oldest, newest)
            SELECT u, now() - n * interval '1 day', -1001, 1, now(), now() FROM generate_series(1, 50) AS u, generate_series(1, 200) AS n;
            INSERT INTO parse_runs (installation, scope, trigger, finished_at)
            SELECT '{Installation}', 'user', 'command', now() FROM generate_series(1, 5000);
            INSERT INTO parse_run_users (run_id, user_id, finished_at) SELECT n, n % 2000 + 1, now() FROM generate_series(1, 5000) AS n;
            INSERT INTO parses (run_id, user_id, subscription_id, trigger, finished_at)
            SELECT n % 5000 + 1, s.user_id, s.id, 'command', now()
            FROM generate_series(1, 20000) AS n JOIN subscriptions AS s ON s.id = n % 10000 + 1;
            """);
        fill.CommandTimeout = FillSeconds;
        await fill.ExecuteNonQueryAsync();
        // As it would be by itself: what an index alone answers it answers only then.
        await using var vacuum = database.CreateCommand("VACUUM ANALYZE");
        vacuum.CommandTimeout = FillSeconds;
        await vacuum.ExecuteNonQueryAsync();
    }
}
