using System.Net;
using System.Text.Json.Nodes;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Web;
using TelegramParser.Harness.Workers;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Monitoring;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.IntegrationTests.Web;

[Collection(PostgresCollection.Name)]
public sealed class MentionsApiTests(PostgresFixture postgres)
{
    private static readonly ChannelRow Talk = new(-1003, "Harbour talk", "harbour_talk", "supergroup", 40);
    private static readonly ChannelRow Crew = new(-77, "Crew", Username: null, "group");

    [Fact]
    public async Task Pages_give_every_mention_once_newest_first_while_others_are_found()
    {
        var (web, alice) = await StartAsync();
        await using var started = web;
        await alice.FindAsync("talk", [.. Enumerable.Range(1, 5).Select(id => Mention(id, $"@alice {id}"))]);

        var first = await web.Http.JsonAsync("/users/1/mentions?limit=2");
        await alice.FindAsync("talk", [Mention(6, "Late")]);
        var second = await web.Http.JsonAsync($"/users/1/mentions?limit=2&cursor={first["next_cursor"]}");
        var third = await web.Http.JsonAsync($"/users/1/mentions?limit=2&cursor={second["next_cursor"]}");

        Assert.Equal("5 4", Ids(first));
        Assert.Equal("3 2", Ids(second));
        Assert.Equal("1", Ids(third));
        Assert.Null(third["next_cursor"]);
    }

    [Theory]
    [InlineData("", "3 2 1")]
    [InlineData("?group=talk", "2 1")]
    [InlineData("?group=-1003", "2 1")]
    [InlineData("?group=@Harbour_Talk", "2 1")]
    [InlineData("?group=crew", "3")]
    [InlineData("?trigger=keyword", "2")]
    [InlineData("?trigger=reply", "3 2")]
    [InlineData("?group=crew&trigger=keyword", "")]
    [InlineData("?hours_back=1", "3")]
    [InlineData("?q=лодки", "2")]
    [InlineData("?q=boats+-red", "1")]
    public async Task Mentions_are_found_by_group_trigger_time_and_words(string query, string expected)
    {
        var (web, alice) = await StartAsync(new ManualTime(Sample.Noon.AddMinutes(62.5)));
        await using var started = web;
        await alice.FindAsync("talk", [
            Mention(1, "@alice, a boat"), Mention(2, "Red boat, красная лодка", """[{"kind":"keyword","value":"boat"},{"kind":"reply"}]"""),
        ]);
        await alice.FindAsync("crew", [Mention(3, "Come here", """[{"kind":"reply"}]""")]);

        Assert.Equal(expected, Ids(await web.Http.JsonAsync("/users/1/mentions" + query)));
    }

    [Fact]
    public async Task A_mention_shows_everything_and_the_messages_around_it()
    {
        var (web, alice) = await StartAsync();
        await using var started = web;
        await alice.FindAsync(
            "talk",
            [
                Mention(5, "@alice и гавань 🙂") with
                {
                    TopicId = 17, Topic = "Berths", SenderJson = """{"type":"user","user_id":7,"name":"Bob"}""",
                    EntitiesJson = """[{"type":"mention","offset":0,"length":6}]""", ReplyToJson = """{"type":"message","message_id":4}""",
                    Permalink = "https://t.me/harbour_talk/17/5", Before = [Near(3, "First"), Near(4, "Second")], AfterWanted = 2,
                },
            ],
            Near(6, "Third"));

        var listed = Assert.Single((await web.Http.JsonAsync("/users/1/mentions"))["mentions"]!.AsArray())!;
        var mention = await web.Http.JsonAsync($"/mentions/{listed["id"]}");

        Assert.Equal(
            ("talk", -1003, "Harbour talk", "harbour_talk", 17, "Berths", "https://t.me/harbour_talk/17/5"),
            ((string?)mention["monitor"], (long)mention["chat_id"]!, (string?)mention["group_title"], (string?)mention["group_username"],
                (long)mention["topic_id"]!, (string?)mention["topic"], (string?)mention["permalink"]));
        Assert.Equal(
            ("@alice и гавань 🙂", "Bob", "mention", 4),
            ((string?)mention["text"], (string?)mention["sender"]!["name"], (string?)mention["entities"]![0]!["type"], (long)mention["reply_to"]!["message_id"]!));
        Assert.Equal("""[{"kind":"mention","value":"alice"}]""", mention["triggers"]!.ToJsonString());
        Assert.Equal("First Second", Texts(mention["before"]!));
        Assert.Equal("Third", Texts(mention["after"]!));
        Assert.Equal(1, (int)mention["after_awaited"]!);
        Assert.All(listed.AsObject(), field => Assert.Equal(field.Value?.ToJsonString(), mention[field.Key]?.ToJsonString()));
    }

    [Fact]
    public async Task Groups_tell_what_is_watched_and_why_not()
    {
        var (web, alice) = await StartAsync();
        await using var started = web;
        await alice.FindAsync("talk", [Mention(1, "@alice"), Mention(2, "@alice")]);
        await alice.FailMonitorAsync("crew", Reasons.ChannelPrivate, "Join it.");

        var groups = await web.Http.JsonAsync("/users/1/groups");
        await alice.LoseWorkerAsync();
        var alone = await web.Http.JsonAsync("/users/default:alice/groups");

        Assert.Equal((3, 1), ((int)groups["total"]!, (int)groups["running"]!));
        Assert.Equal(
            ["crew -77 Crew group running=false ChannelPrivate 0", "new    running=false  0", "talk -1003 Harbour talk supergroup running=true  2"],
            groups["groups"]!.AsArray().Select(group =>
                $"{group!["monitor"]} {group["chat_id"]} {group["title"]} {group["kind"]} running={group["running"]!.ToJsonString()} {group["reason"]} {group["mentions_total"]}"));
        Assert.Equal(Sample.Noon.AddMinutes(2), (DateTimeOffset)groups["groups"]![2]!["last_mention_at"]!);
        Assert.Equal((3, 0), ((int)alone["total"]!, (int)alone["running"]!));
    }

    [Fact]
    public async Task Mentions_of_a_former_monitor_are_still_listed()
    {
        var (web, alice) = await StartAsync();
        await using var started = web;
        await alice.FindAsync("crew", [Mention(3, "Come here")]);
        await alice.WatchAsync(Sample.Noon, (new MonitorSettings { Name = "talk", Group = "@harbour_talk" }, Talk));

        Assert.Equal("3", Ids(await web.Http.JsonAsync("/users/1/mentions?group=crew")));
        Assert.Equal(1, (int)(await web.Http.JsonAsync("/users/1/groups"))["total"]!);
    }

    [Theory]
    [InlineData("/mentions/999", HttpStatusCode.NotFound, "mention_not_found")]
    [InlineData("/users/1/mentions?group=unknown", HttpStatusCode.NotFound, "group_not_found")]
    [InlineData("/users/9/mentions", HttpStatusCode.NotFound, "user_not_found")]
    [InlineData("/users/9/groups", HttpStatusCode.NotFound, "user_not_found")]
    [InlineData("/users/1/mentions?trigger=poke", HttpStatusCode.BadRequest, "invalid_parameter")]
    [InlineData("/users/1/mentions?cursor=abc", HttpStatusCode.BadRequest, "invalid_parameter")]
    public async Task What_is_not_there_or_wrong_is_told(string path, HttpStatusCode status, string code)
    {
        var (web, _) = await StartAsync();
        await using var started = web;

        await web.Http.ProblemAsync(path, status, code);
    }

    private async Task<(WebInstallation Web, SeededUser Alice)> StartAsync(TimeProvider? time = null)
    {
        var web = await WebInstallation.StartAsync(postgres.Cluster, o => o with { TimeProvider = time ?? o.TimeProvider });
        var alice = await web.AddUserAsync("alice");
        await alice.WatchAsync(
            Sample.Noon,
            (new MonitorSettings { Name = "talk", Group = "@harbour_talk" }, Talk),
            (new MonitorSettings { Name = "crew", Group = "-77" }, Crew),
            (new MonitorSettings { Name = "new", Group = "@not_seen_yet" }, null));
        return (web, alice);
    }

    private static MentionRecord Mention(long id, string text, string triggers = """[{"kind":"mention","value":"alice"}]""") => new()
    {
        MessageId = id, Date = Sample.Noon.AddMinutes(id), Text = text, TriggersJson = triggers,
    };

    private static ContextRecord Near(long id, string text) => new(id, Sample.Noon.AddMinutes(id), SenderJson: null, text);

    private static string Ids(JsonNode page) => string.Join(' ', page["mentions"]!.AsArray().Select(mention => (long)mention!["message_id"]!));

    private static string Texts(JsonNode messages) => string.Join(' ', messages.AsArray().Select(message => (string?)message!["text"]));
}
