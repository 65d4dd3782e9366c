using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Users;

namespace TelegramParser.Operator.Web.Login;

/// <summary>The last step: who is logged in, what happens now, and the way out.</summary>
internal static class LoggedInPanel
{
    public static Html Render(LoginView view)
    {
        var texts = view.Texts.Ready;
        var urls = new UserUrls(view.User.Key);
        return Html.Of($"""
            <div class="done" aria-hidden="true"></div>
            <h1 id="title" tabindex="-1">{texts.Title}</h1>
            {Account(view)}
            <p class="lead">{texts.Lead}</p>
            {Html.If(view.User.Suspended, $"""<p class="notice">{texts.Suspended}</p>""")}
            <ul class="links">
              <li><a href="{urls.Posts}">{texts.PostsLink}</a></li>
              <li><a href="{urls.Page}">{texts.ChannelsLink}</a></li>
              <li><a href="/">{view.Texts.Common.ToOverview}</a></li>
            </ul>
            <details class="fold">
              <summary>{texts.LogOut}</summary>
              <p class="help">{texts.LogOutText}</p>
              {Form.Post($"{view.Url}/logout", view.FormToken, Form.Button(texts.LogOutButton, view.Texts.Common.Working, primary: false))}
            </details>
            """);
    }

    private static Html Account(LoginView view)
    {
        var username = view.Status?.Username is { Length: > 0 } name ? $"@{name}" : null;
        var display = view.Status?.DisplayName is { Length: > 0 } full ? full : username ?? view.Status?.TelegramId?.ToString();
        return Html.If(display is not null, $"""
            <p class="account">{view.Texts.Ready.As} <strong>{display}</strong>{Html.If(username is not null && username != display, $" <span>{username}</span>")}</p>
            """);
    }
}
