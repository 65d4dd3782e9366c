using System.Text.Json;
using Npgsql;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class PostStoreTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_post_comes_back_as_it_was_stored()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        var post = new PostRecord
        {
            MessageId = 7,
            Date = Noon,
            EditDate = Noon.AddHours(1),
            Kind = PostKinds.Message,
            Text = "Привет, мир 🌍 https://example.org",
            EntitiesJson = """[{"type": "url"}]""",
            MediaKind = "photo",
            MediaJson = """{"width": 640}""",
            AlbumId = 13_000_000_000_000_000,
            ReplyToJson = """{"message": 5}""",
            ForwardJson = """{"chat": -1009}""",
            AuthorSignature = "Ann",
            SenderJson = """{"user": 1}""",
            Views = 10,
            Forwards = 2,
            Replies = 3,
            ReactionsJson = """[{"count": 1}]""",
            Permalink = "https://t.me/news/7",
            Links = [new LinkRecord("https://example.org", "url"), new LinkRecord("https://example.com", "preview")],
        };

        await database.StoreAsync(token, post);

        var stored = await FindAsync(database, token, 7);
        Assert.Equivalent(post, stored.Row.Post, strict: true);
    }

    [Fact]
    public async Task Cursor_moves_only_with_the_posts_it_covers()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, new CursorMove.Forward(5), Post(5));
        // Refused at the very end of the page's transaction.
        await ExecuteAsync(
            database,
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = 'XX000'; END $$;
            CREATE CONSTRAINT TRIGGER refuse AFTER UPDATE ON user_channels DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION refuse();
            """);

        await Assert.ThrowsAsync<PostgresException>(() => database.StoreAsync(token, new CursorMove.Forward(6), Post(6)));

        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM posts"));
        var progress = await ProgressAsync(database, token);
        Assert.Equal((5, 1), (progress.Cursor, progress.PostsTotal));
    }

    [Fact]
    public async Task The_cursor_never_moves_backwards()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();

        await database.StoreAsync(token, new CursorMove.Forward(50));
        await database.StoreAsync(token, new CursorMove.Forward(40), Post(40));
        await database.StoreAsync(token, new CursorMove.None(), Post(60));

        Assert.Equal(50, (await ProgressAsync(database, token)).Cursor);
    }

    [Fact]
    public async Task Backfill_has_a_mark_of_its_own()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, new CursorMove.Forward(100));

        await database.StoreAsync(token, new CursorMove.Backfill(90, Noon, Examined: 10, Exhausted: false), Post(95));
        await database.StoreAsync(token, new CursorMove.Backfill(80, Noon.AddDays(-1), Examined: 9, Exhausted: true), Post(85));
        await database.StoreAsync(token, new CursorMove.Backfill(null, null, Examined: 0, Exhausted: false));

        var progress = await ProgressAsync(database, token);
        Assert.Equal(100, progress.Cursor);
        Assert.Equal(
            (80L, Noon.AddDays(-1), 19, true),
            (progress.BackfillLowId!.Value, progress.BackfillLowDate!.Value, progress.BackfillCount, progress.BackfillExhausted));
    }

    [Fact]
    public async Task The_same_page_stored_again_changes_nothing()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        PostRecord[] page = [Post(1) with { Views = 1, Links = [new("https://a", "url")] }, Post(2), Post(3)];
        var first = await database.StoreAsync(token, new CursorMove.Forward(3), page);
        var before = await database.ScalarAsync<string>("SELECT string_agg(posts::text || links::text, '') FROM posts LEFT JOIN links ON post_id = id");

        var second = await database.StoreAsync(token, new CursorMove.Forward(3), page);

        Assert.Equal(new StoredPage(Added: 3, Changed: 0, Unstorable: 0), first);
        Assert.Equal(new StoredPage(Added: 0, Changed: 0, Unstorable: 0), second);
        Assert.Equal(before, await database.ScalarAsync<string>("SELECT string_agg(posts::text || links::text, '') FROM posts LEFT JOIN links ON post_id = id"));
        Assert.Equal(3, (await ProgressAsync(database, token)).PostsTotal);
    }

    [Fact]
    public async Task Of_two_copies_in_a_page_the_last_counts()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();

        var stored = await database.StoreAsync(token, Post(1, "first"), Post(1, "last"));

        Assert.Equal(new StoredPage(1, 0, 0), stored);
        Assert.Equal("last", (await FindAsync(database, token, 1)).Row.Post.Text);
    }

    [Fact]
    public async Task An_edited_post_keeps_one_version_of_what_it_said()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        var original = Post(1, "before") with { Links = [new("https://a", "url"), new("https://b", "url")] };
        var edited = Post(1, "after") with { EditDate = Noon.AddDays(1), Links = [new("https://c", "url")] };
        await database.StoreAsync(token, original);

        var stored = await database.StoreAsync(token, edited);
        await database.StoreAsync(token, edited);

        Assert.Equal(new StoredPage(0, 1, 0), stored);
        var post = await FindAsync(database, token, 1);
        Assert.Equal("after", post.Row.Post.Text);
        Assert.Equal(edited.Links, post.Row.Post.Links);
        var version = Assert.Single(post.Versions);
        Assert.Equal((1, "before", null), (version.Version, version.Text, version.EditDate));
    }

    [Fact]
    public async Task A_copy_from_before_an_edit_does_not_undo_it()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Post(1, "after") with { EditDate = Noon.AddDays(1), Views = 20, Links = [new("https://c", "url")] });

        var stored = await database.StoreAsync(token, Post(1, "before") with { Views = 10 });

        Assert.Equal(new StoredPage(0, 0, 0), stored);
        var post = await FindAsync(database, token, 1);
        Assert.Equal(("after", 20), (post.Row.Post.Text, post.Row.Post.Views));
        Assert.Single(post.Row.Post.Links);
        Assert.Empty(post.Versions);
    }

    [Fact]
    public async Task Counters_change_without_a_version_and_unknown_ones_stay()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Post(1) with { Views = 10, Forwards = 1, Links = [new("https://a", "url")] });

        var changed = await database.StoreAsync(token, Post(1) with { Views = 11, Links = [new("https://a", "url")] });
        var unknown = await database.StoreAsync(token, Post(1) with { Links = [new("https://a", "url")] });

        Assert.Equal((1, 0), (changed.Changed, unknown.Changed));
        var post = await FindAsync(database, token, 1);
        Assert.Equal((11, 1), (post.Row.Post.Views, post.Row.Post.Forwards));
        Assert.Single(post.Row.Post.Links);
        Assert.Empty(post.Versions);
    }

    [Fact]
    public async Task A_second_edit_within_the_second_of_the_first_is_kept_too()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        foreach (var text in new[] { "one", "two", "two", "three" })
            await database.StoreAsync(token, Post(1, text) with { EditDate = Noon.AddDays(1) });

        var post = await FindAsync(database, token, 1);
        Assert.Equal("three", post.Row.Post.Text);
        Assert.Equal(["one", "two"], post.Versions.Select(version => version.Text));
    }

    [Fact]
    public async Task A_vote_and_a_reaction_that_goes_are_no_versions()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        var poll = Post(1) with { MediaKind = "poll", MediaJson = """{"question": "Tea?"}""", PollJson = """{"voters": 1, "closed": false}""" };
        await database.StoreAsync(token, poll with { ReactionsJson = """[{"type": "emoji", "count": 1}]""" });

        await database.StoreAsync(token, poll with { PollJson = """{"voters": 2, "closed": true}""", ReactionsJson = "[]" });

        var post = await FindAsync(database, token, 1);
        Assert.Equal(("""{"closed": true, "voters": 2}""", null), (post.Row.Post.PollJson, post.Row.Post.ReactionsJson));
        Assert.Empty(post.Versions);
    }

    public static TheoryData<string, PostRecord> BadMessages => new()
    {
        { "NUL", Post(2, "a\0b") },
        { "half a surrogate pair", Post(2, "a\ud83c") },
        { "broken JSON", Post(2) with { EntitiesJson = "[" } },
        { "NUL in JSON", Post(2) with { MediaJson = """{"name": "\u0000"}""" } },
        { "unknown kind", Post(2) with { Kind = "riddle" } },
    };

    [Theory]
    [MemberData(nameof(BadMessages))]
    public async Task A_message_that_cannot_be_stored_is_recorded_and_passed_by(string why, PostRecord bad)
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();

        var stored = await database.StoreAsync(token, new CursorMove.Forward(3), Post(1), bad, Post(3));

        Assert.True(stored == new StoredPage(Added: 2, Changed: 0, Unstorable: 1), why);
        var progress = await ProgressAsync(database, token);
        Assert.Equal((3, 2), (progress.Cursor, progress.PostsTotal));
        Assert.Equal(2, await database.ScalarAsync<long>("SELECT message_id FROM unstored_messages WHERE error <> ''"));
    }

    [Fact]
    public async Task A_message_that_could_not_be_read_is_recorded_with_its_page()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        var unreadable = new UnstorableMessage(2, "not a number");

        // Alone, and beside one that Postgres refuses.
        foreach (var other in new[] { Post(3), Post(3, "a\0b") })
        {
            var stored = await new PostStore(database).StorePageAsync(
                token, new PostPage(ChatId, [Post(1), other], new CursorMove.Forward(3)) { Unreadable = [unreadable] }, None);
            Assert.Equal(other.Text == "text" ? 1 : 2, stored.Unstorable);
        }

        Assert.Equal(3, (await ProgressAsync(database, token)).Cursor);
        Assert.Equal([2, 3], await new UnstoredStore(database).ListAsync(token.UserId, ChatId, None));
        Assert.Equal("not a number", await database.ScalarAsync<string>("SELECT error FROM unstored_messages WHERE message_id = 2"));
    }

    [Fact]
    public async Task What_the_server_has_no_more_is_not_tried_again_but_kept()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        var unstored = new UnstoredStore(database);
        await database.StoreAsync(token, Post(2, "\0"), Post(3, "\0"));

        await unstored.KeepRawAsync(token, ChatId, new Dictionary<long, string> { [2] = """{"id":2}""" }, None);
        Assert.Equal([3], await unstored.ListWithoutRawAsync(token.UserId, ChatId, None));
        await unstored.MarkDeletedAsync(token, ChatId, [2], None);

        Assert.Equal([3], await unstored.ListAsync(token.UserId, ChatId, None));
        Assert.Equal(1, await unstored.CountAsync(token.UserId, None));
        var rows = await new UnstoredQueries(database).ListAsync(Installation, token.UserId, 10, None);
        Assert.Equal([(2L, """{"id":2}""", true), (3L, null, false)], rows.Select(row => (row.MessageId, row.Raw, row.DeletedAt is not null)));
        Assert.Empty(await new UnstoredQueries(database).ListAsync("another", token.UserId, 10, None));
    }

    [Fact]
    public async Task A_message_that_can_be_stored_after_all_is_no_longer_unstored()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Post(2, "\0"));

        await database.StoreAsync(token, Post(2));

        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM unstored_messages"));
    }

    [Fact]
    public async Task Posts_of_a_channel_that_is_not_pinned_are_refused()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.TakeLeaseAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => database.StoreAsync(token, Post(1)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.StoreAsync(token, new CursorMove.Forward(1)));
    }

    private static async Task<PostDetails> FindAsync(NpgsqlDataSource database, LeaseToken token, long messageId)
    {
        var id = await database.ScalarAsync<long>($"SELECT id FROM posts WHERE user_id = {token.UserId} AND message_id = {messageId}");
        return (await new PostQueries(database).FindAsync(new Realm(Installation), id, None))!;
    }

    private static async Task<UserChannelRow> ProgressAsync(NpgsqlDataSource database, LeaseToken token) =>
        (await new SubscriptionStore(database).GetUserChannelAsync(token.UserId, ChatId, None))!;

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
