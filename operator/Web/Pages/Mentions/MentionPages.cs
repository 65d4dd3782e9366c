using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Pages.Users;
using TelegramParser.Operator.Web.Posts;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Mentions;

/// <summary>What was found in the groups that are watched for one user, and one mention with the messages around it.</summary>
internal sealed class MentionPages(UserDirectory users, MonitorQueries monitors, MentionQueries mentions, TimeProvider time)
{
    private const int PageSize = 30;

    public static void Map(IEndpointRouteBuilder app)
    {
        var page = app.MapPages($"{UserUrls.Route}/mentions");
        page.MapGet("", (string id, HttpContext context, MentionPages pages) => pages.ListAsync(id, context));
        page.MapGet("/{mention:long}", (string id, long mention, HttpContext context, MentionPages pages) => pages.ShowAsync(id, mention, context));
    }

    private async Task<PageResult> ListAsync(string id, HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var user = await users.RequireAsync(id, cancellation);
        var (all, path, key) = (PageTexts.For(context.Request), new UserUrls(user.User.Key).Mentions, user.User.Key);
        var texts = all.Mentions;
        var search = MentionSearch.Read(context.Request.Query);
        var page = await mentions.ListAsync(key.Installation, user.User.Id, search.Filter(), search.After(), PageSize, cancellation);
        var card = new MentionCard(all, path, time.GetUtcNow()) { IsOfDay = true };
        return Page(all, user, Html.Of($"""
            {search.Form(all, path, await monitors.ListAsync(key.Installation, user.User.Id, cancellation))}
            {Html.If(page.Mentions.Count == 0, $"""<p class="card empty">{(search.IsNarrow ? texts.Nothing : texts.NothingYet)}</p>""")}
            {page.Mentions.GroupBy(mention => DateOnly.FromDateTime(mention.Mention.Date.UtcDateTime)).Select(day => Html.Of($"""
                <h2 class="day">{Moment.Day(all, day.Key)} {day.Key.Year}</h2>
                {day.Select(card.Render)}
                """))}
            {SearchForm.Paging(
                texts.Title,
                (texts.Newest, search.Cursor is null ? null : search.Url(path, cursor: null)),
                (texts.Older, page.Next is null ? null : search.Url(path, CursorText.Write(page.Next))))}
            """));
    }

    private async Task<PageResult> ShowAsync(string id, long mentionId, HttpContext context)
    {
        var user = await users.RequireAsync(id, context.RequestAborted);
        var mention = await mentions.FindAsync(new Realm(user.User.Key.Installation, user.User.Id), mentionId, context.RequestAborted)
            ?? throw ApiProblem.NotFound(ProblemCodes.MentionNotFound, "There is no such mention.", $"{user.User.Key} has no mention {mentionId}.");
        var texts = PageTexts.For(context.Request);
        return Page(texts, user, new MentionCard(texts, new UserUrls(user.User.Key).Mentions, time.GetUtcNow()).Render(mention));
    }

    private static PageResult Page(PageTexts texts, UserOverview user, Html content) => new(PageLayout.Render(
        texts,
        $"{texts.Mentions.Title}: {user.User.Key}",
        Html.Of($"""
            {UserHeading.Render(texts, user, UserTab.Mentions)}
            <div class="stack">{content}</div>
            """)));
}
