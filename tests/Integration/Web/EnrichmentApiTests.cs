using System.Net;
using System.Text.Json.Nodes;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Web;
using TelegramParser.Harness.Workers;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.IntegrationTests.Web;

[Collection(PostgresCollection.Name)]
public sealed class EnrichmentApiTests(PostgresFixture postgres)
{
    private const long ChatId = -1001;

    [Fact]
    public async Task A_post_shows_the_beginning_of_the_page_behind_it()
    {
        var (web, alice, _) = await StartAsync();
        await using var started = web;
        await alice.StoreAsync(ChatId, Linking(1), Sample.Post(2, "No link"));
        var text = $"Первый абзац.\n\n{string.Join(' ', Enumerable.Repeat("слово", 100))}";
        await web.Database.FollowAsync(1, 0, await web.Database.AddPageAsync(new("https://a.example/1") { Title = "Заголовок", Text = text }));

        var posts = (await web.Http.JsonAsync("/users/1/posts"))["posts"]!.AsArray();

        Assert.True(posts[0]!.AsObject().ContainsKey("enrichment"));
        Assert.Null(posts[0]!["enrichment"]);
        var enrichment = posts[1]!["enrichment"]!;
        Assert.Equal(("done", 1, "Заголовок", text.Length), (
            (string?)enrichment["status"], (long?)enrichment["page_id"], (string?)enrichment["title"], (int?)enrichment["length"]));
        var excerpt = (string)enrichment["excerpt"]!;
        Assert.StartsWith("Первый абзац. слово слово", excerpt, StringComparison.Ordinal);
        Assert.EndsWith(" слово…", excerpt, StringComparison.Ordinal);
        Assert.InRange(excerpt.Length, 290, 301);
        Assert.Equal(enrichment.ToJsonString(), (await web.Http.JsonAsync("/posts/1"))["enrichment"]!.ToJsonString());
    }

    [Theory]
    [InlineData("fetched,fetched", "done")]
    [InlineData("fetched,unsupported", "done")]
    [InlineData("unsupported", "done")]
    [InlineData("fetched,queued", "pending")]
    [InlineData("failed,-", "pending")]
    [InlineData("fetched,failed", "partial")]
    [InlineData("unsupported,failed,Duplicate", "partial")]
    [InlineData("failed,failed", "failed")]
    [InlineData("failed,TelegramLink", "failed")]
    [InlineData("TelegramLink,OverLimit", "skipped")]
    public async Task A_posts_status_is_that_of_its_links(string links, string status)
    {
        var (web, alice, _) = await StartAsync();
        await using var started = web;
        var outcomes = links.Split(',');
        await alice.StoreAsync(ChatId, Linking(1, outcomes.Length));
        foreach (var (position, outcome) in outcomes.Index())
        {
            if (outcome is "fetched" or "unsupported" or "queued" or "failed")
                await web.Database.FollowAsync(1, position, await web.Database.AddPageAsync(new($"https://a.example/{position}") { State = outcome }));
            else if (outcome is not "-")
                await web.Database.FollowAsync(1, position, null, outcome);
        }

        Assert.Equal(status, (string?)(await web.Http.JsonAsync("/posts/1"))["enrichment"]!["status"]);
    }

    [Fact]
    public async Task The_links_of_a_post_tell_their_pages_and_why_others_have_none()
    {
        var (web, alice, _) = await StartAsync();
        await using var started = web;
        await alice.StoreAsync(ChatId, Linking(1, 3));
        await web.Database.FollowAsync(1, 0, await web.Database.AddPageAsync(new("https://a.example/gone") { State = "failed", Reason = "Gone", Attempts = 1 }));
        await web.Database.FollowAsync(1, 1, null, "TelegramLink");

        var links = (await web.Http.JsonAsync("/posts/1/links"))["links"]!.AsArray();

        Assert.Equal(["https://a.example/1/1", "https://a.example/1/2", "https://a.example/1/3"], links.Select(link => (string?)link!["url"]));
        Assert.Equal(("failed", "Gone", 1, "https://a.example/gone"), (
            (string?)links[0]!["page"]!["state"], (string?)links[0]!["page"]!["reason"], (int?)links[0]!["page"]!["attempts"],
            (string?)links[0]!["page"]!["url"]));
        Assert.Equal(("TelegramLink", null), ((string?)links[1]!["skip"], links[1]!["page"]));
        Assert.Null(links[2]!["skip"]);
        await web.Http.ProblemAsync("/posts/9/links", HttpStatusCode.NotFound, "post_not_found");
    }

    [Theory]
    [InlineData("", null, "application/json")]
    [InlineData("", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "application/json")]
    [InlineData("", "text/plain", "text/plain")]
    [InlineData("", "text/markdown", "text/markdown")]
    [InlineData("", "application/json;q=0.1, text/*", "text/plain")]
    [InlineData("", "text/*, text/plain;q=0.2", "text/markdown")]
    [InlineData("?format=markdown", "application/json", "text/markdown")]
    [InlineData("?format=text", null, "text/plain")]
    [InlineData("?format=json", "text/plain", "application/json")]
    public async Task A_page_comes_in_the_form_that_is_asked_for(string query, string? accept, string type)
    {
        var (web, alice, _) = await StartAsync();
        await using var started = web;
        await alice.StoreAsync(ChatId, Linking(1));
        await web.Database.FollowAsync(1, 0, await web.Database.AddPageAsync(new("https://a.example/1") { Title = "T", Text = "Текст статьи" }));

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/pages/1{query}");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await web.Http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();

        Assert.True(answer.IsSuccessStatusCode, body);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("utf-8", answer.Content.Headers.ContentType.CharSet);
        Assert.Contains("Accept", answer.Headers.Vary);
        switch (type)
        {
            case "text/plain":
                Assert.Equal("Текст статьи", body);
                break;
            case "text/markdown":
                Assert.Equal("**Текст статьи**", body);
                break;
            default:
                Assert.Equal(("Текст статьи", "T", 12), (
                    (string?)JsonNode.Parse(body)!["text"], (string?)JsonNode.Parse(body)!["title"], (int?)JsonNode.Parse(body)!["length"]));
                break;
        }
    }

    [Fact]
    public async Task A_page_that_no_post_links_to_or_that_has_no_text_is_not_found()
    {
        var (web, alice, _) = await StartAsync();
        await using var started = web;
        await alice.StoreAsync(ChatId, Linking(1));
        await web.Database.AddPageAsync(new("https://a.example/alone") { Text = "Secret" });
        await web.Database.FollowAsync(1, 0, await web.Database.AddPageAsync(new("https://a.example/front")));

        await web.Http.ProblemAsync("/pages/1", HttpStatusCode.NotFound, "page_not_found");
        await web.Http.ProblemAsync("/pages/99", HttpStatusCode.NotFound, "page_not_found");
        await web.Http.RefusedAsync("/pages/1/retry", HttpStatusCode.NotFound, "page_not_found");
        Assert.Equal("fetched", (string?)(await web.Http.JsonAsync("/pages/2"))["state"]);
        await web.Http.ProblemAsync("/pages/2?format=text", HttpStatusCode.NotFound, "page_without_text");
        await web.Http.ProblemAsync("/pages/2?format=pdf", HttpStatusCode.BadRequest, "invalid_parameter");
    }

    [Fact]
    public async Task A_failed_page_is_queued_again_and_the_worker_told()
    {
        var (web, alice, worker) = await StartAsync();
        await using var started = web;
        await alice.StoreAsync(ChatId, Linking(1, 2));
        await web.Database.FollowAsync(1, 0, await web.Database.AddPageAsync(new("https://a.example/1") { State = "failed", Reason = "TimedOut", Attempts = 6 }));
        await web.Database.FollowAsync(1, 1, await web.Database.AddPageAsync(new("https://a.example/2") { Text = "Good" }));

        Assert.Equal("""{"queued":1,"worker_told":true}""", (await web.Http.CommandAsync("/pages/1/retry")).ToJsonString());
        Assert.Equal(1, worker.Wakes);
        var page = await web.Http.JsonAsync("/pages/1");
        Assert.Equal(("queued", 0), ((string?)page["state"], (int?)page["attempts"]));
        Assert.NotNull(page["due_at"]);
        await web.Http.RefusedAsync("/pages/2/retry", HttpStatusCode.Conflict, "wrong_state");
        Assert.Equal(1, worker.Wakes);
    }

    [Fact]
    public async Task All_failed_pages_of_a_user_are_queued_again_also_while_the_worker_is_away()
    {
        var (web, alice, worker) = await StartAsync();
        await using var started = web;
        await alice.StoreAsync(ChatId, Linking(1, 2));
        foreach (var position in new[] { 0, 1 })
            await web.Database.FollowAsync(1, position, await web.Database.AddPageAsync(new($"https://a.example/{position}") { State = "failed", Reason = "Gone" }));
        await worker.DisposeAsync();

        Assert.Equal("""{"queued":2,"worker_told":false}""", (await web.Http.CommandAsync("/users/default:alice/enrichment/retry")).ToJsonString());
        Assert.Equal("""{"queued":0,"worker_told":false}""", (await web.Http.CommandAsync("/users/default:alice/enrichment/retry")).ToJsonString());
        await web.Http.RefusedAsync("/users/default:nobody/enrichment/retry", HttpStatusCode.NotFound, "user_not_found");
    }

    [Fact]
    public async Task Pages_are_counted()
    {
        var (web, alice, _) = await StartAsync(new ManualTime(Sample.Noon.AddHours(2)));
        await using var started = web;
        await alice.StoreAsync(ChatId, Linking(1, 3));
        await web.Database.FollowAsync(1, 0, await web.Database.AddPageAsync(new("https://a.example/1") { Text = "Text" }));
        await web.Database.FollowAsync(1, 1, await web.Database.AddPageAsync(new("https://a.example/2") { State = "queued", DueAt = Sample.Noon }));
        await web.Database.FollowAsync(1, 2, null, "OverLimit");

        Assert.Equal(
            """{"pages_total":2,"pages":[{"state":"fetched","reason":null,"pages":1},{"state":"queued","reason":null,"pages":1}],"queue":{"waiting":1,"due":1,"oldest_due_at":"2026-03-01T12:00:00+00:00"},"users":[{"user_id":1,"namespace":"default","name":"alice","unfollowed_posts":1,"links_last_24_hours":{"total":3,"fetched":1,"unsupported":0,"failed":0,"pending":1,"skipped":1}}]}""",
            await web.Http.GetStringAsync("/stats/enrichment"));
    }

    [Theory]
    [InlineData("q=гавань", "")]
    [InlineData("q=гавань&search=posts", "")]
    [InlineData("q=гавань&search=pages", "1")]
    [InlineData("q=гавань&search=all", "1")]
    public async Task Search_covers_pages_when_asked(string query, string found)
    {
        var (web, alice, _) = await StartAsync();
        await using var started = web;
        await alice.StoreAsync(ChatId, Linking(1), Sample.Post(2, "Порт"));
        await web.Database.FollowAsync(1, 0, await web.Database.AddPageAsync(new("https://a.example/1") { Text = "Гавань открыта" }));

        var posts = (await web.Http.JsonAsync($"/users/1/posts?{query}"))["posts"]!.AsArray();

        Assert.Equal(found, string.Join(' ', posts.Select(post => (long)post!["id"]!)));
    }

    [Theory]
    [InlineData("/users/1/posts?search=pages", "Give 'q', too")]
    [InlineData("/users/1/posts?q=a&search=everything", "'search' must be one of posts, pages, all, not 'everything'")]
    [InlineData("/users/1/posts?q=a&search=0", "'search' must be one of")]
    [InlineData("/pages/1?format=html", "'format' must be one of json, text, markdown")]
    public async Task A_bad_parameter_is_named(string path, string detail)
    {
        var (web, _, _) = await StartAsync();
        await using var started = web;
        var problem = await web.Http.ProblemAsync(path, HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Contains(detail, (string?)problem["detail"], StringComparison.Ordinal);
    }

    private async Task<(WebInstallation Web, SeededUser Alice, ScriptedWorker Worker)> StartAsync(TimeProvider? time = null)
    {
        var web = await WebInstallation.StartAsync(postgres.Cluster, o => o with { TimeProvider = time ?? o.TimeProvider });
        var (alice, worker) = await web.AddUserWithWorkerAsync("alice");
        await alice.SubscribeAsync(("news", "@news_channel", new ChannelRow(ChatId, "News", "news_channel", "channel")));
        return (web, alice, worker);
    }

    private static PostRecord Linking(long id, int links = 1) => Sample.Post(id, "See") with
    {
        Links = [.. Enumerable.Range(1, links).Select(n => new LinkRecord($"https://a.example/{id}/{n}", "url"))],
    };
}
