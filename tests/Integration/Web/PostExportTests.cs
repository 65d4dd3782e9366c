using System.Net;
using System.Text.Json.Nodes;
using Npgsql;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Web;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.IntegrationTests.Web;

[Collection(PostgresCollection.Name)]
public sealed class PostExportTests(PostgresFixture postgres)
{
    private static readonly ChannelRow News = new(-1001, "News", "news_channel", "channel");
    private static readonly ChannelRow Sport = new(-1002, "Sport", "sport_channel", "channel");

    [Fact]
    public async Task Every_post_is_a_line_in_the_order_of_storing_with_what_belongs_to_it()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var alice = await web.AddUserAsync("alice");
        await alice.SubscribeAsync(("news", "@news_channel", News));
        // More than are in memory at a time, and line ends in the text.
        await alice.StoreAsync(News.ChatId, [.. Enumerable.Range(1, 450).Reverse().Select(id => Sample.Post(id, $"Post\n{id}\r\n"))]);
        await alice.StoreAsync(News.ChatId, Sample.Post(7, "Edited") with
        {
            EditDate = Sample.Noon.AddDays(1), Links = [new LinkRecord("https://example.org", "url")],
        });

        var lines = await ExportAsync(web, "/users/1/posts/export");

        Assert.Equal(Enumerable.Range(1, 450), lines.Select(line => (int)line["post"]!["message_id"]!));
        Assert.Equal("Post\n1\r\n", (string?)lines[0]["post"]!["text"]);
        var edited = lines[6]["post"]!;
        Assert.Equal(("Edited", "Post\n7\r\n"), ((string?)edited["text"], (string?)edited["versions"]![0]!["text"]));
        Assert.Equal("https://example.org", (string?)edited["links"]![0]!["url"]);
        Assert.Equal((await web.Http.JsonAsync($"/posts/{edited["id"]}")).ToJsonString(), edited.ToJsonString());
    }

    [Fact]
    public async Task It_goes_on_after_any_line()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var alice = await web.AddUserAsync("alice");
        await alice.SubscribeAsync(("news", "@news_channel", News));
        await alice.StoreAsync(News.ChatId, [.. Enumerable.Range(1, 9).Select(id => Sample.Post(id, "Post") with { Date = Sample.Noon.AddMinutes(id / 3) })]);
        var lines = await ExportAsync(web, "/users/1/posts/export");

        foreach (var (line, done) in lines.Select((line, i) => (line, i + 1)))
        {
            var rest = await ExportAsync(web, $"/users/1/posts/export?cursor={line["cursor"]}");
            Assert.Equal(lines.Skip(done).Select(l => l.ToJsonString()), rest.Select(l => l.ToJsonString()));
        }
    }

    [Fact]
    public async Task Who_goes_on_later_is_told_what_was_stored_since_be_it_of_the_past()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var alice = await web.AddUserAsync("alice");
        await alice.SubscribeAsync(("news", "@news_channel", News));
        await alice.StoreAsync(News.ChatId, Sample.Post(100, "new"));
        var last = (await ExportAsync(web, "/users/1/posts/export"))[^1]["cursor"];
        Assert.Empty(await ExportAsync(web, $"/users/1/posts/export?cursor={last}"));

        await alice.StoreAsync(News.ChatId, Sample.Post(1, "of the past") with { Date = Sample.Noon.AddYears(-1) });

        var since = await ExportAsync(web, $"/users/1/posts/export?cursor={last}");
        Assert.Equal(["of the past"], since.Select(line => (string?)line["post"]!["text"]));
    }

    [Fact]
    public async Task Nothing_that_is_committed_late_is_missed_by_who_follows()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var alice = await web.AddUserAsync("alice");
        await alice.SubscribeAsync(("news", "@news_channel", News), ("sport", "@sport_channel", Sport));
        // A worker that reads two channels side by side: its first transaction has its post's number, and is slow to end.
        await using var slow = await web.Database.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand(
            $"""
            CALL hold_lease({alice.Id}, 'pod-alice', 1);
            INSERT INTO posts (user_id, chat_id, message_id, date, kind, text) VALUES ({alice.Id}, {News.ChatId}, 1, now(), 'message', 'slow')
            """,
            slow))
        {
            await insert.ExecuteNonQueryAsync();
        }
        var quick = alice.StoreAsync(Sport.ChatId, Sample.Post(1, "quick"));
        await Eventually.SeeAsync(async () => quick.IsCompleted || await web.Database.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") == 1);

        var lines = new List<JsonNode>(await ExportAsync(web, "/users/1/posts/export"));
        await transaction.CommitAsync();
        await quick;
        var cursor = lines.Count == 0 ? "" : $"?cursor={lines[^1]["cursor"]}";
        lines.AddRange(await ExportAsync(web, "/users/1/posts/export" + cursor));

        Assert.Equal(["slow", "quick"], lines.Select(line => (string?)line["post"]!["text"]));
    }

    [Fact]
    public async Task A_user_without_posts_has_no_line_and_mistakes_are_told()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        await web.AddUserAsync("alice");

        Assert.Empty(await ExportAsync(web, "/users/1/posts/export"));
        await WebAssert.ProblemAsync(await web.Http.GetAsync("/users/1/posts/export?cursor=x"), HttpStatusCode.BadRequest, "invalid_parameter");
        // Of an export by date, or of a list.
        await WebAssert.ProblemAsync(
            await web.Http.GetAsync("/users/1/posts/export?cursor=CN5mX3bAAAAAAAAAAAAABw"), HttpStatusCode.BadRequest, "invalid_parameter");
        await WebAssert.ProblemAsync(await web.Http.GetAsync("/users/9/posts/export"), HttpStatusCode.NotFound, "user_not_found");
    }

    private static async Task<IReadOnlyList<JsonNode>> ExportAsync(WebInstallation web, string path)
    {
        using var answer = await web.Http.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, "application/x-ndjson"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var text = await answer.Content.ReadAsStringAsync();
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }
}
