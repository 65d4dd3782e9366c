using TelegramParser.Operator.Web.Groups;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Pages.Users;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Groups;

/// <summary>The groups that are watched for one user: how each is, and how much was found.</summary>
internal sealed class GroupsPage(UserDirectory users, MonitorQueries monitors, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder app) => app.MapPages($"{UserUrls.Route}/groups")
        .MapGet("", (string id, HttpContext context, GroupsPage page) => page.ShowAsync(id, context));

    private async Task<PageResult> ShowAsync(string id, HttpContext context)
    {
        var user = await users.RequireAsync(id, context.RequestAborted);
        var (texts, urls) = (PageTexts.For(context.Request), new UserUrls(user.User.Key));
        var groups = GroupList.Of(user, await monitors.ListAsync(user.User.Key.Installation, user.User.Id, context.RequestAborted));
        return new PageResult(PageLayout.Render(
            texts,
            $"{texts.Mentions.Groups}: {user.User.Key}",
            Html.Of($"""
                {UserHeading.Render(texts, user, UserTab.Groups)}
                <div class="stack">
                  <section class="card" aria-labelledby="groups-title">
                    <h2 id="groups-title">{texts.Mentions.Groups}</h2>
                    {GroupTable.Render(texts, urls, groups, time.GetUtcNow())}
                  </section>
                </div>
                """)));
    }
}
