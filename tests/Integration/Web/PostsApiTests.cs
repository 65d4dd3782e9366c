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
public sealed class PostsApiTests(PostgresFixture postgres)
{
    private static readonly ChannelRow News = new(-1001, "News", "news_channel", "channel");
    private static readonly ChannelRow Quiet = new(-1002, "Quiet", "quiet_channel", "channel");

    [Fact]
    public async Task Pages_give_every_post_once_newest_first_while_others_arrive()
    {
        var (web, alice) = await StartAsync();
        await using var started = web;
        await alice.StoreAsync(-1001, [.. Enumerable.Range(1, 7).Select(id => Sample.Post(id, $"Post {id}"))]);

        var first = await web.Http.JsonAsync("/users/1/posts?limit=3");
        await alice.StoreAsync(-1001, Sample.Post(8, "Late"));
        var second = await web.Http.JsonAsync($"/users/1/posts?limit=3&cursor={first["next_cursor"]}");
        var third = await web.Http.JsonAsync($"/users/1/posts?limit=3&cursor={second["next_cursor"]}");

        Assert.Equal("7 6 5", Ids(first));
        Assert.Equal("4 3 2", Ids(second));
        Assert.Equal("1", Ids(third));
        Assert.True(third.AsObject().ContainsKey("next_cursor"));
        Assert.Null(third["next_cursor"]);
    }

    [Fact]
    public async Task Hours_back_counts_from_now()
    {
        var time = new ManualTime(Sample.Noon.AddHours(3));
        var (web, alice) = await StartAsync(time);
        await using var started = web;
        // Message 60 is of 13:00, message 121 of 14:01.
        await alice.StoreAsync(-1001, Sample.Post(60, "Old"), Sample.Post(121, "New"));

        Assert.Equal("121", Ids(await web.Http.JsonAsync("/users/1/posts?hours_back=1")));
        Assert.Equal("121 60", Ids(await web.Http.JsonAsync("/users/1/posts?hours_back=2")));
    }

    [Theory]
    [InlineData("-1002")]
    [InlineData("@quiet_channel")]
    [InlineData("Quiet_Channel")]
    [InlineData("hush")]
    public async Task A_channel_is_named_by_id_username_or_subscription(string channel)
    {
        var (web, alice) = await StartAsync();
        await using var started = web;
        await alice.StoreAsync(-1001, Sample.Post(1, "Loud"));
        await alice.StoreAsync(-1002, Sample.Post(2, "Silent"));

        Assert.Equal("2", Ids(await web.Http.JsonAsync($"/users/1/posts?channel={channel}")));
    }

    [Fact]
    public async Task Posts_of_a_former_subscription_are_still_listed()
    {
        var (web, alice) = await StartAsync();
        await using var started = web;
        await alice.StoreAsync(-1002, Sample.Post(2, "Silent"));
        await alice.SubscribeAsync(("news", "@news_channel", News));

        Assert.Equal("2", Ids(await web.Http.JsonAsync("/users/1/posts?channel=@quiet_channel")));
    }

    [Fact]
    public async Task Full_text_is_searched_in_Russian_and_English()
    {
        var (web, alice) = await StartAsync();
        await using var started = web;
        await alice.StoreAsync(
            -1001,
            Sample.Post(1, "Центробанк повысил ключевую ставку"),
            Sample.Post(2, "The markets are falling again"),
            Sample.Post(3, "Погода на завтра"));

        Assert.Equal("1", Ids(await web.Http.JsonAsync("/users/1/posts?q=ставка")));
        Assert.Equal("2", Ids(await web.Http.JsonAsync("/users/1/posts?q=market")));
        Assert.Equal("", Ids(await web.Http.JsonAsync("/users/1/posts?q=market&channel=hush")));
    }

    [Fact]
    public async Task A_post_shows_everything_and_keeps_its_script_readable()
    {
        var (web, alice) = await StartAsync();
        await using var started = web;
        await alice.StoreAsync(-1001, Sample.Post(5, "Раньше"));
        await alice.StoreAsync(-1001, Sample.Post(5, "Теперь 🙂") with
        {
            EditDate = Sample.Noon.AddHours(1),
            EntitiesJson = """[{"type":"bold","offset":0,"length":6}]""",
            AlbumId = 13_579_246_801_357_924,
            Views = 42,
            Permalink = "https://t.me/news_channel/5",
            Links = [new LinkRecord("https://example.org/a", "url")],
        });
        var id = (long)(await web.Http.JsonAsync("/users/1/posts"))["posts"]![0]!["id"]!;

        var raw = await web.Http.GetStringAsync($"/posts/{id}");
        var post = JsonNode.Parse(raw)!;

        Assert.Contains("Теперь", raw, StringComparison.Ordinal);
        Assert.Equal("Теперь 🙂", (string?)post["text"]);
        Assert.Equal("bold", (string?)post["entities"]![0]!["type"]);
        Assert.Equal("13579246801357924", (string?)post["album_id"]);
        Assert.Equal(42, (int?)post["views"]);
        Assert.Equal("https://example.org/a", (string?)post["links"]![0]!["url"]);
        Assert.Equal("Раньше", (string?)post["versions"]![0]!["text"]);
        Assert.True(post.AsObject().ContainsKey("deleted_at"));
    }

    [Fact]
    public async Task Posts_are_counted_per_user_and_in_all()
    {
        var (web, alice) = await StartAsync(new ManualTime(Sample.Noon.AddHours(13)));
        await using var started = web;
        var bob = await web.AddUserAsync("bob");
        await bob.SubscribeAsync(("news", "@news_channel", News));
        // It is 01:00 of the next day; message 720 is of midnight.
        await alice.StoreAsync(-1001, Sample.Post(1, "Yesterday"), Sample.Post(720, "Today"));
        await bob.StoreAsync(-1001, Sample.Post(720, "Today"));

        var stats = await web.Http.JsonAsync("/stats");

        Assert.Equal(
            """{"users_total":2,"posts_total":3,"posts_today":2,"posts_last_24_hours":3}""",
            new JsonObject(stats.AsObject().Where(p => p.Key != "users").Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))).ToJsonString());
        Assert.Equal(2, (long?)stats["users"]![0]!["posts_total"]);
        Assert.Equal("bob", (string?)stats["users"]![1]!["name"]);
    }

    [Theory]
    [InlineData("/users/1/posts?limit=0", "'limit' must be a whole number from 1 to 500, not '0'")]
    [InlineData("/users/1/posts?limit=501", "'limit' must be a whole number from 1 to 500")]
    [InlineData("/users/1/posts?limit=many", "'limit' must be a whole number from 1 to 500")]
    [InlineData("/users/1/posts?hours_back=-3", "'hours_back' must be a whole number from 1")]
    [InlineData("/users/1/posts?hours=3", "Unknown query parameter 'hours'")]
    [InlineData("/users/1/posts?q=", "'q' must be a value")]
    [InlineData("/users/1/posts?cursor=abc", "'cursor' must be a 'next_cursor' of an earlier page")]
    [InlineData("/users/1/posts?cursor=______________________", "'cursor' must be a 'next_cursor' of an earlier page")]
    public async Task A_bad_parameter_is_named(string path, string detail)
    {
        var (web, _) = await StartAsync();
        await using var started = web;

        var problem = await web.Http.ProblemAsync(path, HttpStatusCode.BadRequest, "invalid_parameter");

        Assert.Contains(detail, (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/posts/999", "post_not_found")]
    [InlineData("/users/1/posts?channel=@unknown", "channel_not_found")]
    public async Task What_is_not_there_is_not_found(string path, string code)
    {
        var (web, _) = await StartAsync();
        await using var started = web;

        await web.Http.ProblemAsync(path, HttpStatusCode.NotFound, code);
    }

    private async Task<(WebInstallation Web, SeededUser Alice)> StartAsync(TimeProvider? time = null)
    {
        var web = await WebInstallation.StartAsync(postgres.Cluster, o => o with { TimeProvider = time ?? o.TimeProvider });
        var alice = await web.AddUserAsync("alice");
        await alice.SubscribeAsync(("hush", "@quiet_channel", Quiet), ("news", "@news_channel", News));
        return (web, alice);
    }

    private static string Ids(JsonNode page) => string.Join(' ', page["posts"]!.AsArray().Select(post => (long)post!["message_id"]!));
}
