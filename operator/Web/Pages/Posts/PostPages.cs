using TelegramParser.Operator.Web.Enrichment;
using TelegramParser.Operator.Web.Feeds;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Pages.Users;
using TelegramParser.Operator.Web.Posts;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Posts;

/// <summary>The posts of one user, to be searched and read, and one post in full.</summary>
internal sealed class PostPages(
    UserDirectory users, ChannelQueries channels, PostQueries posts, PostPartsQueries parts, PageQueries linked, TimeProvider time)
{
    private const int PageSize = 30;

    // Characters of a text on a page of many; Telegram's own longest is 4,096.
    private const int MostText = 2500;

    public static void Map(IEndpointRouteBuilder app)
    {
        var page = app.MapPages($"{UserUrls.Route}/posts");
        page.MapGet("", (string id, HttpContext context, PostPages pages) => pages.ListAsync(id, context));
        page.MapGet("/{post:long}", (string id, long post, HttpContext context, PostPages pages) => pages.ShowAsync(id, post, context));
    }

    private async Task<PageResult> ListAsync(string id, HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var user = await users.RequireAsync(id, cancellation);
        var (texts, urls, key) = (PageTexts.For(context.Request), new UserUrls(user.User.Key), user.User.Key);
        var search = PostSearch.Read(context.Request.Query);
        var page = await posts.ListAsync(key.Installation, user.User.Id, search.Filter(), search.After(), PageSize, cancellation);
        long[] ids = [.. page.Posts.Select(post => post.Id)];
        var partsOf = await parts.ReadAsync(ids, cancellation);
        var linkedOf = await linked.SummariesAsync(ids, PostEnrichment.Beginning, cancellation);
        var card = new PostCard(texts, urls.Posts, time.GetUtcNow()) { Most = MostText, IsOfDay = true };
        var feed = FeedsApi.Url(key.ToString(), search.Selection());
        return Page(texts, user, feed, Html.Of($"""
            {PostSearchForm.Render(texts, urls.Posts, search, await channels.ListAsync(key.Installation, user.User.Id, cancellation))}
            {Html.If(page.Posts.Count == 0, $"""<p class="card empty">{(search.IsNarrow ? texts.Posts.Nothing : texts.Posts.NothingYet)}</p>""")}
            {page.Posts.GroupBy(post => DateOnly.FromDateTime(post.Post.Date.UtcDateTime)).Select(day => Html.Of($"""
                <h2 class="day">{Moment.Day(texts, day.Key)} {day.Key.Year}</h2>
                {day.Select(post => card.Render(post, partsOf.GetValueOrDefault(post.Id, PostParts.None), linkedOf.GetValueOrDefault(post.Id)))}
                """))}
            <p><a class="button small" href="{feed}" type="{FeedsApi.ContentType}">{texts.Posts.Feed}</a></p>
            {SearchForm.Paging(
                texts.Posts.Title,
                (texts.Posts.Newest, search.Cursor is null ? null : search.Url(urls.Posts, cursor: null)),
                (texts.Posts.Older, page.Next is null ? null : search.Url(urls.Posts, CursorText.Write(page.Next))))}
            """));
    }

    private async Task<PageResult> ShowAsync(string id, long postId, HttpContext context)
    {
        var user = await users.RequireAsync(id, context.RequestAborted);
        var post = await posts.FindAsync(new Realm(user.User.Key.Installation, user.User.Id), postId, context.RequestAborted)
            ?? throw ApiProblem.NotFound(ProblemCodes.PostNotFound, "There is no such post.", $"{user.User.Key} has no post {postId}.");
        var texts = PageTexts.For(context.Request);
        var linkedOf = await linked.SummariesAsync([postId], PostEnrichment.Beginning, context.RequestAborted);
        var card = new PostCard(texts, new UserUrls(user.User.Key).Posts, time.GetUtcNow());
        return Page(texts, user, feed: null, card.Render(post.Row, new PostParts(post.Row.Post.Links, post.Versions), linkedOf.GetValueOrDefault(postId)));
    }

    private static PageResult Page(PageTexts texts, UserOverview user, string? feed, Html content) => new(PageLayout.Render(
        texts,
        $"{texts.Posts.Title}: {user.User.Key}",
        Html.Of($"""
            {UserHeading.Render(texts, user, UserTab.Posts)}
            <div class="stack">{content}</div>
            """),
        head: Html.If(feed is not null, $"""<link rel="alternate" type="{FeedsApi.ContentType}" title="{user.User.Key.ToString()}" href="{feed}">""")));
}
