using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Subscriptions;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class PostQueriesTests(PostgresFixture postgres)
{
    private const string Oil = "Цены на нефть выросли: биржи отыграли падение";
    private const string Tesla = "Tesla recalls 12,000 cars; акции компании упали";
    private const string Trees = "На площади поставили ёлку";

    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("нефти", Oil)]
    [InlineData("цена нефти", Oil)]
    [InlineData("биржа", Oil)]
    [InlineData("car", Tesla)]
    [InlineData("recalled", Tesla)]
    [InlineData("TESLA акция", Tesla)]
    [InlineData("ёлка", Trees)]
    [InlineData("елки", Trees)]
    [InlineData("\"цены на нефть\"", Oil)]
    [InlineData("\"нефть цены\"", null)]
    [InlineData("падение -нефть", null)]
    [InlineData("нефть газ", null)]
    public async Task Search_finds_words_in_their_inflections(string query, string? expected)
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Post(1, Oil), Post(2, Tesla), Post(3, Trees));

        // At once from the posts themselves, later by the index.
        var before = await database.SearchAsync(token, query);
        await new SearchIndexStore(database).IndexAsync(token, 10, None);
        var after = await database.SearchAsync(token, query);

        Assert.Equal(expected is null ? [] : [expected], before);
        Assert.Equal(before, after);
    }

    [Theory]
    [InlineData("газ or нефть", 1)]
    [InlineData("'\"(:*&!", 0)]
    [InlineData("", 0)]
    public async Task Any_text_is_a_query(string query, int found)
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Post(1, Oil));

        var list = await new PostQueries(database).ListAsync(
            Installation, token.UserId, new PostFilter(Query: query), after: null, limit: 10, None);

        Assert.Equal(found, list.Posts.Count);
    }

    [Fact]
    public async Task Posts_of_the_same_second_are_listed_by_their_message_ids_however_they_were_read()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, [.. new[] { 9, 7, 8, 6 }.Select(id => Post(id) with { Date = Noon })]);

        var list = await new PostQueries(database).ListAsync(Installation, token.UserId, new PostFilter(), after: null, limit: 10, CancellationToken.None);

        Assert.Equal([9L, 8, 7, 6], list.Posts.Select(post => post.Post.MessageId));
    }

    [Fact]
    public async Task Pages_follow_each_other_while_posts_arrive()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        var queries = new PostQueries(database);
        // All of one date, so that only their numbers order them.
        PostRecord[] posts = [.. Enumerable.Range(1, 7).Select(id => Post(id) with { Date = Noon })];
        await database.StoreAsync(token, posts);

        var seen = new List<long>();
        ListCursor? after = null;
        do
        {
            var page = await queries.ListAsync(Installation, token.UserId, new PostFilter(), after, limit: 3, None);
            seen.AddRange(page.Posts.Select(post => post.Post.MessageId));
            after = page.Next;
            await database.StoreAsync(token, Post(100 + seen.Count) with { Date = Noon }, Post(200 + seen.Count));
        }
        while (after is not null);

        Assert.Equal([7, 6, 5, 4, 3, 2, 1], seen);
    }

    [Fact]
    public async Task A_page_that_is_just_full_is_the_last()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Post(1), Post(2));

        var page = await new PostQueries(database).ListAsync(Installation, token.UserId, new PostFilter(), after: null, limit: 2, None);

        Assert.Equal(2, page.Posts.Count);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task Posts_are_filtered_by_date_and_channel()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.TakeLeaseAsync();
        var (subscriptions, posts) = (new SubscriptionStore(database), new PostStore(database));
        var rows = await subscriptions.SyncAsync(token, [Subscription("a"), Subscription("b")], None);
        await subscriptions.PinChannelAsync(token, rows[0].Id, rows[0].Channel, new ChannelRow(-1001, "A", "First_News", "channel"), 0, None);
        await subscriptions.PinChannelAsync(token, rows[1].Id, rows[1].Channel, new ChannelRow(-1002, "B", Username: null, "channel"), 0, None);
        await posts.StorePageAsync(token, new PostPage(-1001, [Post(1), Post(2)], new CursorMove.None()), None);
        await posts.StorePageAsync(token, new PostPage(-1002, [Post(3)], new CursorMove.None()), None);

        Assert.Equal([3, 2], await ListAsync(new PostFilter(Since: Noon.AddMinutes(2))));
        Assert.Equal([2, 1], await ListAsync(new PostFilter { Until = Noon.AddMinutes(3) }));
        Assert.Equal([2, 1], await ListAsync(new PostFilter(Channel: "-1001")));
        Assert.Equal([2, 1], await ListAsync(new PostFilter(Channel: "@first_news")));
        Assert.Equal([2], await ListAsync(new PostFilter(Since: Noon.AddMinutes(2), Channel: "First_News")));
        Assert.Empty(await ListAsync(new PostFilter(Channel: "@unknown")));

        async Task<IEnumerable<long>> ListAsync(PostFilter filter) =>
            (await new PostQueries(database).ListAsync(Installation, token.UserId, filter, after: null, limit: 10, None))
            .Posts.Select(post => post.Post.MessageId);
    }

    [Fact]
    public async Task Parts_of_many_posts_are_read_at_once()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(
            token,
            Post(1, "before") with { Links = [new LinkRecord("https://a.example", "url"), new LinkRecord("https://b.example", "button")] },
            Post(2, "never edited"),
            Post(3, "edited"));
        await database.StoreAsync(token, Post(3, "edited once") with { EditDate = Noon.AddHours(1) });
        await database.StoreAsync(token, Post(3, "edited twice") with { EditDate = Noon.AddHours(2) });

        var parts = await new PostPartsQueries(database).ReadAsync([1, 2, 3], None);

        Assert.Equal([1, 3], parts.Keys.Order());
        Assert.Equal(["https://a.example", "https://b.example"], parts[1].Links.Select(link => link.Url));
        Assert.Equal(["edited", "edited once"], parts[3].Versions.Select(version => version.Text));
        Assert.Empty(parts[3].Links);
    }

    [Fact]
    public async Task Another_installation_sees_no_post()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await database.StoreAsync(token, Post(1));
        var queries = new PostQueries(database);

        Assert.NotNull(await queries.FindAsync(new Realm(Installation), 1, None));
        Assert.Null(await queries.FindAsync(new Realm("another"), 1, None));
        Assert.Empty((await queries.ListAsync("another", token.UserId, new PostFilter(), after: null, limit: 10, None)).Posts);
    }
}
