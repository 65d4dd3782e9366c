using TelegramParser.Operator.Web.Pages.Charts;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Pages.Users;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Overview;

/// <summary>Every user in a line.</summary>
internal static class UserTable
{
    public static Html Render(
        PageTexts texts, IReadOnlyList<UserOverview> users, Func<long, PostsPerDay> daily, DateTimeOffset now) => Html.Of($"""
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">{texts.Overview.User}</th>
              <th scope="col">{texts.Overview.State}</th>
              <th scope="col" class="number">{texts.Overview.ChannelsColumn}</th>
              <th scope="col" class="number">{texts.Overview.PostsColumn}</th>
              <th scope="col">{texts.Chart.Title}</th>
              <th scope="col">{texts.Overview.LastParse}</th>
            </tr>
          </thead>
          <tbody>{users.Select(user => Row(texts, user, daily(user.User.Id), now))}</tbody>
        </table>
        """);

    private static Html Row(PageTexts texts, UserOverview overview, PostsPerDay daily, DateTimeOffset now)
    {
        var user = UserSummary.Of(overview);
        var urls = new UserUrls(overview.User.Key);
        var account = user.DisplayName ?? user.Username;
        return Html.Of($"""
            <tr>
              <td class="first"><a id="user-{user.Id}" href="{urls.Page}">{user.Namespace}:{user.Name}</a>{Html.If(account is not null, $"""<bdi class="under">{account}</bdi>""")}</td>
              <td data-label="{texts.Overview.State}">{UserPill.Render(texts, user)}</td>
              <td data-label="{texts.Overview.ChannelsColumn}" class="number">{user.ChannelsTotal}</td>
              <td data-label="{texts.Overview.PostsColumn}" class="number"><a id="posts-{user.Id}" href="{urls.Posts}">{Figures.Grouped(user.PostsTotal)}</a></td>
              <td data-label="{texts.Chart.Title}">{DailyChart.Spark(texts, daily)}</td>
              <td data-label="{texts.Overview.LastParse}">{Moment.Relative(texts, user.LastParseAt, now)}</td>
            </tr>
            """);
    }
}
