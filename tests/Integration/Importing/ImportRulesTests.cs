using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Standalone.Manifests;
using TelegramParser.Storage;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.IntegrationTests.Importing;

/// <summary>What an import checks, keeps and leaves alone.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ImportRulesTests(PostgresFixture postgres)
{
    private const long News = 1500000001;
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task What_is_missing_in_the_older_database_is_named()
    {
        var database = await postgres.Cluster.CreateDatabaseAsync();
        await using var old = await OldSystem.StartAsync(postgres);
        await old.RunAsync("ALTER TABLE posts RENAME text TO content; ALTER TABLE posts ALTER date TYPE text; DROP TABLE user_channel");
        var refusal = await Assert.ThrowsAsync<UserErrorException>(() => old.ImportAsync(database, "--user", "1=default:alice"));
        Assert.StartsWith(
            "The older database is not of the expected shape: there is no table \"user_channel\"; posts.date is text, not a timestamp; there is no posts.text.",
            refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("No user is mapped. Give --user 1=default:name for each, or --map FILE. The older database has 1 (alice), 2 (bob).")]
    [InlineData("The older database has no user 9.", "--user", "9=default:x")]
    [InlineData("'alice' is not namespace:name", "--user", "1=alice")]
    [InlineData("'posts.body' is not read.", "--user", "1=default:alice", "--name", "posts.body=content")]
    [InlineData("The numeric ids of these channels are not known: nameless.", "--user", "2=default:bob")]
    public async Task What_cannot_be_matched_is_told_before_anything_is_stored(string message, params string[] arguments)
    {
        var database = await postgres.Cluster.CreateDatabaseAsync();
        await using var old = await OldSystem.StartAsync(postgres);
        await old.AddChannelAsync("nameless", telegramId: null, followers: 2);
        var refusal = await Assert.ThrowsAsync<UserErrorException>(() => old.ImportAsync(database, arguments));
        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
        await using var data = Database.Open(database, "tests", 1);
        Assert.Equal(0, await data.ScalarAsync<long>("SELECT count(*) FROM users"));
    }

    [Fact]
    public async Task Names_and_channels_are_mapped_and_a_dry_run_stores_nothing()
    {
        var database = await postgres.Cluster.CreateDatabaseAsync();
        await using var old = await OldSystem.StartAsync(postgres);
        await old.AddChannelAsync("named_by_hand", telegramId: null, followers: 2);
        await old.AddChannelAsync("left_out", telegramId: null, followers: 2);
        await old.AddPostsAsync(new OldRow(2, 1, 10, "one"), new OldRow(2, 1, 10, "one"), new OldRow(2, 2, 1, "left out"));
        await old.RunAsync("CREATE SCHEMA archive; ALTER TABLE posts SET SCHEMA archive; ALTER TABLE archive.posts RENAME text TO content; ALTER TABLE archive.posts DROP views");
        using var folder = new TemporaryFolder();
        var map = folder.Write("map.yaml", $"users:\n  2: default:bob\nchannels:\n  Named_By_Hand: {News}\n  \"@left_out\": skip\n");
        string[] arguments = ["--map", map, "--name", "posts=archive.posts", "--name", "posts.text=content", "--manifests", folder.Path];
        await using var data = Database.Open(database, "tests", 1);

        Assert.Equal(
            """
            2 -> default:bob (new): 1 channels, 2 rows to read, 1 of them duplicates, 0 without message id or date
            Nothing was stored.

            """, await old.ImportAsync(database, [.. arguments, "--dry-run"]));
        Assert.Equal(0, await data.ScalarAsync<long>("SELECT count(*) FROM users"));

        await old.ImportAsync(database, arguments);
        Assert.Equal("-1001500000001 10 one", await data.ScalarAsync<string>("SELECT chat_id || ' ' || message_id || ' ' || text FROM posts"));
        Assert.Equal("2025-03-01 12:00:00+00", await data.ScalarAsync<string>("SELECT date::text FROM posts"));
        var manifests = ManifestParser.Parse("bob.yaml", await File.ReadAllTextAsync(Path.Combine(folder.Path, "default-bob.yaml")));
        Assert.Empty(manifests.Errors);
        Assert.Equal(["TelegramUser default/bob", "ChannelSubscription default/bob-named-by-hand"], manifests.Entries.Select(entry => $"{entry.Kind} {entry.Key}"));
    }

    [Fact]
    public async Task Page_texts_become_pages_and_later_copies_bring_theirs()
    {
        var database = await postgres.Cluster.CreateDatabaseAsync();
        await using var old = await OldSystem.StartAsync(postgres);
        await old.AddChannelAsync("news", News, followers: 1);
        await old.AddPostsAsync(
            new OldRow(1, 1, 1, "See (https://Example.org/a#part), https://t.me/x and https://example.org/b.", "The ferry sails."),
            new OldRow(1, 1, 2, "Again https://example.org/a", "Another reading of the same page."),
            new OldRow(1, 1, 3, "Later https://example.org/c"),
            new OldRow(1, 1, 4, "No link at all", "A text that belongs to nothing."));
        await old.ImportAsync(database, "--user", "1=default:alice");
        await old.AddPostsAsync(new OldRow(1, 1, 3, "Later https://example.org/c", "It came with the copy."));
        await old.ImportAsync(database, "--user", "1=default:alice");

        await using var data = Database.Open(database, "tests", 1);
        Assert.Equal(
            """
            1.0 https://Example.org/a#part https://example.org/a The ferry sails.
            1.1 https://t.me/x Imported
            1.2 https://example.org/b Imported
            2.0 https://example.org/a https://example.org/a The ferry sails.
            3.0 https://example.org/c https://example.org/c It came with the copy.
            """,
            await data.ScalarAsync<string>(
                """
                SELECT string_agg(concat_ws(' ', message_id || '.' || position, links.url, skip, pages.url, pages.text), E'\n' ORDER BY message_id, position)
                FROM links JOIN posts ON posts.id = post_id LEFT JOIN pages ON pages.id = page_id
                """));
        // Known pages are asked for no more, by no queue and for no link.
        Assert.Equal(0, await data.ScalarAsync<long>("SELECT count(*) FROM unfollowed_posts"));
        Assert.Equal(0, await data.ScalarAsync<long>("SELECT count(*) FROM pages WHERE due_at IS NOT NULL"));
        Assert.Equal(2, await data.ScalarAsync<long>("SELECT count(*) FROM page_search"));
    }

    [Fact]
    public async Task What_was_parsed_stays_as_it_is_and_so_do_the_marks_of_parses()
    {
        var database = await postgres.Cluster.CreateDatabaseAsync();
        await using var old = await OldSystem.StartAsync(postgres);
        await old.AddChannelAsync("news", News, followers: 1);
        await old.AddPostsAsync(Enumerable.Range(1, 20).Select(id => new OldRow(1, 1, id, $"old {id}", Minute: id)));
        await using var data = Database.Open(database, "tests", 2);
        var user = await new UserStore(data).EnsureAsync(new UserKey("test", "default", "alice"), suspended: false, None);
        var lease = (await new LeaseStore(data).TryAcquireAsync(user.Id, "pod", TimeSpan.FromMinutes(10), null, None)).Token!;
        var subscriptions = new SubscriptionStore(data);
        var subscription = (await subscriptions.SyncAsync(lease, [StorageSetup.Subscription("news")], None))[0];
        var chatId = -1000000000000 - News;
        await subscriptions.PinChannelAsync(lease, subscription.Id, "@news", StorageSetup.Channel(chatId), initialCursor: 15, None);
        var posts = new PostStore(data);
        await posts.StorePageAsync(lease, new PostPage(chatId, [StorageSetup.Post(15, "parsed 15")], new CursorMove.Backfill(15, StorageSetup.Noon, 1, Exhausted: false)), None);

        await old.ImportAsync(database, "--user", "1=default:alice");

        var channel = (await subscriptions.GetUserChannelAsync(user.Id, chatId, None))!;
        Assert.Equal((15L, 15L, 1, 20L), (channel.Cursor, channel.BackfillLowId, channel.BackfillCount, channel.PostsTotal));
        Assert.Equal("parsed 15", await data.ScalarAsync<string>("SELECT text FROM posts WHERE message_id = 15"));
        Assert.Equal(0, await data.ScalarAsync<long>("SELECT count(*) FROM post_versions"));
        // The worker holds its lease all the time, and goes on storing.
        Assert.Equal(0, (await posts.StorePageAsync(lease, new PostPage(chatId, [StorageSetup.Post(16, "old 16")], new CursorMove.Forward(16)), None)).Added);
    }

    [Fact]
    public async Task An_import_waits_for_a_worker_that_is_storing()
    {
        var database = await postgres.Cluster.CreateDatabaseAsync();
        await using var old = await OldSystem.StartAsync(postgres);
        await old.AddChannelAsync("news", News, followers: 1);
        await old.AddPostsAsync(new OldRow(1, 1, 1, "one"));
        await using var data = Database.Open(database, "tests", 3);
        var user = await new UserStore(data).EnsureAsync(new UserKey("test", "default", "alice"), suspended: false, None);
        var lease = (await new LeaseStore(data).TryAcquireAsync(user.Id, "pod", TimeSpan.FromMinutes(10), null, None)).Token!;

        await using var connection = await data.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new Npgsql.NpgsqlCommand($"CALL hold_lease({lease.UserId}, '{lease.Holder}', {lease.Epoch})", connection))
            await hold.ExecuteNonQueryAsync();
        var import = old.ImportAsync(database, "--user", "1=default:alice");
        await Harness.Time.Eventually.SeeAsync(async () => await data.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tgparser-import' AND wait_event_type = 'Lock' AND datname = current_database()") == 1);
        Assert.Equal(0, await data.ScalarAsync<long>("SELECT count(*) FROM posts"));
        await transaction.CommitAsync();
        await import;
        Assert.Equal(1, await data.ScalarAsync<long>("SELECT count(*) FROM posts"));
    }

    [Fact]
    public async Task Importing_again_adds_what_is_new_and_nothing_twice()
    {
        var database = await postgres.Cluster.CreateDatabaseAsync();
        await using var old = await OldSystem.StartAsync(postgres);
        await old.AddChannelAsync("news", News, followers: 1);
        await old.AddPostsAsync(new OldRow(1, 1, 900, "newest first"), new OldRow(1, 1, 800, "then older"));
        await old.ImportAsync(database, "--user", "1=default:alice");
        await old.AddPostsAsync(new OldRow(1, 1, 950, "came later"));
        Assert.Contains("of 3 rows in all 3 were new posts, 0 joined", await old.ImportAsync(database, "--user", "1=default:alice"), StringComparison.Ordinal);
        Assert.Contains("of 3 rows in all 0 were new posts, 3 joined", await old.ImportAsync(database, "--user", "1=default:alice", "--again"), StringComparison.Ordinal);
        await using var data = Database.Open(database, "tests", 1);
        Assert.Equal("950 950 800 3 3", await data.ScalarAsync<string>("SELECT concat_ws(' ', cursor, imported_to, backfill_low_id, backfill_count, posts_total) FROM user_channels"));
    }

    [Fact]
    public async Task What_retention_has_removed_is_not_imported_again_and_does_not_come_from_an_import_that_waited()
    {
        var database = await postgres.Cluster.CreateDatabaseAsync();
        await using var old = await OldSystem.StartAsync(postgres);
        await old.AddChannelAsync("news", News, followers: 1);
        await old.AddPostsAsync(new OldRow(1, 1, 1, "Old https://example.org/a", "A page."), new OldRow(1, 1, 2, "kept", Minute: 10));
        await old.ImportAsync(database, "--user", "1=default:alice");
        await using var data = Database.Open(database, "tests", 3);
        await using var connection = await data.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var remove = new Npgsql.NpgsqlCommand(
            "UPDATE user_channels SET retained_since = '2025-03-01 12:10Z', posts_total = 1; DELETE FROM posts WHERE message_id = 1", connection, transaction))
            await remove.ExecuteNonQueryAsync();

        await old.AddPostsAsync(new OldRow(1, 1, 3, "came later", Minute: 11));
        var import = old.ImportAsync(database, "--user", "1=default:alice", "--again");
        await Harness.Time.Eventually.SeeAsync(async () => await data.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tgparser-import' AND wait_event_type = 'Lock' AND datname = current_database()") == 1);
        await transaction.CommitAsync();

        Assert.Contains("of 3 rows in all 1 were new posts, 2 joined", await import, StringComparison.Ordinal);
        Assert.Equal("2 3", await data.ScalarAsync<string>("SELECT string_agg(message_id::text, ' ' ORDER BY message_id) FROM posts"));
        Assert.Equal("2 3", await data.ScalarAsync<string>("SELECT concat_ws(' ', posts_total, cursor) FROM user_channels"));
        Assert.Equal(0, await data.ScalarAsync<long>("SELECT count(*) FROM links"));
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("tgp-import-").FullName;

        public string Write(string name, string text)
        {
            var file = System.IO.Path.Combine(Path, name);
            File.WriteAllText(file, text);
            return file;
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
