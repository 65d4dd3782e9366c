using Npgsql;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Enrichment;
using static TelegramParser.IntegrationTests.Enrichment.StoredPages;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Enrichment;

[Collection(PostgresCollection.Name)]
public sealed class PageOutcomeTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_content_is_stored_and_found_by_its_words()
    {
        await using var database = await OpenAsync();

        await database.TakeAndEndAsync(Fetched("Паромы вышли из гавани", "Harbour news"));

        Assert.Equal("fetched text/html Builtin 22 https://example.org/final", await PageAsync(database, "state, content_type, fetched_by, length, final_url"));
        Assert.True(await FindsAsync(database, "гавань"));
        Assert.True(await FindsAsync(database, "harbour"));
        Assert.False(await FindsAsync(database, "lighthouse"));
    }

    [Fact]
    public async Task Characters_that_Postgres_refuses_are_replaced()
    {
        await using var database = await OpenAsync();

        await database.TakeAndEndAsync(Fetched("nul \0 and half \uD83D of a smile", "\0"));

        Assert.Equal("\uFFFD nul \uFFFD and half \uFFFD of a smile", await PageAsync(database, "title, text"));
    }

    [Fact]
    public async Task A_text_of_any_length_is_stored_and_indexed()
    {
        await using var database = await OpenAsync();
        var text = "harbour " + string.Join(' ', Enumerable.Range(0, 400_000));

        await database.TakeAndEndAsync(Fetched(text));

        Assert.Equal($"{text.Length}", await PageAsync(database, "length"));
        Assert.True(await FindsAsync(database, "harbour"));
    }

    [Fact]
    public async Task A_try_that_failed_is_made_again_later_and_one_that_failed_for_good_is_not()
    {
        await using var database = await OpenAsync();
        await database.TakeAndEndAsync(Failed(retryIn: TimeSpan.Zero));
        Assert.Equal("queued TimedOut 1", await PageAsync(database, "state, reason, attempts"));

        Assert.Equal(1, (await database.TakeAndEndAsync(Failed(retryIn: Long))).Page!.Attempts);
        Assert.False(await database.CanTakeAsync());
        Assert.InRange((await new PageQueueStore(database).NextDueAsync(None))!.Value, Long - TimeSpan.FromMinutes(1), Long);

        await RequeueAsync(database);
        await database.TakeAndEndAsync(Failed());
        Assert.Equal("failed TimedOut 1", await PageAsync(database, "state, reason, attempts"));
        Assert.Null(await new PageQueueStore(database).NextDueAsync(None));
    }

    [Fact]
    public async Task A_refresh_that_fails_keeps_the_content_and_says_why()
    {
        await using var database = await OpenAsync();
        await database.TakeAndEndAsync(Fetched("text", etag: "\"1\""));
        await RequeueAsync(database);

        var refresh = await database.TakeAndEndAsync(Failed());

        Assert.Equal("\"1\"", refresh.Page!.ETag);
        Assert.Equal("fetched TimedOut text", await PageAsync(database, "state, reason, text"));
        await RequeueAsync(database);
        await database.TakeAndEndAsync(new PageOutcome.Unchanged(new PageVersion("\"2\"", null)));
        Assert.Equal("fetched text \"2\"", await PageAsync(database, "state, reason, text, etag"));
    }

    [Fact]
    public async Task What_is_no_page_is_recorded_with_its_type_and_size_and_takes_no_content_away()
    {
        await using var database = await OpenAsync();
        var pdf = new PageOutcome.Unsupported("https://example.org/a.pdf", "application/pdf", 5_000_000_000);
        await database.TakeAndEndAsync(pdf);
        Assert.Equal("unsupported application/pdf 5000000000", await PageAsync(database, "state, reason, content_type, size"));

        await RequeueAsync(database);
        await database.TakeAndEndAsync(Fetched());
        await RequeueAsync(database);
        await database.TakeAndEndAsync(pdf);
        Assert.Equal("fetched Unsupported text/html text", await PageAsync(database, "state, reason, content_type, size, text"));
    }

    [Fact]
    public async Task What_robots_txt_says_is_kept_with_the_host_and_the_page_still_waits()
    {
        await using var database = await OpenAsync();
        Assert.Null((await database.TakeAndEndAsync(new PageOutcome.Robots(null, "ServerError", "The server answered 500.", Long))).Robots);

        var unreachable = (await database.TakeAndEndAsync(new PageOutcome.Robots(null, "TimedOut", "slow", Long))).Robots!;
        var still = (await database.TakeAndEndAsync(new PageOutcome.Robots("Disallow", null, null, Day))).Robots!;
        var known = await database.TakeAsync();

        Assert.Equal(("ServerError", "The server answered 500."), (unreachable.Reason, unreachable.Message));
        Assert.Equal((unreachable.UnreachableSince, "TimedOut"), (still.UnreachableSince, still.Reason));
        Assert.Equal(("Disallow", null, null), (known.Robots!.Text, known.Robots.Reason, known.Robots.UnreachableSince));
        Assert.InRange(known.Robots.Remaining, Day - TimeSpan.FromMinutes(1), Day);
        Assert.NotNull(known.Page);
    }

    // With one page in the queue.
    private async Task<NpgsqlDataSource> OpenAsync()
    {
        var database = await postgres.OpenFreshDatabaseAsync();
        await database.QueueAsync(await database.StartReadingAsync(), Linking(1, "https://a.example/"));
        return database;
    }

    private static Task<int> RequeueAsync(NpgsqlDataSource database) =>
        database.ScalarAsync<int>("SELECT requeue_pages(array_agg(id)) FROM pages");

    private static Task<string> PageAsync(NpgsqlDataSource database, string columns) =>
        database.ScalarAsync<string>($"SELECT concat_ws(' ', {columns}) FROM pages");

    private static Task<bool> FindsAsync(NpgsqlDataSource database, string query) => database.ScalarAsync<bool>(
        $"SELECT EXISTS (SELECT FROM page_search WHERE words @@ websearch_to_tsquery('pg_catalog.russian', '{query}'))");
}
