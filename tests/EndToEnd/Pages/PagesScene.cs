using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.EndToEndTests.Browser;
using TelegramParser.Harness.Web;
using TelegramParser.Harness.Workers;
using TelegramParser.Operator.Web;
using TelegramParser.Storage.Access;
using TelegramParser.Storage.Monitoring;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Retention;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.EndToEndTests.Pages;

/// <summary>An installation as it is after some weeks: one user who reads well, others who need a person.</summary>
internal sealed class PagesScene : IAsyncDisposable
{
    public static readonly ChannelRow Harbour = new(-1001, "Harbour News", "harbour_news", "channel", 1240);
    public static readonly ChannelRow Talk = new(-1003, "Harbour talk", "harbour_talk", "supergroup", 40);
    public static readonly ChannelRow City = new(-1002, "Город сегодня", "gorod_segodnya", "channel", 98_000);

    private PagesScene(WebInstallation web, SeededUser alice, ScriptedWorker worker) => (Web, Alice, Worker) = (web, alice, worker);

    public WebInstallation Web { get; }

    public SeededUser Alice { get; }

    /// <summary>Alice's worker.</summary>
    public ScriptedWorker Worker { get; }

    public static async Task<PagesScene> StartAsync(BrowserFixture fixture, Func<WebOptions, WebOptions>? change = null)
    {
        var web = await WebInstallation.StartAsync(fixture.Cluster, change);
        var (alice, worker) = await web.AddUserWithWorkerAsync("alice");
        await alice.PinAccountAsync(1001, "alice_reads", "Alice Liddell");
        await alice.SubscribeAsync(
            ("harbour", "@harbour_news", Harbour), ("gorod", "@gorod_segodnya", City), ("secret", "https://t.me/+AbCdEf", null));
        var now = DateTimeOffset.UtcNow;
        await alice.StoreAsync(Harbour.ChatId, [.. Enumerable.Range(1, 60).Select(id => Post(id, $"Ferry {id} is on time.", now.AddHours(-5 * (61 - id))))]);
        await alice.StoreAsync(City.ChatId, [.. Enumerable.Range(1, 25).Select(id => Post(id, $"Новость номер {id}.", now.AddHours(-9 * (26 - id))))]);
        await alice.RecordOutcomeAsync("harbour", Read(now));
        await alice.RecordOutcomeAsync("gorod", Read(now) with { NextRunAt = now.AddHours(2) });
        await alice.RecordOutcomeAsync("secret", new SubscriptionOutcome(
            Reasons.InviteExpired, "The invite link has expired.", Succeeded: false, now.AddMinutes(-3), now.AddMinutes(-3), now.AddMinutes(20)));
        await alice.RecordParseAsync("harbour", Harbour.ChatId, ParseStatus.Success, 4);
        await alice.RecordParseAsync("gorod", City.ChatId, ParseStatus.Failed, error: "Telegram did not answer within 30 s.");
        return new PagesScene(web, alice, worker);
    }

    /// <summary>Adds users in every state that needs a person, and one that does not.</summary>
    public async Task AddOthersAsync()
    {
        await Web.AddUserWithWorkerAsync("bob", SessionState.WaitingForLogin);
        await Web.AddUserAsync("carol", suspended: true);
        var dave = await Web.AddUserAsync("dave");
        await dave.LoseWorkerAsync();
        var eve = await Web.AddUserAsync("eve");
        await eve.ReportAsync(new SessionReport(SessionState.Refused, "AccountMismatch"));
    }

    /// <summary>Adds that posts are kept for a time, and removes what was older.</summary>
    public async Task AddRetentionAsync()
    {
        var (store, now) = (new RetentionStore(Web.Database), DateTimeOffset.UtcNow);
        await store.SetAsync(Alice.Row.Key, new RetentionPolicy(11, new Dictionary<string, int?>(StringComparer.Ordinal) { ["gorod"] = 5 }), now.AddHours(7), default);
        await store.RemoveBatchAsync(Alice.Row.Key, Harbour.ChatId, now.AddDays(-12), now.AddHours(-17), default);
        await store.RemoveBatchAsync(Alice.Row.Key, City.ChatId, now.AddDays(-9), now.AddHours(-17), default);
    }

    /// <summary>Adds tokens, one that has ended and one of a Secret among them.</summary>
    public async Task AddTokensAsync()
    {
        var (store, now) = (new ApiTokenStore(Web.Database), DateTimeOffset.UtcNow);
        await store.CreateAsync(Token("n8n", null, now.AddDays(200)), default);
        await store.CreateAsync(Token("Alice’s feed reader with a rather long name, so that it needs more than a line", Alice.Id, null), default);
        await store.CreateAsync(Token("demo", Alice.Id, now.AddDays(-1)), default);
        await store.PutAsync(WebInstallation.Name, new SecretToken("default/feed-reader", ApiTokenSecret.Hash(ApiTokenSecret.New()), Alice.Row.Key, null), default);

        static NewApiToken Token(string name, long? user, DateTimeOffset? end) =>
            new(WebInstallation.Name, name, ApiTokenSecret.Hash(ApiTokenSecret.New()), user, "installation token", end);
    }

    public Task<WatchedPage> OpenAsync(BrowserFixture fixture) => WatchedPage.OpenAsync(fixture.Browser, Web.Url);

    /// <summary>
    /// Adds posts of every kind, an edited one and a deleted one among them, and what somebody might post to harm who reads it.
    /// </summary>
    public async Task AddRichPostsAsync()
    {
        var now = DateTimeOffset.UtcNow;
        PostRecord[] posts =
        [
            Post(101, "Styles: bold, italic, code, secret and a link.\nA quote of two\nlines.\nlet x = 1;\nThe end.", now.AddMinutes(-50)) with
            {
                EntitiesJson = """
                    [{"type":"bold","offset":8,"length":4},{"type":"italic","offset":14,"length":6},{"type":"code","offset":22,"length":4},
                     {"type":"spoiler","offset":28,"length":6},{"type":"text_link","offset":41,"length":4,"url":"https://example.org/story?id=1"},
                     {"type":"blockquote","offset":47,"length":21},{"type":"pre","offset":69,"length":10,"language":"js"}]
                    """,
                Views = 12_400, Forwards = 31, Replies = 1, AuthorSignature = "The editor", Permalink = "https://t.me/harbour_news/101",
                ReactionsJson = """[{"type":"emoji","emoji":"👍","count":120},{"type":"emoji","emoji":"🔥","count":7}]""",
                Links = [new LinkRecord("https://example.org/story?id=1", "text_link"), new LinkRecord("https://example.org/button", "button")],
            },
            Post(102, "Which berth?", now.AddMinutes(-49)) with
            {
                MediaKind = "poll",
                MediaJson = """{"question":"Which berth is the best?","options":["North","South <b>","The one by the café"]}""",
                PollJson = """{"voters":30,"closed":false,"votes":[12,18,0]}""",
            },
            Post(103, "", now.AddMinutes(-48)) with
            {
                MediaKind = "document", MediaJson = """{"file_name":"timetable.pdf","size":482133,"mime_type":"application/pdf"}""",
                ForwardJson = """{"type":"hidden_user","user_name":"Harbour master"}""",
            },
            Post(104, "Ferry 9 is late by ten minutes.", now.AddMinutes(-47)) with { ReplyToJson = """{"type":"message","message_id":9,"quote":"Ferry 9 is on time."}""" },
            Post(105, "This post will be gone.", now.AddMinutes(-46)),
            Post(106, "pinned a message", now.AddMinutes(-45)) with { Kind = PostKinds.Service },
            Post(110, "<script>document.title = 'pwned'</script><img src=x onerror=\"document.title='pwned'\">", now.AddMinutes(-40)),
            Post(111, "Click here", now.AddMinutes(-39)) with
            {
                EntitiesJson = """[{"type":"text_link","offset":0,"length":10,"url":"javascript:document.title='pwned'"}]""",
                Links = [new LinkRecord("javascript:document.title='pwned'", "button")],
                Permalink = "javascript:document.title='pwned'",
            },
            Post(112, "\u202eright to left without an end, gpj.exe", now.AddMinutes(-38)),
            Post(113, "Half 😀 of a character, \u0001\u0085\uffff and the like.", now.AddMinutes(-37)) with
            {
                EntitiesJson = """[{"type":"bold","offset":0,"length":6},{"type":"italic","offset":6,"length":999999},{"type":"code","offset":-7,"length":1}]""",
            },
            Post(114, string.Concat(Enumerable.Repeat("A very long text. ", 58_000)), now.AddMinutes(-36)),
        ];
        await Alice.StoreAsync(Harbour.ChatId, posts);
        await Alice.StoreAsync(Harbour.ChatId, posts[3] with { Text = "Ferry 9 is late by twenty minutes.", EditDate = now.AddMinutes(-30) });
        await Alice.DeleteAsync(Harbour.ChatId, 105, now.AddMinutes(-20));
        await Alice.IndexAsync();
        await AddLinkedPagesAsync();
    }

    /// <summary>
    /// Adds watched groups, one that cannot be read among them, and what was found there, what somebody wrote to harm who reads it included.
    /// </summary>
    public async Task AddMentionsAsync()
    {
        var now = DateTimeOffset.UtcNow;
        await Alice.WatchAsync(
            now.AddSeconds(-40),
            (new MonitorSettings { Name = "talk", Group = "@harbour_talk" }, Talk),
            (new MonitorSettings { Name = "prichal", Group = "@prichal_chat" }, new ChannelRow(-1004, "Причал: <b>разговоры</b>", "prichal_chat", "supergroup", 81)),
            (new MonitorSettings { Name = "lost", Group = "https://t.me/+AbCdEf" }, null),
            (new MonitorSettings { Name = "paused", Group = "@paused_chat", Suspend = true }, null));
        await Alice.FailMonitorAsync("lost", Reasons.InviteExpired, "The invite link has expired.");
        await Alice.FindAsync("talk", [.. Enumerable.Range(1, 40).Select(id => Mention(id, $"@alice_reads, is ferry {id} on time?", now.AddHours(-7 * (41 - id))))]);
        await Alice.FindAsync(
            "talk",
            [
                Mention(101, "@alice_reads, berth 4 is free again: see example.org/berths", now.AddMinutes(-50)) with
                {
                    TopicId = 9, Topic = "Berths <i>and</i> piers", SenderJson = """{"type":"user","user_id":7,"name":"Bob the mate","username":"bob_mate"}""",
                    EntitiesJson = """[{"type":"mention","offset":0,"length":12},{"type":"url","offset":41,"length":18}]""",
                    TriggersJson = """[{"kind":"mention","value":"alice_reads"},{"kind":"keyword","value":"berth"}]""",
                    ReplyToJson = """{"type":"message","message_id":99,"quote":"Which berth can we take?"}""", Permalink = "https://t.me/harbour_talk/9/101",
                    Before = [Near(99, "Which berth can we take?", now.AddMinutes(-55)), Near(100, "<img src=x onerror=\"document.title='pwned'\">", now.AddMinutes(-53))],
                    AfterWanted = 3,
                },
            ],
            Near(102, "Thanks!", now.AddMinutes(-48)), Near(103, "", now.AddMinutes(-47)));
        await Alice.FindAsync("prichal",
        [
            Mention(1, "<script>document.title = 'pwned'</script>", now.AddMinutes(-30)) with
            {
                SenderJson = """{"type":"user","user_id":8,"name":"\u202e<b onclick=alert(1)>Mallory</b>"}""",
                TriggersJson = """[{"kind":"pattern","value":"(?i)<script\\b"}]""", Permalink = "javascript:document.title='pwned'",
                EntitiesJson = """[{"type":"text_link","offset":0,"length":8,"url":"javascript:alert(1)"}]""",
            },
        ]);
    }

    // An article, and one that was written to harm who reads it.
    private async Task AddLinkedPagesAsync()
    {
        var posts = await new PostQueries(Web.Database).ListAsync(
            WebInstallation.Name, Alice.Id, new PostFilter(Channel: $"{Harbour.ChatId}"), after: null, limit: 20, default);
        long PostId(long messageId) => posts.Posts.Single(post => post.Post.MessageId == messageId).Id;
        var story = await Web.Database.AddPageAsync(new SeededPage("https://example.org/story")
        {
            Title = "The new lighthouse opens", Text = string.Concat(Enumerable.Repeat("The keeper lit the lamp at dusk. ", 40)),
        });
        var hostile = await Web.Database.AddPageAsync(new SeededPage("https://evil.example/")
        {
            Title = "</summary><script>document.title='pwned'</script>", Text = "<b onclick=alert(1)>\u202eturned</b>",
        });
        await Web.Database.FollowAsync(PostId(101), 0, story);
        await Web.Database.FollowAsync(PostId(111), 0, hostile);
    }

    public static PostRecord Post(long id, string text, DateTimeOffset date) => new() { MessageId = id, Date = date, Text = text };

    public async ValueTask DisposeAsync() => await Web.DisposeAsync();

    private static MentionRecord Mention(long id, string text, DateTimeOffset date) => new()
    {
        MessageId = id, Date = date, Text = text, SenderJson = """{"type":"user","user_id":5,"name":"Carol"}""",
        TriggersJson = """[{"kind":"mention","value":"alice_reads"}]""", Permalink = $"https://t.me/harbour_talk/{id}",
    };

    private static ContextRecord Near(long id, string text, DateTimeOffset date) =>
        new(id, date, """{"type":"user","user_id":6,"name":"Dave"}""", text);

    private static SubscriptionOutcome Read(DateTimeOffset now) => new(
        Reasons.ParseSucceeded, null, Succeeded: true, now.AddMinutes(-6), now.AddMinutes(-6), now.AddMinutes(9));
}
