using Microsoft.AspNetCore.Antiforgery;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Pages.Charts;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Pages.Tokens;
using TelegramParser.Operator.Web.Security;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Overview;

/// <summary>The first page: what needs a person, posts a day, every user and its state; and where programs find what.</summary>
internal sealed class OverviewPage(
    WebOptions options, UserQueries users, ChannelQueries channels, DailyCounts counts, IAntiforgery antiforgery, TimeProvider time)
{
    private const string PanelPath = "/overview/panel";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPages("/").ShowsOwn().MapGet("", (HttpContext context, OverviewPage page) => page.ShowAsync(context));
        app.MapPages(PanelPath).ShowsOwn().MapGet("", (HttpContext context, OverviewPage page) => page.PanelAsync(context));
    }

    private async Task<IResult> ShowAsync(HttpContext context)
    {
        var texts = PageTexts.For(context.Request);
        var token = antiforgery.GetAndStoreTokens(context).RequestToken!;
        return new PageResult(PageLayout.Render(
            texts,
            texts.Overview.Title,
            Html.Of($"""
                <h1>{texts.Overview.Title}</h1>
                {(await ReadAsync(texts, context)).Render()}
                {Form.Actions(token)}
                {LivePanel.Voices(texts.Common.Offline)}
                <nav class="programs" aria-label="{texts.Overview.Links}">
                  <h2>{texts.Overview.Links}</h2>
                  <ul class="links">
                    <li><a href="{OpenApiDocument.BrowserPath}">{texts.Overview.Documentation}</a></li>
                    <li><a href="{OpenApiDocument.Path}">{texts.Overview.OpenApi}</a></li>
                    <li><a href="/users">{texts.Overview.UsersJson}</a></li>
                    <li><a href="/stats">{texts.Overview.StatsJson}</a></li>
                  </ul>
                </nav>
                """),
            bar: Bar(texts, Caller.Of(context), token),
            head: LivePanel.Script));
    }

    private Html Bar(PageTexts texts, Caller caller, string token) => Html.Of($"""
        <div class="ways">
          {Html.If(caller.User is null, $"""<a href="{TokenPages.Path}">{texts.Access.Title}</a>""")}
          {(options.ApiToken is null ? Html.None : SignInPage.SignOutForm(texts, token))}
        </div>
        """);

    private async Task<IResult> PanelAsync(HttpContext context) =>
        (await ReadAsync(PageTexts.For(context.Request), context)).Answer(context.Request);

    private async Task<LivePanel> ReadAsync(PageTexts texts, HttpContext context)
    {
        var (realm, cancellation) = (Caller.Of(context).Realm(options), context.RequestAborted);
        var now = time.GetUtcNow();
        var first = PostsPerDay.FirstDay(now);
        var rows = await users.ListAsync(realm, new UserFilter(), cancellation);
        if (rows.Count == 0)
            return new LivePanel(Empty(texts), PanelPath, Pause);
        var findings = await channels.FindByReasonAsync(realm, Attention.ChannelReasons, cancellation);
        var daily = await counts.ReadAsync(realm, first, cancellation);
        var byUser = daily.ToLookup(row => row.UserId);
        return new LivePanel(
            Html.Of($"""
                {Sums(texts, rows)}
                {AttentionList.Render(texts, Attention.Of(rows, findings))}
                <section class="card">{DailyChart.Render(texts, PostsPerDay.Of(first, daily))}</section>
                <section class="card">{UserTable.Render(texts, rows, user => PostsPerDay.Of(first, byUser[user]), now)}</section>
                """),
            PanelPath,
            Pause);
    }

    private static Html Sums(PageTexts texts, IReadOnlyList<UserOverview> rows) => Html.Of($"""
        <p class="sums">{texts.Overview.Users(rows.Count)} · {texts.Overview.Channels(rows.Sum(user => user.Subscriptions))} · {texts.Overview.Posts(rows.Sum(user => user.PostsTotal))}</p>
        """);

    private static Html Empty(PageTexts texts) => Html.Of($"""
        <section class="card empty"><h2>{texts.Overview.Empty}</h2><p>{texts.Overview.EmptyText}</p></section>
        """);
}
