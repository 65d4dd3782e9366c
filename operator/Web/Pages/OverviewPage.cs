using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages;

/// <summary>The first page: every user, its state and the way to its login; and where programs find what.</summary>
internal static class OverviewPage
{
    public static void Map(IEndpointRouteBuilder app) => app.MapPages("/").MapGet("", ShowAsync);

    private static async Task<PageResult> ShowAsync(
        HttpContext context, WebOptions options, UserQueries users, IAntiforgery antiforgery, TimeProvider time)
    {
        var texts = PageTexts.For(context.Request);
        var rows = await users.ListAsync(options.Installation, new UserFilter(), context.RequestAborted);
        var bar = options.ApiToken is null
            ? Html.None
            : SignInPage.SignOutForm(texts, antiforgery.GetAndStoreTokens(context).RequestToken!);
        return new PageResult(PageLayout.Render(texts, texts.Overview.Title, Html.Of($"""
            <section class="card wide">
              <h1>{texts.Overview.Title}</h1>
              {(rows.Count == 0 ? Empty(texts) : Table(texts, [.. rows.Select(UserSummary.Of)], time.GetUtcNow()))}
              <h2 class="apart">{texts.Overview.Links}</h2>
              <ul class="links">
                <li><a href="{OpenApiDocument.BrowserPath}">{texts.Overview.Documentation}</a></li>
                <li><a href="{OpenApiDocument.Path}">{texts.Overview.OpenApi}</a></li>
                <li><a href="/users">{texts.Overview.Users}</a></li>
                <li><a href="/stats">{texts.Overview.Stats}</a></li>
              </ul>
            </section>
            """), bar));
    }

    private static Html Empty(PageTexts texts) => Html.Of($"""
        <p class="lead"><strong>{texts.Overview.Empty}.</strong> {texts.Overview.EmptyText}</p>
        """);

    private static Html Table(PageTexts texts, IReadOnlyList<UserSummary> users, DateTimeOffset now) => Html.Of($"""
        <p class="lead">{texts.Overview.Lead}</p>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.Overview.User}</th>
              <th scope="col">{texts.Overview.State}</th>
              <th scope="col">{texts.Overview.Account}</th>
              <th scope="col" class="number">{texts.Overview.Channels}</th>
              <th scope="col" class="number">{texts.Overview.Posts}</th>
              <th scope="col">{texts.Overview.LastParse}</th>
              <th scope="col"><span class="unseen">{texts.Overview.Open}</span></th>
            </tr>
          </thead>
          <tbody>{users.Select(user => Row(texts, user, now))}</tbody>
        </table>
        """);

    private static Html Row(PageTexts texts, UserSummary user, DateTimeOffset now) => Html.Of($"""
        <tr>
          <td class="first" data-label="{texts.Overview.User}">{user.Namespace}:{user.Name}</td>
          <td data-label="{texts.Overview.State}">{Pill(texts, user)}</td>
          <td data-label="{texts.Overview.Account}">{user.DisplayName ?? user.Username ?? "–"}</td>
          <td data-label="{texts.Overview.Channels}" class="number">{user.ChannelsTotal}</td>
          <td data-label="{texts.Overview.Posts}" class="number">{user.PostsTotal.ToString("N0", Numbers)}</td>
          <td data-label="{texts.Overview.LastParse}">{(user.LastParseAt is { } at ? texts.Overview.Ago(now - at) : texts.Overview.Never)}</td>
          <td class="action"><a href="{user.LoginUrl}">{(user.Authenticated ? texts.Overview.Open : texts.Overview.LogIn)}</a></td>
        </tr>
        """);

    // A thin space groups digits in both languages.
    private static readonly NumberFormatInfo Numbers = new() { NumberGroupSeparator = "\u202f" };

    private static Html Pill(PageTexts texts, UserSummary user)
    {
        var (style, text) = user switch
        {
            { SessionState: SessionState.Failed or SessionState.Refused } => ("bad", texts.SessionStates[user.SessionState]),
            { Authenticated: false } => ("warn", texts.SessionStates[user.SessionState]),
            { WorkerAlive: false } => ("bad", texts.Overview.WorkerDown),
            { State: UserStates.Suspended } => ("", texts.Overview.Suspended),
            _ => ("good", texts.SessionStates[user.SessionState]),
        };
        return Html.Of($"""<span class="pill {style}">{text}</span>""");
    }
}
