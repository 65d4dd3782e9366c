using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.EndToEndTests.Browser;
using TelegramParser.Harness.Web;
using TelegramParser.Harness.Workers;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.EndToEndTests.Pages;

/// <summary>An installation as it is after some weeks: one user who reads well, others who need a person.</summary>
internal sealed class PagesScene : IAsyncDisposable
{
    public static readonly ChannelRow Harbour = new(-1001, "Harbour News", "harbour_news", "channel", 1240);
    public static readonly ChannelRow City = new(-1002, "Город сегодня", "gorod_segodnya", "channel", 98_000);

    private PagesScene(WebInstallation web, SeededUser alice, ScriptedWorker worker) => (Web, Alice, Worker) = (web, alice, worker);

    public WebInstallation Web { get; }

    public SeededUser Alice { get; }

    /// <summary>Alice's worker.</summary>
    public ScriptedWorker Worker { get; }

    public static async Task<PagesScene> StartAsync(BrowserFixture fixture)
    {
        var web = await WebInstallation.StartAsync(fixture.Cluster);
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

    private static SubscriptionOutcome Read(DateTimeOffset now) => new(
        Reasons.ParseSucceeded, null, Succeeded: true, now.AddMinutes(-6), now.AddMinutes(-6), now.AddMinutes(9));
}
