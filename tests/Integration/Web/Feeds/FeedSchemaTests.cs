using System.Text;
using System.Xml.Linq;
using TelegramParser.Harness;
using TelegramParser.Harness.Web;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Operator.Web.Feeds;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.IntegrationTests.Web.Feeds;

/// <summary>Feeds of a running server by RFC 4287's grammar.</summary>
[Collection(PostgresCollection.Name)]
public sealed class FeedSchemaTests(PostgresFixture postgres)
{
    private const long News = -1001;

    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task Feeds_of_a_user_a_channel_and_a_search_are_valid_whatever_the_posts_say_and_so_is_an_empty_one()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var alice = await web.AddUserAsync("alice");
        await alice.SubscribeAsync(("news", "@news", new ChannelRow(News, "<News> & \"more\" ]]>", "news", "channel")));
        await SeeValidAsync("", entries: 0);

        await alice.StoreAsync(
            News,
            Sample.Post(1, "Гавань открыта\nharbour & <b>more</b> ]]> &lt;") with { Permalink = "https://t.me/news/1", EditDate = Sample.Noon.AddDays(1) },
            Sample.Post(2, "<script>alert(1)</script> harbour"),
            Sample.Post(3, "\u0001\u0008\u000b\u001f\u007f\u0085\ufffe\u202e harbour") with { AuthorSignature = "\u0001 <me>" },
            Sample.Post(4, "harbour here") with { EntitiesJson = """[{"type":"text_link","offset":8,"length":4,"url":"https://a.example/?x=1&y=<2>"}]""" },
            Sample.Post(5, "") with { MediaKind = "photo" },
            Sample.Post(6, "harbour by film") with { MediaKind = "video", MediaJson = """{"mime_type":"video/mp4","size":1000}""" },
            Sample.Post(7, " \n "),
            Sample.Post(8, "harbour " + new string('x', 100_000)) with { Permalink = "javascript:alert(1)" },
            Sample.Post(9, "pinned") with { Kind = PostKinds.Service });
        await alice.IndexAsync();

        await SeeValidAsync("", entries: 8);
        await SeeValidAsync("?channel=@news", entries: 8);
        await SeeValidAsync("?q=harbour", entries: 6);
        await SeeValidAsync($"?q={Uri.EscapeDataString("harbour <&> '")}&search=all&limit=200", entries: 6);

        async Task SeeValidAsync(string query, int entries)
        {
            var document = await web.Http.GetByteArrayAsync("/users/default:alice/feed.atom" + query);
            Assert.Equal(entries, XDocument.Parse(Encoding.UTF8.GetString(document)).Root!.Elements(Atom + "entry").Count());
            await AtomSchema.ValidateAsync(document);
        }
    }

    [Theory]
    [InlineData("<id>tag:tgparser.io,2026:-1001/1</id>", "")]
    [InlineData("<id>tag:x</id>", "<id>tag:x</id><id>tag:y</id>")]
    [InlineData("<published>2026", "<published>26")]
    [InlineData("<name>News</name>", "")]
    [InlineData("type=\"html\"", "type=\"markdown\"")]
    [InlineData(" href=\"http://a.example/feed\"", "")]
    [InlineData("<entry>", "<entry colour=\"red\">")]
    [InlineData("<entry>", "<entry><thumbnail/>")]
    public async Task What_the_RFC_does_not_allow_is_found(string valid, string invalid)
    {
        var document = AtomFeed.Write(
            new FeedSubject("tag:x", "News", new Uri("http://a.example/feed"), new Uri("http://a.example/"), Sample.Noon),
            [new() { Id = 1, UserId = 1, ChatId = News, ChannelTitle = "News", StoredAt = Sample.Noon, UpdatedAt = Sample.Noon, Post = Sample.Post(1, "text") }]);
        await AtomSchema.ValidateAsync(document);
        var text = Encoding.UTF8.GetString(document);
        Assert.Contains(valid, text, StringComparison.Ordinal);

        await Assert.ThrowsAsync<CommandException>(() =>
            AtomSchema.ValidateAsync(Encoding.UTF8.GetBytes(text.Replace(valid, invalid, StringComparison.Ordinal))));
    }
}
