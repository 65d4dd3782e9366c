using Npgsql;
using TelegramParser.Harness.Workers;
using TelegramParser.Storage;
using TelegramParser.Storage.Migrations;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class SearchIndexTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task An_edited_post_is_found_by_what_it_says_now()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        var index = new SearchIndexStore(database);
        await database.StoreAsync(token, Post(1, "harbour"), Post(2, "market"));
        await index.IndexAsync(token, 10, None);

        await database.StoreAsync(token, Post(1, "lighthouse") with { EditDate = Noon });

        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.Empty(await database.SearchAsync(token, "harbour"));
            Assert.Equal(["lighthouse"], await database.SearchAsync(token, "lighthouse"));
            Assert.Equal(["market"], await database.SearchAsync(token, "-lighthouse"));
            await index.IndexAsync(token, 10, None);
        }
        Assert.Equal(0, await CountAsync(database, "unindexed_posts"));
    }

    [Theory]
    [InlineData("<script>alert(1)</script> and the harbour", "alert")]
    [InlineData("<script>alert(1)</script> and the harbour", "harbour")]
    [InlineData("<script>alert(1)</script> and the harbour", "<script>")]
    [InlineData("<script>alert(1)</script> and the harbour", "script alert")]
    [InlineData("write <b>bold</b>, not <i>", "\"write <b>bold</b>\"")]
    [InlineData("a List<String> of names", "string")]
    [InlineData("when rain <or fog and wind> comes", "fog")]
    public async Task What_looks_like_a_tag_is_found_by_its_words(string text, string query)
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Post(1, text), Post(2, "another"));

        Assert.Equal([text], await database.SearchAsync(token, query));
        await new SearchIndexStore(database).IndexAsync(token, 10, None);
        Assert.Equal([text], await database.SearchAsync(token, query));
    }

    [Fact]
    public async Task What_was_indexed_before_tags_were_words_is_indexed_anew()
    {
        await using var database = Database.Open(await postgres.Cluster.CreateEmptyDatabaseAsync(), "tests", maxPoolSize: 10);
        var before = Migration.All.TakeWhile(migration => migration.Name != "0015_tags").ToList();
        await new Migrator(database, before).MigrateAsync(None);
        var token = await database.StartReadingAsync();
        var index = new SearchIndexStore(database);
        await database.StoreAsync(token, Post(1, "<script>alert(1)"), Post(2, "harbour"));
        await index.IndexAsync(token, 10, None);
        await database.AddPageAsync(new("https://example.org/") { Text = "Use <style>ferry" });

        await new Migrator(database).MigrateAsync(None);

        Assert.Equal(1, await CountAsync(database, "unindexed_posts"));
        Assert.Single(await database.SearchAsync(token, "alert"));
        await index.IndexAsync(token, 10, None);
        Assert.Single(await database.SearchAsync(token, "alert"));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM page_search WHERE words @@ post_query('ferry')"));
    }

    [Fact]
    public async Task It_takes_no_more_than_it_is_told_and_says_when_more_may_wait()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        var index = new SearchIndexStore(database);
        for (var id = 1; id <= 3; id++)
            await database.StoreAsync(token, Post(id, $"post {id}"));

        Assert.True(await index.IndexAsync(token, 2, None));
        Assert.Equal(2, await CountAsync(database, "post_search"));
        Assert.False(await index.IndexAsync(token, 2, None));
        Assert.Equal(3, await CountAsync(database, "post_search"));
        Assert.False(await index.IndexAsync(token, 2, None));
    }

    [Fact]
    public async Task What_changes_no_text_is_not_indexed_again()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Post(1, "harbour"));
        await new SearchIndexStore(database).IndexAsync(token, 10, None);

        await database.StoreAsync(token, Post(1, "harbour") with { Views = 7 });

        Assert.Equal(0, await CountAsync(database, "unindexed_posts"));
    }

    [Fact]
    public async Task A_text_of_any_length_is_indexed()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Post(1, "harbour " + string.Join(' ', Enumerable.Range(0, 400_000))));

        Assert.Single(await database.SearchAsync(token, "harbour"));
        await new SearchIndexStore(database).IndexAsync(token, 10, None);
        Assert.Single(await database.SearchAsync(token, "harbour"));
    }

    [Fact]
    public async Task Who_lost_the_lease_indexes_nothing()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Post(1, "harbour"));

        await Assert.ThrowsAsync<LeaseLostException>(
            () => new SearchIndexStore(database).IndexAsync(token with { Epoch = token.Epoch + 1 }, 10, None));

        Assert.Equal(1, await CountAsync(database, "unindexed_posts"));
        Assert.Equal(0, await CountAsync(database, "post_search"));
    }

    private static Task<long> CountAsync(NpgsqlDataSource database, string table) =>
        database.ScalarAsync<long>($"SELECT count(*) FROM {table}");
}
