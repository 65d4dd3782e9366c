using System.Collections.Concurrent;
using TelegramParser.Harness.Pages;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Enrichment;
using static TelegramParser.IntegrationTests.Enrichment.StoredPages;

namespace TelegramParser.IntegrationTests.Enrichment;

/// <summary>A page is one, however many URLs lead to it.</summary>
[Collection(PostgresCollection.Name)]
public sealed class MovedPageTests(PostgresFixture postgres)
{
    private const string Short = "http://short.example/x";
    private const string Long = "http://long.example/page";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ConcurrentDictionary<string, string> _redirects = new(StringComparer.Ordinal) { ["short.example/x"] = Long };

    [Fact]
    public async Task A_shortener_and_a_direct_link_lead_to_one_page_that_is_asked_for_once()
    {
        await using var scene = await TurnScene.StartAsync(postgres, Site);
        await scene.QueueAsync(Short);
        await scene.QueueAsync(Long);
        await scene.RunAsync();
        await scene.QueueAsync(Short, "http://long.example/page?other");
        await scene.RunAsync();

        Assert.Equal(["long.example/page", "long.example/page?other", "short.example/x"], Pages(scene));
        Assert.Equal($"fetched {Long}, fetched {Long}?other", await scene.PagesAsync("state, url"));
        Assert.Equal($"{Long} {Long} {Long} {Long}?other", await LinksAsync(scene));
    }

    [Fact]
    public async Task What_redirects_to_a_page_that_is_stored_becomes_that_page_whatever_became_of_it()
    {
        _redirects["short.example/y"] = "http://gone.example/page";
        await using var scene = await TurnScene.StartAsync(postgres, Site);
        await scene.QueueAsync(Long, "http://gone.example/page");
        await scene.RunAsync();
        await scene.QueueAsync(Short, "http://short.example/y");
        await scene.RunAsync();

        Assert.Equal(["gone.example/page", "long.example/page", "short.example/x", "short.example/y"], Pages(scene));
        Assert.Equal("failed NotFound, fetched", await scene.PagesAsync());
        Assert.Equal($"{Long} http://gone.example/page {Long} http://gone.example/page", await LinksAsync(scene));
    }

    [Fact]
    public async Task A_stored_page_that_was_checked_long_ago_is_asked_for_again_by_what_redirects_to_it()
    {
        await using var scene = await TurnScene.StartAsync(postgres, Site);
        await scene.QueueAsync(Long);
        await scene.RunAsync();
        await AgeAsync(scene, "pages", "checked_at");
        await scene.QueueAsync(Short);
        await scene.RunAsync();

        Assert.Equal(["long.example/page", "long.example/page", "short.example/x"], Pages(scene));
    }

    [Fact]
    public async Task A_redirect_is_looked_at_again_a_day_later_and_older_links_keep_the_page_that_they_led_to()
    {
        await using var scene = await TurnScene.StartAsync(postgres, Site);
        await scene.QueueAsync(Short);
        await scene.RunAsync();
        _redirects["short.example/x"] = "http://new.example/page";
        await AgeAsync(scene, "page_aliases", "noted_at");
        await scene.QueueAsync(Short);
        await scene.RunAsync();
        await scene.QueueAsync(Short);
        await scene.RunAsync();

        Assert.Equal(["long.example/page", "new.example/page", "short.example/x", "short.example/x"], Pages(scene));
        Assert.Equal($"{Long} http://new.example/page http://new.example/page", await LinksAsync(scene));
        Assert.Equal(1, await scene.Database.ScalarAsync<long>("SELECT count(*) FROM page_aliases"));
    }

    [Theory]
    [InlineData("a circle", 11)]
    [InlineData("a circle on one host", 11)]
    [InlineData("a chain that is too long", 11)]
    [InlineData("a circle that others have joined", 13)]
    public async Task Redirects_end(string what, int mostRequests)
    {
        var first = $"http://{what.Length}.example/0";
        for (var i = 0; i < 30; i++)
        {
            _redirects[$"{what.Length}.example/{i}"] = what switch
            {
                "a circle" => $"http://other.example/{i}",
                "a chain that is too long" => $"/{i + 1}",
                _ => $"/{(i + 1) % 3}",
            };
            _redirects[$"other.example/{i}"] = first;
        }
        await using var scene = await TurnScene.StartAsync(postgres, Site);
        await scene.QueueAsync(first);
        if (mostRequests > 11)
            await scene.QueueAsync(first[..^1] + "1", first[..^1] + "2");

        await scene.RunAsync();

        Assert.Equal("failed TooManyRedirects", await scene.PagesAsync());
        Assert.InRange(Pages(scene).Count, 3, mostRequests);
    }

    [Fact]
    public async Task A_redirect_that_only_adds_parameters_for_tracking_leads_to_the_same_page()
    {
        _redirects["short.example/x"] = "/x?utm_source=short#top";
        await using var scene = await TurnScene.StartAsync(postgres, Site);
        await scene.QueueAsync(Short);
        await scene.RunAsync();

        Assert.Equal($"fetched {Short}", await scene.PagesAsync("state, url"));
    }

    [Fact]
    public async Task A_redirect_that_comes_back_from_a_page_of_consent_reaches_the_page()
    {
        _redirects["short.example/x"] = "http://consent.example/";
        _redirects["consent.example/"] = Short;
        var asked = 0;
        await using var scene = await TurnScene.StartAsync(
            postgres, (request, reply) => request.Target is "/x" && Interlocked.Increment(ref asked) > 1 ? reply.HtmlAsync("<p>x") : Site(request, reply));
        await scene.QueueAsync(Short);
        await scene.RunAsync();

        Assert.Equal($"fetched {Short}", await scene.PagesAsync("state, url"));
        Assert.Equal("consent.example", await scene.Database.ScalarAsync<string>("SELECT string_agg(host, ',') FROM page_aliases"));
    }

    [Theory]
    [InlineData("ftp://files.example/a", "BlockedScheme")]
    [InlineData("http://user:word@long.example/page", "BlockedUserInfo")]
    [InlineData("http://long.example:8080/page", "BlockedPort")]
    public async Task A_redirect_to_what_no_link_may_lead_to_is_not_followed(string to, string reason)
    {
        _redirects["short.example/x"] = to;
        await using var scene = await TurnScene.StartAsync(postgres, Site);
        await scene.QueueAsync(Short);
        await scene.RunAsync();

        Assert.Equal($"failed {reason}", await scene.PagesAsync());
        Assert.Equal(["short.example/x"], Pages(scene));
    }

    [Fact]
    public async Task Many_that_move_to_one_page_at_once_while_others_link_to_it_become_one()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var (ann, bob) = (await database.StartReadingAsync(), await database.StartReadingAsync("bob"));
        await database.QueueAsync(ann, Linking(1, [.. Enumerable.Range(0, 8).Select(i => $"https://s{i}.example/")]));
        var turns = new List<PageTurn>();
        for (var i = 0; i < 8; i++)
            turns.Add(await database.TakeAsync());

        var ends = turns.Select(turn => database.EndAsync(turn, Moved(Long, "long.example"))).ToList();
        await Task.WhenAll(
        [
            .. ends,
            database.QueueAsync(bob, Linking(1, Long, "https://s3.example/"), Linking(2, Long)),
        ]);
        await database.FollowAsync(bob);

        Assert.All(ends, end => Assert.True(end.Result));
        Assert.Equal(Long, (await database.TakeAndEndAsync(Fetched())).Page!.Url);
        // The one that was looked at before its redirect was known is asked once more.
        while (await new PageQueueStore(database).TakeTurnAsync(1, StoredPages.Long, None) is { } late)
            Assert.True(await database.EndAsync(late, Moved(Long, "long.example")));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM pages"));
        Assert.Equal(11, await database.ScalarAsync<long>("SELECT count(page_id) FROM links"));
        Assert.Equal(8, await database.ScalarAsync<long>("SELECT count(*) FROM page_aliases"));
    }

    [Fact]
    public async Task A_page_stays_with_its_provider_when_it_moves()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.QueueAsync(token, Linking(1, Long));
        await database.StoreAsync(token, Linking(2, Short));
        var store = new LinkFollowStore(database);
        var waiting = (await store.NextAsync(token.UserId, None))!;
        await store.SaveAsync(
            token, waiting.Entry, [.. waiting.Posts.SelectMany(Decide).Select(link => link with { Page = link.Page! with { Provider = "Crawl4AI" } })], Day, None);

        await database.TakeAndEndAsync(Moved(Long, "long.example"));

        Assert.Equal(
            $"1 {Long} Builtin, 2 {Long} Crawl4AI",
            await database.ScalarAsync<string>(
                """
                SELECT string_agg(concat_ws(' ', message_id, pages.url, provider), ', ' ORDER BY message_id)
                FROM links JOIN posts ON posts.id = post_id JOIN pages ON pages.id = page_id
                """));
    }

    [Fact]
    public async Task A_redirect_in_the_name_of_a_turn_that_was_lost_moves_nothing()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        await database.QueueAsync(await database.StartReadingAsync(), Linking(1, Short, Long));
        var turns = new[] { await database.TakeAsync(), await database.TakeAsync() };
        await new PageQueueStore(database).ReleaseAllAsync(1, None);

        foreach (var turn in turns)
            Assert.False(await database.EndAsync(turn, Moved("http://new.example/", "new.example")));

        Assert.Equal(
            $"{Long} {Short} long.example short.example",
            await database.ScalarAsync<string>(
                "SELECT (SELECT string_agg(url, ' ' ORDER BY url) FROM pages) || ' ' || (SELECT string_agg(host, ' ' ORDER BY host) FROM page_hosts)"));
    }

    [Fact]
    public async Task With_the_last_link_go_the_page_and_all_that_redirected_to_it()
    {
        await using var scene = await TurnScene.StartAsync(postgres, Site);
        await scene.QueueAsync(Short);
        await scene.RunAsync();
        await scene.Database.ScalarAsync<long>("WITH gone AS (DELETE FROM posts RETURNING id) SELECT count(*) FROM gone");
        await scene.Database.ScalarAsync<int>("WITH rested AS (UPDATE page_hosts SET free_at = now() RETURNING 1) SELECT count(*)::int FROM rested");

        await new PageQueueStore(scene.Database).DeleteUnlinkedAsync(None);

        Assert.Equal(
            "0 0 0",
            await scene.Database.ScalarAsync<string>("SELECT concat_ws(' ', (SELECT count(*) FROM pages), (SELECT count(*) FROM page_aliases), (SELECT count(*) FROM page_hosts))"));
    }

    private Task Site(PageRequest request, PageReply reply) => (request.Headers["Host"] + request.Target) switch
    {
        var asked when _redirects.TryGetValue(asked, out var to) => reply.RedirectAsync(to),
        "gone.example/page" => reply.AnswerAsync("404 Not Found", []),
        _ when request.Target is "/robots.txt" => reply.AnswerAsync("404 Not Found", []),
        _ => reply.HtmlAsync("<title>Here</title>"),
    };

    private static IReadOnlyList<string> Pages(TurnScene scene) =>
        [.. scene.Asked.Where(asked => !asked.EndsWith("/robots.txt", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static Task<string> LinksAsync(TurnScene scene) => scene.Database.ScalarAsync<string>(
        "SELECT string_agg(pages.url, ' ' ORDER BY post_id, position) FROM links JOIN pages ON pages.id = page_id");

    private static Task<int> AgeAsync(TurnScene scene, string table, string column) => scene.Database.ScalarAsync<int>(
        $"WITH aged AS (UPDATE {table} SET {column} = now() - interval '25 hours' RETURNING 1) SELECT count(*)::int FROM aged");
}
