using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Web.Pages.Charts;
using TelegramParser.Operator.Web.Pages.Overview;
using TelegramParser.Operator.Web.Pages.Shared;

namespace TelegramParser.Operator.Web.Pages.Users;

/// <summary>The part of a user's page that follows the user.</summary>
internal static class UserPanel
{
    public static Html Render(UserView view) => Html.Of($"""
        {Notices(view)}
        {RunProgress.Render(view)}
        <section class="card" aria-labelledby="channels-title">
          <div class="title">
            <h2 id="channels-title">{view.Texts.User.Subscriptions}</h2>
            {Html.If(view.CanParse && view.Subscriptions.Count > 0, $"{ParseAll(view)}")}
          </div>
          {SubscriptionTable.Render(view)}
        </section>
        <section class="card">{DailyChart.Render(view.Texts, view.Daily)}</section>
        <section class="card" aria-labelledby="parses-title">
          <h2 id="parses-title">{view.Texts.Runs.Title}</h2>
          {ParseTable.Render(view)}
        </section>
        """);

    private static Html ParseAll(UserView view) => Form.Action(
        new ActionView(view.Urls.Parse, "parse-all", view.Texts.User.ParseAll, view.Texts.Common.Working) { Primary = true });

    private static Html Notices(UserView view)
    {
        var needs = Attention.Of([view.Overview], []);
        var wait = view.Overview.FloodWaits.Max(wait => (DateTimeOffset?)wait.Until);
        return Html.Of($"""
            {Html.If(view.Overview.User.OrphanedAt is not null, $"""<p class="notice">{view.Texts.States.OrphanedText}</p>""")}
            {Html.If(needs.Count > 0 && view.Overview.User.OrphanedAt is null, $"{AttentionList.Render(view.Texts, needs)}")}
            {Html.If(view.Overview.User.Suspended, $"""<p class="notice">{view.Texts.User.SuspendedText}</p>""")}
            {Html.If(wait is not null, $"""<p class="notice">{view.Texts.User.FloodWait(Moment.Exact(view.Texts, wait ?? default))}</p>""")}
            {Html.If(view.User.SessionState is SessionState.Failed && view.Overview.Session?.Message is not null, $"""<p class="notice bad" lang="en">{view.Overview.Session?.Message}</p>""")}
            """);
    }
}
