using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Pages.Users;

namespace TelegramParser.Operator.Web.Pages.Overview;

/// <summary>What needs a person, each with the button for it.</summary>
internal static class AttentionList
{
    public static Html Render(PageTexts texts, IReadOnlyList<Attention> items) => items.Count == 0
        ? Html.Of($"""<p class="calm">{texts.Overview.NothingNeedsYou}</p>""")
        : Html.Of($"""
            <section class="attention" aria-labelledby="attention-title">
              <h2 id="attention-title">{texts.Overview.NeedsYou}</h2>
              <ul>{items.Select(item => Item(texts, item))}</ul>
            </section>
            """);

    private static Html Item(PageTexts texts, Attention item)
    {
        var user = new UserUrls(item.User);
        var (text, action) = item.Kind switch
        {
            AttentionKind.NotLoggedIn => (About(item, texts.Overview.NotLoggedIn), Link(user.Login, texts.Overview.LogIn)),
            AttentionKind.ClientFailed => (About(item, texts.Overview.ClientFailed), Link(user.Login, texts.Overview.Open)),
            AttentionKind.WorkerGone => (About(item, texts.Overview.WorkerGone), Link(user.Page, texts.Overview.Open)),
            AttentionKind.Unstored => (
                About(item, texts.Overview.Unstored(item.Unstored)),
                Form.Action(new ActionView(user.Retry, $"retry-{item.User}", texts.Overview.TryAgain, texts.Common.Working))),
            _ => (OfChannel(texts, item), Link($"{user.Page}#sub-{item.Channel!.Subscription}", texts.Overview.Open)),
        };
        return Html.Of($"<li><p>{text}</p>{action}</li>");
    }

    private static Html About(Attention item, string text) =>
        Html.Of($"""<strong>{item.User.ToString()}</strong> {text}""");

    private static Html OfChannel(PageTexts texts, Attention item) => Html.Of($"""
        <strong><bdi>{item.Channel!.Title ?? item.Channel.Channel}</bdi></strong> <span class="soft">{item.User.ToString()}</span>
        {texts.ChannelReasons.GetValueOrDefault(item.Channel.Reason) ?? item.Channel.Message}
        """);

    private static Html Link(string url, string text) => Html.Of($"""<a class="button small" href="{url}">{text}</a>""");
}
