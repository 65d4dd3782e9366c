using System.Collections.Concurrent;
using TelegramParser.Harness.Time;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Enrichment;
using static TelegramParser.IntegrationTests.Enrichment.StoredPages;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Enrichment;

[Collection(PostgresCollection.Name)]
public sealed class PageQueueTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Of_many_that_compete_one_gets_each_page_and_one_at_a_time_each_host()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        foreach (var post in Enumerable.Range(0, 15))
            await database.QueueAsync(token, Linking(post + 1, [.. Enumerable.Range(0, 10).Select(i => $"https://h{i}.example/{post}")]));
        var queue = new PageQueueStore(database);
        var asked = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var busy = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);

        async Task WorkAsync(long worker)
        {
            while (asked.Count < 150)
            {
                if (await queue.TakeTurnAsync(worker, Long, None) is not { } turn)
                    continue;
                Assert.True(busy.TryAdd(turn.Host, true));
                if (turn.Page is { } page)
                    asked.AddOrUpdate(page.Url, 1, (_, times) => times + 1);
                Assert.True(busy.TryRemove(turn.Host, out _));
                Assert.True(await database.EndAsync(turn, turn.Page is null ? new PageOutcome.Nothing() : Fetched()));
            }
        }
        await Task.WhenAll(Enumerable.Range(1, 5).Select(worker => WorkAsync(worker)));

        Assert.Equal(150, asked.Count);
        Assert.All(asked.Values, times => Assert.Equal(1, times));
        Assert.Null(await queue.TakeTurnAsync(1, Long, None));
        Assert.Null(await queue.NextDueAsync(None));
    }

    [Fact]
    public async Task A_turn_that_is_not_ended_runs_out_by_the_database_s_clock_and_its_late_outcome_is_refused()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        await database.QueueAsync(await database.StartReadingAsync(), Linking(1, "https://a.example/"));
        var queue = new PageQueueStore(database);
        var first = (await queue.TakeTurnAsync(1, TimeSpan.FromMilliseconds(200), None))!;

        var second = await Eventually.SeeAsync(() => queue.TakeTurnAsync(2, Long, None), turn => turn is not null);

        Assert.Equal(first.Page, second!.Page);
        Assert.False(await database.EndAsync(first, Failed()));
        Assert.Equal("queued", await database.ScalarAsync<string>("SELECT state FROM pages"));
        Assert.True(await database.EndAsync(second, Fetched()));
        Assert.False(await database.EndAsync(second, Failed()));
        Assert.Equal("fetched", await database.ScalarAsync<string>("SELECT state FROM pages"));
    }

    [Fact]
    public async Task A_turn_that_ran_out_is_still_good_while_nobody_else_has_taken_it()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        await database.QueueAsync(await database.StartReadingAsync(), Linking(1, "https://a.example/"));

        var turn = (await new PageQueueStore(database).TakeTurnAsync(1, TimeSpan.Zero, None))!;

        Assert.True(await database.EndAsync(turn, Fetched()));
    }

    [Fact]
    public async Task A_worker_that_starts_again_gives_back_the_turns_of_the_process_before()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        await database.QueueAsync(await database.StartReadingAsync(), Linking(1, "https://a.example/", "https://b.example/"));
        var (of1, of2) = (await database.TakeAsync(userId: 1), await database.TakeAsync(userId: 2));
        var queue = new PageQueueStore(database);

        await queue.ReleaseAllAsync(1, None);

        Assert.False(await database.EndAsync(of1, Fetched()));
        Assert.Equal(of1.Page, (await database.TakeAsync(userId: 1)).Page);
        Assert.True(await database.EndAsync(of2, Fetched()));
    }

    [Fact]
    public async Task A_host_rests_after_each_turn_and_others_do_not_wait_for_it()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        await database.QueueAsync(
            await database.StartReadingAsync(), Linking(1, "https://a.example/1"), Linking(2, "https://b.example/"), Linking(3, "https://a.example/3"));
        var turn = await database.TakeAsync();
        Assert.Equal("https://a.example/3", turn.Page!.Url);

        await database.EndAsync(turn, Fetched(), pause: Long);

        Assert.Equal("https://b.example/", (await database.TakeAndEndAsync(Fetched())).Page!.Url);
        Assert.False(await database.CanTakeAsync());
        Assert.InRange((await new PageQueueStore(database).NextDueAsync(None))!.Value, Long - TimeSpan.FromMinutes(1), Long);
    }

    [Fact]
    public async Task What_the_newest_posts_link_to_comes_first()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.QueueAsync(token, Linking(2, "https://a.example/2"), Linking(3, "https://b.example/3"));
        await database.QueueAsync(token, Linking(1, "https://c.example/1"), Linking(4, "https://a.example/4"), Linking(5, "https://d.example/5"));

        var order = new List<string>();
        foreach (var _ in Enumerable.Range(0, 5))
            order.Add((await database.TakeAndEndAsync(Fetched())).Page!.Url[^1..]);

        Assert.Equal(["5", "4", "3", "2", "1"], order);
    }

    [Fact]
    public async Task A_page_that_has_moved_waits_for_the_other_host_s_turn_with_its_redirects_counted()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        await database.QueueAsync(await database.StartReadingAsync(), Linking(1, "https://a.example/", "https://b.example/"));
        var (a, b) = (await database.TakeAsync(), await database.TakeAsync());

        // Each to the other's host at once.
        var ended = await Task.WhenAll(
            database.EndAsync(a, Moved(b.Page!.Url + "x", b.Host, 2)),
            database.EndAsync(b, Moved("https://new.example/", "new.example", 1)));
        Assert.All(ended, Assert.True);

        var moved = new[] { await database.TakeAsync(), await database.TakeAsync() }.ToDictionary(turn => turn.Host, turn => turn.Page!, StringComparer.Ordinal);
        Assert.Equal((a.Page!.Id, b.Page.Url + "x", 2), (moved[b.Host].Id, moved[b.Host].Url, moved[b.Host].Redirects));
        Assert.Equal((b.Page.Id, "https://new.example/", 1), (moved["new.example"].Id, moved["new.example"].Url, moved["new.example"].Redirects));
        Assert.False(await database.CanTakeAsync());
    }

    [Fact]
    public async Task A_page_that_failed_for_good_can_be_queued_again_with_no_redirect_counted()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        await database.QueueAsync(await database.StartReadingAsync(), Linking(1, "https://a.example/"));
        await database.TakeAndEndAsync(Moved("https://b.example/", "b.example", 1));
        var failed = await database.TakeAndEndAsync(Failed());
        Assert.False(await database.CanTakeAsync());

        Assert.Equal(1, await database.ScalarAsync<int>($"SELECT requeue_pages(ARRAY[{failed.Page!.Id}])"));

        var again = (await database.TakeAsync()).Page!;
        Assert.Equal(("https://b.example/", 0, 0), (again.Url, again.Redirects, again.Attempts));
        Assert.Equal("queued", await database.ScalarAsync<string>("SELECT state FROM pages"));
    }

    [Fact]
    public async Task A_turn_without_a_page_that_is_due_ends_the_search_at_its_host()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        await database.QueueAsync(await database.StartReadingAsync(), Linking(1, "https://a.example/"));
        await database.ScalarAsync<string>("UPDATE pages SET due_at = NULL RETURNING url");

        var turn = await database.TakeAndEndAsync(new PageOutcome.Nothing());

        Assert.Null(turn.Page);
        Assert.Null(await new PageQueueStore(database).TakeTurnAsync(1, Long, None));
        Assert.Null(await new PageQueueStore(database).NextDueAsync(None));
    }
}
