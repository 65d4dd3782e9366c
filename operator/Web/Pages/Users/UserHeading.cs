using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Users;

/// <summary>Whose page it is, and the way between the pages of one user.</summary>
internal static class UserHeading
{
    public static Html Render(PageTexts texts, UserOverview overview, UserTab current)
    {
        var user = UserSummary.Of(overview);
        var urls = new UserUrls(overview.User.Key);
        var account = user.DisplayName ?? user.Username;
        return Html.Of($"""
            <header class="heading">
              <div class="name">
                <h1>{overview.User.Key.ToString()}</h1>
                {UserPill.Render(texts, user)}
                {Html.If(account is not null, $"""<bdi class="soft">{account}</bdi>""")}
              </div>
              <nav class="tabs" aria-label="{overview.User.Key.ToString()}">
                {Tab(urls.Page, texts.User.Subscriptions, current == UserTab.Channels)}
                {Tab(urls.Posts, texts.User.Posts, current == UserTab.Posts)}
                {Tab(urls.Groups, texts.Mentions.Groups, current == UserTab.Groups)}
                {Tab(urls.Mentions, texts.Mentions.Title, current == UserTab.Mentions)}
                {Tab(urls.Subscribe, texts.Subscribe.Tab, current == UserTab.Subscribe)}
                {Tab(urls.Login, texts.User.Login, current: false)}
              </nav>
            </header>
            """);
    }

    private static Html Tab(string url, string text, bool current) =>
        Html.Of($"""<a href="{url}"{Html.If(current, $" aria-current=\"page\"")}>{text}</a>""");
}

/// <summary>The pages of one user.</summary>
internal enum UserTab
{
    Channels,
    Posts,
    Groups,
    Mentions,
    Subscribe,
}
