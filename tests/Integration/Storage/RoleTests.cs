using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Workers;
using TelegramParser.IntegrationTests.Enrichment;
using TelegramParser.Storage;
using TelegramParser.Storage.Access;
using TelegramParser.Storage.Enrichment;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Monitoring;
using TelegramParser.Storage.Notifications;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Refreshing;
using TelegramParser.Storage.Retention;
using TelegramParser.Storage.Roles;
using TelegramParser.Storage.Runs;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Storage;

/// <summary>Each role can do the work of its part, and nothing of the others'.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RoleTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly UserKey Ann = new(Installation, "default", "ann");

    [Fact]
    public async Task The_worker_s_role_does_all_that_a_worker_does()
    {
        await using var scene = await RoleScene.StartAsync(postgres);
        var database = scene.Worker;
        // As before the operator has seen the resource.
        var token = await database.TakeLeaseAsync();
        var leases = new LeaseStore(database);
        Assert.True(await leases.RenewAsync(token, LeaseDuration, None));
        var sessions = new SessionStore(database);
        await sessions.ReportAsync(token, new SessionReport(SessionState.Ready, SettingsHash: "hash", EventLoopId: "loop"), None);
        Assert.Null(await sessions.FindLastEndAsync(token.UserId, None));
        Assert.IsType<PinOutcome.Pinned>(await sessions.PinAccountAsync(token, 777, "ann", "Ann", None));
        await sessions.SetFloodWaitAsync(token, "history", TimeSpan.FromDays(1), None);
        Assert.Single(await sessions.ListFloodWaitsAsync(token.UserId, None));
        await new UserStore(database).EnsureAsync(Ann, suspended: true, None);

        var subscription = await database.SubscribeAsync(token);
        var subscriptions = new SubscriptionStore(database);
        await subscriptions.UpdateChannelAsync(token, Channel() with { Title = "New" }, None);
        Assert.NotNull(await subscriptions.GetUsernameAsync(ChatId, None));
        Assert.NotNull(await subscriptions.GetUserChannelAsync(token.UserId, ChatId, None));
        await subscriptions.RecordOutcomeAsync(token, subscription.Id, new SubscriptionOutcome(null, null, true, Noon, Noon, Noon), None);

        var link = new LinkRecord("https://example.org", "url");
        await database.StoreAsync(token, new CursorMove.Forward(2), Post(1) with { Links = [link] }, Post(2));
        await database.StoreAsync(token, Post(1, "edited") with { EditDate = Noon.AddDays(1) });
        var unstored = new UnstoredStore(database);
        await new PostStore(database).StorePageAsync(
            token, new PostPage(ChatId, [], new CursorMove.None()) { Unreadable = [new UnstorableMessage(3, "why"), new UnstorableMessage(4, "why")] }, None);
        await unstored.KeepRawAsync(token, ChatId, new Dictionary<long, string> { [3] = "{}" }, None);
        await unstored.MarkDeletedAsync(token, ChatId, [3], None);
        Assert.Equal([4L], await unstored.ListAsync(token.UserId, ChatId, None));
        await database.StoreAsync(token, Post(4));
        Assert.Equal(0, await unstored.CountAsync(token.UserId, None));

        var monitors = new MonitorStore(database);
        var monitor = Assert.Single(await monitors.SyncAsync(token, [new MonitorSettings { Name = "watch", Group = "@group" }], None));
        Assert.NotNull(await monitors.PinAsync(token, monitor.Id, monitor.Group, Channel(), 0, None));
        var mention = new MentionRecord { MessageId = 1, Date = Noon, Text = "text", TriggersJson = "[]", Before = [new ContextRecord(0, Noon, null, "")], AfterWanted = 1 };
        Assert.Single((await monitors.StoreAsync(
            token, new ExaminedMessages(monitor.Id, ChatId) { Mentions = [mention], Following = [new ContextRecord(2, Noon, null, "")], Cursor = 2 }, None)).Added);
        await monitors.RecordExaminedAsync(token, monitor.Id, Noon, None);
        await monitors.RecordFailureAsync(token, monitor.Id, "reason", "message", None);
        Assert.NotEmpty(await new KeywordSearch(database).FindAsync(["ferry"], ["ferry"], None));

        await database.QueueAsync(token, StoredPages.Linking(5, "https://example.org/"));
        var queue = new PageQueueStore(database);
        await queue.ReleaseAllAsync(token.UserId, None);
        Assert.NotNull(await queue.NextDueAsync(None));
        await database.TakeAndEndAsync(new PageOutcome.Robots(null, null, null, StoredPages.Day));
        await database.TakeAndEndAsync(StoredPages.Moved("https://example.net/", "example.net"));
        await database.TakeAndEndAsync(StoredPages.Fetched());
        await database.FollowAsync(token);
        Assert.False(await queue.DeleteUnlinkedAsync(None));

        var refresh = new RefreshStore(database);
        Assert.Single(await refresh.ListAsync(token.UserId, None));
        Assert.NotNull(await refresh.RangeAsync(token.UserId, ChatId, Noon, None));
        Assert.Equal(1, await refresh.MarkDeletedAsync(token, ChatId, [2], Noon, None));
        await refresh.FinishAsync(token, ChatId, Noon, None);

        var runs = new RunStore(database);
        var run = await new RunStore(scene.Web).CreateRunAsync(Installation, RunScope.User, ParseTrigger.Command, "api", [token.UserId], None);
        await runs.StartUserRunAsync(token, run, None);
        var parse = await runs.StartParseAsync(token, subscription.Id, ChatId, ParseTrigger.Command, run, None);
        await runs.FinishParseAsync(token, parse, ParseStatus.Success, 2, null, null, ChatId, None);
        await runs.FinishUserRunAsync(token, run, ParseStatus.Success, 2, error: null, None);
        await runs.InterruptUnfinishedAsync(token, None);
        await runs.PruneAsync(token, TimeSpan.Zero, None);

        await new StateNotifier(database).NotifyAsync(token.UserId, None);
        await leases.ReleaseAsync(token, None);
        Assert.Equal(4, await scene.Owner.ScalarAsync<long>("SELECT count(*) FROM posts"));
        Assert.Equal(1, await scene.Owner.ScalarAsync<long>("SELECT count(*) FROM post_versions"));
    }

    [Fact]
    public async Task The_web_server_s_role_reads_everything_and_records_runs_and_queues_pages_again()
    {
        await using var scene = await RoleScene.StartAsync(postgres);
        var token = await scene.Owner.StartReadingAsync();
        await scene.Owner.StoreAsync(token, Post(1) with { Links = [new LinkRecord("https://example.org", "url")] });
        var page = await scene.Owner.AddPageAsync(new SeededPage("https://example.org/") { State = "failed", Reason = "Gone" });
        await scene.Owner.FollowAsync(1, 0, page);
        var database = scene.Web;
        Assert.Single(await new UserQueries(database).ListAsync(new Realm(Installation), new UserFilter(), None));
        Assert.Single(await new ChannelQueries(database).ListAsync(Installation, token.UserId, None));
        var post = Assert.Single((await new PostQueries(database).ListAsync(Installation, token.UserId, new PostFilter(Query: "text"), null, 10, None)).Posts);
        Assert.NotNull(await new PostQueries(database).FindAsync(new Realm(Installation), post.Id, None));
        Assert.Empty(await new UnstoredQueries(database).ListAsync(Installation, token.UserId, 10, None));
        Assert.Single(await new StatsQueries(database).ReadAsync(new Realm(Installation), Noon, None));
        var pages = new PageQueries(database);
        Assert.Single(await pages.SummariesAsync([post.Id], 10, None));
        Assert.Single((await pages.LinksOfAsync(new Realm(Installation), post.Id, None))!);
        Assert.NotNull(await pages.FindAsync(new Realm(Installation), page, None));
        Assert.Empty((await new PostQueries(database).ListAsync(Installation, token.UserId, new PostFilter(Query: "a", Search: SearchIn.All), null, 10, None)).Posts);
        Assert.Single((await new EnrichmentStatsQueries(database).ReadAsync(new Realm(Installation), Noon, None)).Pages);
        Assert.Equal(1, await new PageRetryStore(database).RetryFailedAsync(token.UserId, None));
        Assert.True(await new PageRetryStore(database).RetryAsync(page, None));
        Assert.Empty(await new Migrator(database).PendingAsync(None));

        var runs = new RunStore(database);
        var run = await runs.CreateRunAsync(Installation, RunScope.All, ParseTrigger.Command, "api", [token.UserId], None);
        await runs.FailUserRunAsync(run, token.UserId, "down", None);
        Assert.Equal(ParseStatus.Failed, (await new RunQueries(database).FindAsync(new Realm(Installation), run, None))!.Status);

        var tokens = new ApiTokenStore(database);
        var made = await tokens.CreateAsync(new NewApiToken(Installation, "n8n", [1], token.UserId, "a test", ExpiresAt: null), None);
        Assert.NotNull(await tokens.FindAsync(Installation, [1], Noon, None));
        await tokens.RecordUseAsync(made, Noon, None);
        Assert.Single(await tokens.ListAsync(Installation, None));
        Assert.True(await tokens.DeleteAsync(Installation, made.Id, None));
        var audit = new AuditStore(database);
        await audit.AddAsync(Installation, new AuditRecord(Noon, "a test", null, "Act", "/act", 200, null, TimeSpan.Zero), None);
        Assert.Single(await audit.ListAsync(Installation, before: null, 10, None));
        Assert.False(await audit.PruneAsync(Installation, Noon.AddDays(1), 10, None));

        await scene.Worker.QueueAsync(token, StoredPages.Linking(2, "https://example.org/"));
        await scene.Worker.TakeAndEndAsync(StoredPages.Failed());
        Assert.Equal(1, await database.ScalarAsync<int>("SELECT requeue_pages(array_agg(id)) FROM pages"));
    }

    [Fact]
    public async Task The_operator_s_role_observes_keeps_the_users_rows_and_removes_what_is_stored_of_one()
    {
        await using var scene = await RoleScene.StartAsync(postgres);
        var database = scene.Operator;
        var users = new UserStore(database);
        await users.EnsureAsync(Ann, suspended: false, None);
        await users.OrphanAsync(Ann, None);
        await users.EnsureAsync(Ann, suspended: true, None);
        var token = await scene.Worker.StartReadingAsync();
        await scene.Worker.QueueAsync(token, StoredPages.Linking(1, "https://example.org/"));
        await new RunStore(scene.Web).CreateRunAsync(Installation, RunScope.User, ParseTrigger.Command, null, [token.UserId], None);

        using var stop = new CancellationTokenSource();
        await using var heard = new StateListener(database, TimeProvider.System).ListenAsync(stop.Token).GetAsyncEnumerator();
        Assert.True(await heard.MoveNextAsync());
        await new StateNotifier(scene.Worker).NotifyAsync(token.UserId, None);
        Assert.True(await heard.MoveNextAsync());
        Assert.Equal(token.UserId, heard.Current);
        await stop.CancelAsync();

        var seen = Assert.Single(await new ObservationQueries(database).ReadAsync(Installation, userKeys: null, None));
        Assert.Equal((1, 1), (seen.Overview.PostsTotal, seen.Subscriptions.Count));
        Assert.Equal(new PageQueueState(1, 0, null), await new EnrichmentStatsQueries(database).ReadQueueAsync(Noon, None));
        var retention = new RetentionStore(database);
        await retention.SetAsync(Ann, new RetentionPolicy(1, new Dictionary<string, int?>(StringComparer.Ordinal) { ["news"] = 2 }), Noon, None);
        Assert.Equal([ChatId], await retention.ListAsync(Ann, Noon.AddDays(3), None));
        await scene.Worker.StoreAsync(token, Post(7) with { Date = Noon.AddDays(-9), Links = [new LinkRecord("https://example.net", "url")] });
        Assert.Equal(1, (await retention.RemoveBatchAsync(Ann, ChatId, Noon, Noon.AddDays(-5), None)).Posts);
        await retention.FinishAsync(Ann, Noon, Noon.AddDays(1), None);
        var tokens = new ApiTokenStore(database);
        Assert.True(await tokens.PutAsync(Installation, new SecretToken("default/reader", [1], Ann, ExpiresAt: null), None));
        Assert.Equal(["default/reader"], await tokens.ListSecretsAsync(Installation, None));
        await tokens.DeleteAsync(Installation, "default/reader", None);
        var removal = new UserRemovalStore(database);
        await Eventually.SeeAsync(async () => !await removal.RemoveBatchAsync(Ann, None));
        Assert.Empty(await new ObservationQueries(database).ReadAsync(Installation, userKeys: null, None));
        await new PageQueueStore(scene.Worker).DeleteUnlinkedAsync(None);
        Assert.Equal(0, await scene.Owner.ScalarAsync<long>("SELECT count(*) FROM pages"));
    }

    [Theory]
    [InlineData("operator", "SELECT text FROM posts")]
    [InlineData("operator", "SELECT url FROM links")]
    [InlineData("operator", "SELECT url FROM pages")]
    [InlineData("operator", "SELECT raw FROM unstored_messages")]
    [InlineData("operator", "UPDATE users SET telegram_id = 1")]
    [InlineData("operator", "UPDATE sessions SET holder = 'me'")]
    [InlineData("operator", "INSERT INTO parse_runs (installation, scope, trigger) VALUES ('x', 'all', 'x')")]
    [InlineData("operator", "SELECT text FROM pages")]
    [InlineData("operator", "DELETE FROM pages")]
    [InlineData("web", "UPDATE pages SET text = ''")]
    [InlineData("web", "DELETE FROM posts")]
    [InlineData("web", "UPDATE posts SET text = ''")]
    [InlineData("web", "UPDATE sessions SET control_url = 'https://mine'")]
    [InlineData("web", "INSERT INTO users (installation, namespace, name) VALUES ('x', 'x', 'x')")]
    [InlineData("web", "UPDATE parse_runs SET installation = 'x'")]
    [InlineData("worker", "SELECT hash FROM api_tokens")]
    [InlineData("web", "UPDATE api_tokens SET user_id = NULL")]
    [InlineData("web", "UPDATE audit_log SET caller = 'nobody'")]
    [InlineData("worker", "DELETE FROM users")]
    [InlineData("worker", "DELETE FROM posts")]
    [InlineData("worker", "DELETE FROM post_versions")]
    [InlineData("worker", "UPDATE users SET installation = 'x'")]
    [InlineData("worker", "SELECT name FROM schema_migrations")]
    [InlineData("worker", "CREATE TABLE mine (id int)")]
    [InlineData("web", "TRUNCATE posts")]
    [InlineData("worker", "ALTER TABLE posts ADD COLUMN mine int")]
    public async Task A_role_is_refused_what_is_not_its_own(string role, string sql)
    {
        await using var scene = await RoleScene.StartAsync(postgres);
        await using var command = scene.Of(Enum.Parse<DatabaseRole>(role, ignoreCase: true)).CreateCommand(sql);
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task No_table_is_forgotten()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var tables = new List<string>();
        await using var command = database.CreateCommand("SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename COLLATE \"C\"");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            tables.Add(reader.GetString(0));
        Assert.Equal(RoleGrants.Tables, tables);
    }

    [Fact]
    public async Task Granting_again_gives_and_takes_what_has_changed()
    {
        await using var scene = await RoleScene.StartAsync(postgres);
        var name = new NpgsqlConnectionStringBuilder(scene.Web.ConnectionString).Username!;
        await using (var meddle = scene.Owner.CreateCommand($"GRANT DELETE ON posts TO {name}; REVOKE SELECT ON users FROM {name}"))
            await meddle.ExecuteNonQueryAsync();
        await new RoleStore(scene.Owner).GrantAsync(
            new Dictionary<string, IReadOnlyCollection<DatabaseRole>>(StringComparer.Ordinal) { [name] = [DatabaseRole.Web] }, None);
        Assert.True(await scene.Owner.ScalarAsync<bool>($"SELECT has_table_privilege('{name}', 'users', 'SELECT')"));
        Assert.False(await scene.Owner.ScalarAsync<bool>($"SELECT has_table_privilege('{name}', 'posts', 'DELETE')"));
    }
}
