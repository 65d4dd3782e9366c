using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using TelegramParser.Harness;
using TelegramParser.Harness.Web;
using TelegramParser.Harness.Workers;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Operator.Web.Feeds;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.IntegrationTests.Web.Feeds;

[Collection(PostgresCollection.Name)]
public sealed class FeedTests(PostgresFixture postgres)
{
    private const long News = -1001;
    private const long Other = -1002;
    private const string Path = "/users/default:alice/feed.atom";

    // Debian's feedparser tells in "bozo" of whatever is wrong with a document.
    private const string Reader = """
        import feedparser, json, sys
        feed = feedparser.parse(sys.stdin.buffer.read(), response_headers={'content-type': 'application/atom+xml; charset=utf-8'}, sanitize_html=False)
        print(json.dumps({
            'bozo': str(feed.get('bozo_exception', '')), 'version': feed.version, 'id': feed.feed.id, 'title': feed.feed.title,
            'updated': feed.feed.updated,
            'entries': [{'id': e.id, 'title': e.title, 'updated': e.updated, 'published': e.published, 'link': e.link, 'author': e.author,
                         'type': e.content[0].type, 'content': e.content[0].value} for e in feed.entries],
        }))
        """;

    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task A_readers_parser_finds_every_post_with_its_words_and_links()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var alice = await StartAsync(web);
        await alice.StoreAsync(
            News,
            Sample.Post(1, "Первая новость\nи вторая строка") with { Permalink = "https://t.me/news/1" },
            Sample.Post(2, "Look here") with { EntitiesJson = """[{"type":"text_link","offset":5,"length":4,"url":"https://a.example/?x=1&y=2"}]""" },
            Sample.Post(3, "") with { MediaKind = "photo" },
            Sample.Post(4, "pinned") with { Kind = PostKinds.Service });

        var feed = await ReadAsync(await web.Http.GetByteArrayAsync(Path));

        Assert.Equal(("", "atom10", "default:alice"), ((string)feed["bozo"]!, (string)feed["version"]!, (string)feed["title"]!));
        var entries = feed["entries"]!.AsArray();
        Assert.Equal(["[photo]", "Look here", "Первая новость"], entries.Select(entry => (string?)entry!["title"]));
        Assert.Equal(["-1001/3", "-1001/2", "-1001/1"], entries.Select(entry => ((string)entry!["id"]!).Split(':')[^1]));
        Assert.Equal("Первая новость<br />и вторая строка", (string?)entries[2]!["content"]);
        Assert.Equal("https://t.me/news/1", (string?)entries[2]!["link"]);
        Assert.Equal($"{web.Url}view/default:alice/posts/2", (string?)entries[1]!["link"]);
        Assert.Contains("href=\"https://a.example/?x=1&amp;y=2\"", (string?)entries[1]!["content"], StringComparison.Ordinal);
        Assert.All(entries, entry => Assert.Equal(("News", "text/html"), ((string)entry!["author"]!, (string)entry["type"]!)));
        Assert.Equal((string?)entries[0]!["updated"], (string?)feed["updated"]);
    }

    [Fact]
    public async Task A_feed_is_what_RFC_4287_asks_for_whatever_the_posts_say()
    {
        var texts = new[]
        {
            "<script>alert(1)</script> ]]> & &lt; \"'", "\u0001\u0008\u000b\u001f\u007f\u0085", "\ud800 \udfff \ufffe\uffff", "\u202eevil\u202c", "", " \n ",
            new string('x', 100_000),
        };
        var rows = texts.Select((text, i) => Row(i + 1, text)).ToList();
        var bytes = AtomFeed.Write(
            new FeedSubject("tag:tgparser.io,2026:x", "\u0001 <b>", new Uri("http://a.example/feed"), new Uri("http://a.example/"), Sample.Noon), rows);

        var document = XDocument.Parse(Encoding.UTF8.GetString(bytes));
        var feed = document.Root!;
        Assert.Equal(Atom + "feed", feed.Name);
        Assert.Equal(texts.Length, feed.Elements(Atom + "entry").Count());
        foreach (var element in feed.Elements(Atom + "entry").Prepend(feed))
        {
            foreach (var name in new[] { "id", "title", "updated" })
                Assert.Single(element.Elements(Atom + name));
            Assert.True(Uri.TryCreate(element.Element(Atom + "id")!.Value, UriKind.Absolute, out _));
            Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$", element.Element(Atom + "updated")!.Value);
            Assert.NotEmpty(element.Element(Atom + "title")!.Value);
            Assert.Equal(1, element.Elements(Atom + "link").Count(link => (string?)link.Attribute("rel") is "alternate" or null));
            Assert.All(element.Elements(Atom + "link"), link => Assert.NotEmpty((string?)link.Attribute("href") ?? ""));
        }
        Assert.Equal(texts.Length, feed.Elements(Atom + "entry").Select(entry => entry.Element(Atom + "id")!.Value).Distinct(StringComparer.Ordinal).Count());
        Assert.All(feed.Elements(Atom + "entry"), entry =>
        {
            Assert.NotEmpty(entry.Element(Atom + "author")!.Element(Atom + "name")!.Value);
            Assert.DoesNotContain("<script", Assert.Single(entry.Elements(Atom + "content")).Value, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Equal("", (string?)(await ReadAsync(bytes))["bozo"]);
        await AtomSchema.ValidateAsync(bytes);
    }

    [Fact]
    public async Task Nothing_new_is_304_an_edit_changes_updated_alone_and_a_deleted_post_is_gone()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var alice = await StartAsync(web);
        await alice.StoreAsync(News, Sample.Post(1, "one"), Sample.Post(2, "two"));
        using var first = await web.Http.GetAsync(Path);
        var before = (await ReadAsync(await first.Content.ReadAsByteArrayAsync()))["entries"]!.AsArray();

        Assert.Equal(HttpStatusCode.NotModified, await ConditionalAsync(web, request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!)));
        Assert.Equal(HttpStatusCode.NotModified, await ConditionalAsync(
            web, request => request.Headers.IfModifiedSince = first.Content.Headers.LastModified));
        Assert.Equal(HttpStatusCode.OK, await ConditionalAsync(
            web, request => request.Headers.IfModifiedSince = first.Content.Headers.LastModified!.Value.AddHours(-1)));

        // Views are no news.
        await alice.StoreAsync(News, Sample.Post(1, "one") with { Views = 7 });
        Assert.Equal(HttpStatusCode.NotModified, await ConditionalAsync(web, request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!)));

        await alice.StoreAsync(News, Sample.Post(1, "one, edited") with { EditDate = Sample.Noon.AddDays(1) });
        using var edited = await SendAsync(web, request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));
        Assert.Equal(HttpStatusCode.OK, edited.StatusCode);
        var after = (await ReadAsync(await edited.Content.ReadAsByteArrayAsync()))["entries"]!.AsArray();
        Assert.Equal(before.Select(entry => (string?)entry!["id"]), after.Select(entry => (string?)entry!["id"]));
        Assert.Equal((string?)before[1]!["published"], (string?)after[1]!["published"]);
        Assert.Equal((string?)before[0]!["updated"], (string?)after[0]!["updated"]);
        Assert.StartsWith("2026-03-02T12:00:00", (string?)after[1]!["updated"], StringComparison.Ordinal);

        await alice.DeleteAsync(News, 1, Sample.Noon.AddDays(2));
        using var deleted = await SendAsync(web, request => request.Headers.IfNoneMatch.Add(edited.Headers.ETag!));
        Assert.Equal("two", (string?)Assert.Single((await ReadAsync(await deleted.Content.ReadAsByteArrayAsync()))["entries"]!.AsArray())!["title"]);
    }

    [Fact]
    public async Task A_feed_may_be_of_a_channel_or_of_what_a_search_finds()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var alice = await StartAsync(web);
        await alice.StoreAsync(News, Sample.Post(1, "harbour reopens"));
        await alice.StoreAsync(Other, Sample.Post(1, "harbour closes"), Sample.Post(2, "nothing"));
        await alice.IndexAsync();

        Assert.Equal(["harbour reopens"], await TitlesAsync("?channel=@news"));
        Assert.Equal(["harbour closes", "harbour reopens"], (await TitlesAsync("?q=harbour")).Order(StringComparer.Ordinal));
        Assert.Equal(["harbour closes"], await TitlesAsync("?q=harbour&channel=other"));
        Assert.Empty(await TitlesAsync("?q=nobody"));
        await web.Http.ProblemAsync(Path + "?channel=@unknown", HttpStatusCode.NotFound, "channel_not_found");
        var page = WebUtility.HtmlDecode(await web.Http.GetStringAsync("/view/default:alice/posts?q=harbour"));
        Assert.Contains("""<link rel="alternate" type="application/atom+xml" title="default:alice" href="/users/default:alice/feed.atom?q=harbour&search=all">""", page, StringComparison.Ordinal);

        async Task<IEnumerable<string>> TitlesAsync(string query) =>
            (await ReadAsync(await web.Http.GetByteArrayAsync(Path + query)))["entries"]!.AsArray().Select(entry => (string)entry!["title"]!);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://tg.example/")]
    public async Task Links_lead_to_the_public_address_or_to_the_one_that_was_asked_whatever_a_request_says_of_proxies(string? publicUrl)
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster, o => o with { PublicUrl = publicUrl });
        var alice = await StartAsync(web);
        await alice.StoreAsync(News, Sample.Post(1, "one"));
        using var answer = await SendAsync(web, request =>
        {
            request.Headers.Add("X-Forwarded-Proto", "https");
            request.Headers.Add("X-Forwarded-Host", "evil.example");
        });

        var server = publicUrl ?? web.Url.ToString();
        var links = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Descendants(Atom + "link").Select(link => (string?)link.Attribute("href"));
        Assert.Equal([$"{server}users/default:alice/feed.atom", $"{server}view/default:alice/posts", $"{server}view/default:alice/posts/1"], links);
    }

    [Fact]
    public async Task A_reader_signs_in_with_the_token_as_password_for_feeds_alone()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster, o => o with { ApiToken = "a-token-of-some-length" });
        var alice = await StartAsync(web);
        var (_, token) = await web.AddTokenAsync(alice.Id);
        using var reader = new HttpClient { BaseAddress = web.Url };

        using var asked = await reader.GetAsync(Path);
        Assert.Equal(HttpStatusCode.Unauthorized, asked.StatusCode);
        Assert.Equal(["Bearer", "Basic"], asked.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme));
        foreach (var (password, status) in new[] { (token, HttpStatusCode.OK), (token[..^1], HttpStatusCode.Unauthorized), ("a:b", HttpStatusCode.Unauthorized) })
        {
            reader.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"reader:{password}")));
            using var answer = await reader.GetAsync(Path);
            Assert.Equal(status, answer.StatusCode);
        }
        reader.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"reader:{token}")));
        using var elsewhere = await reader.GetAsync("/users");
        Assert.Equal(HttpStatusCode.Unauthorized, elsewhere.StatusCode);
        Assert.Equal(["Bearer"], elsewhere.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme));
    }

    private static async Task<SeededUser> StartAsync(WebInstallation web)
    {
        var alice = await web.AddUserAsync("alice");
        await alice.SubscribeAsync(
            ("news", "@news", new ChannelRow(News, "News", "news", "channel")), ("other", "@other", new ChannelRow(Other, "Other", "other", "channel")));
        return alice;
    }

    private static PostRow Row(long id, string text) => new()
    {
        Id = id,
        UserId = 1,
        ChatId = News,
        ChannelTitle = "\u0000\u0001<News>",
        StoredAt = Sample.Noon,
        UpdatedAt = Sample.Noon,
        Post = Sample.Post(id, text),
    };

    private static async Task<JsonNode> ReadAsync(byte[] document) =>
        JsonNode.Parse(await Command.RunAsync("/usr/bin/python3", ["-c", Reader], Encoding.UTF8.GetString(document)))!;

    private static async Task<HttpStatusCode> ConditionalAsync(WebInstallation web, Action<HttpRequestMessage> condition)
    {
        using var answer = await SendAsync(web, condition);
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(WebInstallation web, Action<HttpRequestMessage> condition)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        condition(request);
        return await web.Http.SendAsync(request);
    }
}
