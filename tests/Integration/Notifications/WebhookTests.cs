using System.Collections.Concurrent;
using System.Text.Json;
using TelegramParser.Harness.Pages;
using TelegramParser.Harness.Time;
using TelegramParser.IntegrationTests.Storage;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Notifications;

[Collection(PostgresCollection.Name)]
public sealed class WebhookTests(PostgresFixture postgres)
{
    private const string Key = "a key of the test";

    [Fact]
    public async Task New_posts_are_sent_signed_and_in_batches_and_nothing_of_the_past()
    {
        await using var scene = await NotificationScene.StartAsync(postgres, Taken);
        scene.WriteSecret("hook", "signing-key", Key);
        await scene.ApplyAsync(scene.Subscription("news") with { Notify = null });
        await scene.StoreAsync("news", [.. Range(1, 5)]);
        await scene.ApplyAsync(scene.Subscription("news", "hook"));

        await scene.StoreAsync("news", [.. Range(6, 255)]);
        await scene.SeeStatesAsync("delivered 3");

        Assert.Equal([.. Enumerable.Range(6, 250)], scene.Requests.SelectMany(NotificationScene.MessagesOf));
        Assert.Equal([100, 100, 50], scene.Requests.Select(request => NotificationScene.MessagesOf(request).Count));
        Assert.All(scene.Requests, request => Assert.True(NotificationScene.IsSigned(request, Key)));
        Assert.Equal(3, scene.Requests.Select(request => request.Headers["webhook-id"]).Distinct().Count());
        Assert.All(scene.Requests, request => Assert.StartsWith("application/json", request.Headers["Content-Type"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_says_what_the_post_is_whose_and_where_from()
    {
        await using var scene = await NotificationScene.StartAsync(postgres, Taken);
        await scene.ApplyAsync(scene.Subscription("news"));
        await scene.StoreAsync("news", Post(7, "Паром \"A\" & <b>") with
        {
            EntitiesJson = """[{"type": "bold"}]""",
            Links = [new("https://example.org/a", "url"), new("https://example.org/a", "text_link"), new("https://example.org/b", "url")],
            AlbumId = long.MaxValue,
        });
        await scene.SeeStatesAsync("delivered 1");

        var body = JsonDocument.Parse(Assert.Single(scene.Requests).Body).RootElement;
        Assert.Equal("posts.added", body.GetProperty("type").GetString());
        Assert.Equal(scene.Time.GetUtcNow(), body.GetProperty("timestamp").GetDateTimeOffset(), TimeSpan.FromMinutes(10));
        var data = body.GetProperty("data");
        Assert.Equal("""{"namespace":"default","name":"ann"}""", data.GetProperty("user").GetRawText());
        Assert.Equal("news", data.GetProperty("subscription").GetString());
        Assert.Equal(["chat_id", "title", "username"], data.GetProperty("channel").EnumerateObject().Select(member => member.Name));
        var post = Assert.Single(data.GetProperty("posts").EnumerateArray());
        Assert.Equal("Паром \"A\" & <b>", post.GetProperty("text").GetString());
        Assert.Equal("bold", post.GetProperty("entities")[0].GetProperty("type").GetString());
        Assert.Equal("""["https://example.org/a","https://example.org/b"]""", post.GetProperty("links").GetRawText());
        Assert.Equal($"{long.MaxValue}", post.GetProperty("album_id").GetString());
    }

    [Fact]
    public async Task A_receiver_that_breaks_off_and_answers_500_for_an_hour_gets_every_event_when_it_is_back()
    {
        var isBack = false;
        var tries = 0;
        await using var scene = await NotificationScene.StartAsync(postgres, (request, reply) => request.Target == "/other" || Volatile.Read(ref isBack)
            ? Taken(request, reply)
            : Interlocked.Increment(ref tries) % 2 == 0 ? Task.CompletedTask : reply.AnswerAsync("500 Internal Server Error", []));
        scene.WriteSecret("hook", "signing-key", Key);
        await scene.ApplyAsync(scene.Subscription("news", "hook"), scene.Subscription("other"));

        for (var id = 1; id <= 12; id++)
        {
            await scene.StoreAsync("news", Post(id));
            await scene.StoreAsync("other", Post(id));
            // Nobody else waits: what is new there is delivered while all of this source's wait.
            await scene.SeeStatesAsync($"delivered {id}, queued {id}");
            await scene.PassAsync(TimeSpan.FromMinutes(5));
        }
        var failed = scene.Requests.Where(request => request.Target == "/news").ToList();
        // Who is down is not flooded: one request at a time, and pauses of up to five minutes.
        Assert.InRange(failed.Count, 12, 40);

        Volatile.Write(ref isBack, true);
        await scene.SeeStatesAsync("delivered 24");

        var taken = scene.Requests.Where(request => request.Target == "/news").Skip(failed.Count).ToList();
        Assert.Equal([.. Enumerable.Range(1, 12)], taken.SelectMany(NotificationScene.MessagesOf).Order());
        var news = scene.Requests.Where(request => request.Target == "/news").ToList();
        Assert.All(news, request => Assert.True(NotificationScene.IsSigned(request, Key)));
        Assert.Equal(12, news.Select(request => request.Headers["webhook-id"]).Distinct().Count());
        Assert.All(news.GroupBy(request => request.Headers["webhook-id"]), same => Assert.Single(same.Select(request => request.Body).Distinct()));
        Assert.NotEqual(NotificationScene.TimeOf(failed[0]), NotificationScene.TimeOf(failed[^1]));
    }

    [Fact]
    public async Task A_receiver_that_hangs_holds_up_nobody_else()
    {
        var hang = new TaskCompletionSource();
        await using var scene = await NotificationScene.StartAsync(postgres, async (request, reply) =>
        {
            if (request.Target == "/slow")
                await hang.Task.WaitAsync(reply.Ending);
            await Taken(request, reply);
        });
        await scene.ApplyAsync(scene.Subscription("slow"), scene.Subscription("quick"));
        await scene.StoreAsync("slow", Post(1));
        await scene.SeeAsync(() => Task.FromResult(scene.Requests.Count == 1));

        await scene.StoreAsync("quick", Post(1));
        // Time stands still while the request hangs, but for what is handed to the outbox.
        await Eventually.SeeAsync(() => Task.FromResult(scene.Time.Dues), dues => dues.Contains(TimeSpan.FromSeconds(2)));
        scene.Time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.SeeAsync(() => scene.StatesAsync(), states => states == "delivered 1, queued 1");

        scene.Time.Advance(TimeSpan.FromSeconds(15));
        await Eventually.SeeAsync(
            () => scene.Database.ScalarAsync<string>("SELECT coalesce(string_agg(last_error, ''), '') FROM notifications"),
            error => error == "The receiver did not answer within 15 s.");
        hang.SetResult();
        await scene.SeeStatesAsync("delivered 2");
        Assert.Single(scene.Requests.Where(request => request.Target == "/slow").Select(request => request.Headers["webhook-id"]).Distinct());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Requests_begin_one_after_another_while_channels_are_parsed_and_side_by_side_at_rest(bool isParsing)
    {
        var starts = new ConcurrentQueue<DateTimeOffset>();
        NotificationScene? opened = null;
        await using var scene = opened = await NotificationScene.StartAsync(postgres, (request, reply) =>
        {
            starts.Enqueue(opened!.Time.GetUtcNow());
            return Taken(request, reply);
        });
        scene.IsParsing = isParsing;
        string[] names = ["one", "two", "three"];
        await scene.ApplyAsync([.. names.Select(name => scene.Subscription(name))]);
        foreach (var name in names)
            await scene.StoreAsync(name, Post(1));
        await scene.SeeStatesAsync("delivered 3");

        var pauses = starts.Zip(starts.Skip(1), (before, after) => after - before).ToList();
        Assert.Equal(2, pauses.Count);
        Assert.All(pauses, pause => Assert.Equal(isParsing, pause >= TimeSpan.FromMilliseconds(250)));
    }

    [Fact]
    public async Task A_private_address_is_not_connected_to_unless_it_is_listed()
    {
        await using var scene = await NotificationScene.StartAsync(postgres, Taken, listed: false);
        await scene.ApplyAsync(scene.Subscription("news"));
        await scene.StoreAsync("news", Post(1));
        await scene.SeeAsync(async () => await scene.StatesAsync() == "queued 1" && (await scene.ErrorAsync()).Length > 0);

        Assert.Equal(0, scene.Receiver.Connections);
        var error = await scene.ErrorAsync();
        Assert.Contains("An administrator can list the host", error, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_wants_no_more_is_not_asked_again()
    {
        await using var scene = await NotificationScene.StartAsync(postgres, (_, reply) => reply.AnswerAsync("410 Gone", []));
        await scene.ApplyAsync(scene.Subscription("news"));
        await scene.StoreAsync("news", Post(1));
        await scene.SeeStatesAsync("dead 1");

        Assert.Single(scene.Requests);
        Assert.Equal("The receiver answered 410: it wants no more.", await scene.ErrorAsync());
    }

    [Fact]
    public async Task What_nobody_takes_for_a_day_is_given_up()
    {
        await using var scene = await NotificationScene.StartAsync(postgres, (_, reply) => reply.AnswerAsync("400 Bad Request", []));
        await scene.ApplyAsync(scene.Subscription("news"));
        await scene.StoreAsync("news", Post(1));
        await scene.SeeAsync(() => Task.FromResult(scene.Requests.Count == 5));
        Assert.Equal("queued 1", await scene.StatesAsync());

        await scene.Database.ExecuteAsync("UPDATE notifications SET first_tried_at = first_tried_at - interval '23 hours 50 minutes'");
        await scene.SeeStatesAsync("dead 1");

        Assert.Equal("The receiver answered 400.", await scene.ErrorAsync());
        Assert.Equal(NotificationScene.TimeOf(scene.Requests[0]).AddMinutes(10), NotificationScene.TimeOf(scene.Requests[^1]), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task An_event_that_is_refused_does_not_hold_up_the_next()
    {
        await using var scene = await NotificationScene.StartAsync(postgres, (request, reply) => NotificationScene.MessagesOf(request)[0] == 1
            ? reply.AnswerAsync("422 Unprocessable Content", [])
            : Taken(request, reply));
        await scene.ApplyAsync(scene.Subscription("news"));
        await scene.StoreAsync("news", Post(1));
        await scene.SeeAsync(async () => (await scene.StatesAsync()).Length > 0);
        await scene.StoreAsync("news", Post(2));

        await scene.SeeStatesAsync("delivered 1, queued 1");
    }

    [Fact]
    public async Task A_receiver_that_asks_to_wait_is_left_alone_so_long()
    {
        await using var scene = await NotificationScene.StartAsync(postgres, (request, reply) => reply.AnswerAsync("429 Too Many Requests", [], "Retry-After: 7200"));
        await scene.ApplyAsync(scene.Subscription("news"));
        await scene.StoreAsync("news", Post(1));
        await scene.SeeAsync(() => Task.FromResult(scene.Requests.Count == 1));
        await scene.PassAsync(TimeSpan.FromMinutes(110));
        Assert.Single(scene.Requests);

        await scene.SeeAsync(() => Task.FromResult(scene.Requests.Count == 2));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var scene = await NotificationScene.StartAsync(postgres, (request, reply) =>
            request.Target == "/news" ? reply.RedirectAsync("/elsewhere", "307 Temporary Redirect") : Taken(request, reply));
        await scene.ApplyAsync(scene.Subscription("news"));
        await scene.StoreAsync("news", Post(1));
        await scene.SeeAsync(async () => await scene.StatesAsync() == "queued 1" && (await scene.ErrorAsync()).Length > 0);

        Assert.DoesNotContain(scene.Requests, request => request.Target == "/elsewhere");
        Assert.StartsWith("The receiver answered 307.", await scene.ErrorAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_exchanged_signs_the_next_request()
    {
        await using var scene = await NotificationScene.StartAsync(postgres, Taken);
        scene.WriteSecret("hook", "signing-key", "old");
        await scene.ApplyAsync(scene.Subscription("news", "hook"));
        await scene.StoreAsync("news", Post(1));
        await scene.SeeStatesAsync("delivered 1");

        scene.WriteSecret("hook", "signing-key", "new\nold");
        await scene.StoreAsync("news", Post(2));
        await scene.SeeStatesAsync("delivered 2");
        scene.WriteSecret("hook", "signing-key", "new");
        await scene.StoreAsync("news", Post(3));
        await scene.SeeStatesAsync("delivered 3");

        Assert.Equal(
            ["old", "new old", "new"],
            scene.Requests.Select(request => string.Join(' ', new[] { "new", "old" }.Where(key => NotificationScene.IsSigned(request, key)))));
    }

    [Fact]
    public async Task Nothing_is_sent_without_the_key_that_was_asked_for()
    {
        await using var scene = await NotificationScene.StartAsync(postgres, Taken);
        await scene.ApplyAsync(scene.Subscription("news", "hook"));
        await scene.StoreAsync("news", Post(1));
        await scene.SeeAsync(async () => await scene.StatesAsync() == "queued 1" && (await scene.ErrorAsync()).Length > 0);
        Assert.Contains("no signing key", await scene.ErrorAsync(), StringComparison.Ordinal);
        Assert.Empty(scene.Requests);

        scene.WriteSecret("hook", "signing-key", "whsec_not base64");
        await scene.SeeAsync(async () => (await scene.ErrorAsync()).Contains("is not base64", StringComparison.Ordinal));
        Assert.Empty(scene.Requests);
        Assert.DoesNotContain("not base64_", await scene.ErrorAsync(), StringComparison.Ordinal);

        scene.WriteSecret("hook", "signing-key", Key);
        await scene.SeeStatesAsync("delivered 1");
        Assert.True(NotificationScene.IsSigned(Assert.Single(scene.Requests), Key));
    }

    [Fact]
    public async Task A_url_of_the_secret_is_where_it_is_sent()
    {
        await using var scene = await NotificationScene.StartAsync(postgres, Taken);
        scene.WriteSecret("hook", "signing-key", Key);
        scene.WriteSecret("hook", "url", $"http://127.0.0.1:{scene.Receiver.Port}/token-of-the-secret\n");
        await scene.ApplyAsync(scene.Subscription("news", "hook") with { Notify = scene.Subscription("news", "hook").Notify! with { Url = null } });
        await scene.StoreAsync("news", Post(1));
        await scene.SeeStatesAsync("delivered 1");

        Assert.Equal("/token-of-the-secret", Assert.Single(scene.Requests).Target);
    }

    [Fact]
    public async Task What_waits_for_somebody_who_is_not_to_be_told_any_more_is_given_up()
    {
        await using var scene = await NotificationScene.StartAsync(postgres, (_, reply) => reply.AnswerAsync("503 Service Unavailable", []));
        await scene.ApplyAsync(scene.Subscription("news"));
        await scene.StoreAsync("news", Post(1));
        await scene.SeeStatesAsync("queued 1");

        await scene.ApplyAsync(scene.Subscription("news") with { Notify = null });
        await scene.SeeStatesAsync("dead 1");
        await scene.StoreAsync("news", Post(2));
        await scene.ApplyAsync(scene.Subscription("news"));
        await scene.StoreAsync("news", Post(3));

        await scene.SeeStatesAsync("dead 1, queued 1");
        Assert.Contains("\"message_id\":3", await scene.Database.ScalarAsync<string>("SELECT payload FROM notifications WHERE state = 'queued'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mention_is_sent_once_with_what_was_written_before_it_and_none_of_the_past()
    {
        await using var scene = await NotificationScene.StartAsync(postgres, Taken);
        await scene.ApplyMonitorAsync("team", tell: false);
        await scene.StoreMentionAsync(messageId: 5, "before anybody was to be told");
        await scene.SeeAsync(() => scene.Database.ScalarAsync<bool>("SELECT count(*) = 0 FROM mentions WHERE notified_at IS NULL"));
        await scene.ApplyMonitorAsync("team", tell: true);

        await scene.StoreMentionAsync(messageId: 9, "@ann, the ferry?", before: 8);
        await scene.SeeStatesAsync("delivered 1");

        var body = JsonDocument.Parse(Assert.Single(scene.Requests).Body).RootElement;
        Assert.Equal("mention.found", body.GetProperty("type").GetString());
        var data = body.GetProperty("data");
        Assert.Equal("team", data.GetProperty("monitor").GetString());
        Assert.Equal(
            ("@ann, the ferry?", 9, "mention"),
            (data.GetProperty("mention").GetProperty("text").GetString(), data.GetProperty("mention").GetProperty("message_id").GetInt64(),
                data.GetProperty("mention").GetProperty("triggers")[0].GetProperty("kind").GetString()));
        Assert.Equal(8, Assert.Single(data.GetProperty("context").EnumerateArray()).GetProperty("message_id").GetInt64());
    }

    private static Task Taken(PageRequest request, PageReply reply) => reply.AnswerAsync("204 No Content", []);

    private static IEnumerable<TelegramParser.Storage.Posts.PostRecord> Range(int first, int last) =>
        Enumerable.Range(first, last - first + 1).Select(id => Post(id));
}
