using System.Globalization;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Operator.Web.Pages.Overview;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Users;

/// <summary>The channels of a user: how each is, and when it is read.</summary>
internal static class SubscriptionTable
{
    public static Html Render(UserView view)
    {
        var texts = view.Texts.User;
        return view.Subscriptions.Count == 0
            ? Html.Of($"""<p class="soft"><strong>{texts.NoSubscriptions}.</strong> {texts.NoSubscriptionsText}</p>""")
            : Html.Of($"""
                <table class="rows">
                  <thead>
                    <tr>
                      <th scope="col">{texts.Channel}</th>
                      <th scope="col">{texts.State}</th>
                      <th scope="col" class="number">{texts.Stored}</th>
                      <th scope="col">{texts.LastParse}</th>
                      <th scope="col">{texts.NextParse}</th>
                      <th scope="col"><span class="unseen">{texts.ParseNow}</span></th>
                    </tr>
                  </thead>
                  <tbody>{view.Subscriptions.Select(row => Row(view, row))}</tbody>
                </table>
                """);
    }

    private static Html Row(UserView view, SubscriptionOverview row)
    {
        var (texts, subscription) = (view.Texts.User, row.Subscription);
        var title = row.Channel?.Title ?? subscription.Channel;
        var stored = row.Progress?.PostsTotal ?? 0;
        return Html.Of($"""
            <tr id="sub-{subscription.Name}">
              <td class="first"><bdi>{title}</bdi><span class="under">{Name(row)}</span></td>
              <td data-label="{texts.State}">{Health(view, row)}</td>
              <td data-label="{texts.Stored}" class="number">{(subscription.ChatId is { } chatId
                  ? Html.Of($"""<a id="posts-{subscription.Name}" href="{view.Urls.Posts}?channel={chatId}">{Figures.Grouped(stored)}</a>""")
                  : Html.Of($"{Figures.Grouped(stored)}"))}</td>
              <td data-label="{texts.LastParse}">{Moment.Relative(view.Texts, subscription.LastSuccessAt, view.Now)}</td>
              <td data-label="{texts.NextParse}">{(subscription.NextRunAt is null ? Html.Of($"–") : Moment.Relative(view.Texts, Next(view, row), view.Now))}</td>
              <td class="action">{Html.If(view.CanParse && subscription.ChatId is not null, $"{Parse(view, row, title)}")}</td>
            </tr>
            """);
    }

    private static string Name(SubscriptionOverview row) =>
        row.Channel?.Username is { } username ? $"@{username}" : row.Channel is null ? row.Subscription.Name : row.Subscription.Channel;

    // What is overdue is about to begin.
    private static DateTimeOffset? Next(UserView view, SubscriptionOverview row) =>
        row.Subscription.NextRunAt is { } next && next > view.Now ? next : view.Now.AddSeconds(1);

    private static Html Parse(UserView view, SubscriptionOverview row, string title) => Form.Action(
        new ActionView(view.Urls.Parse, $"parse-{row.Subscription.Name}", view.Texts.User.ParseNow, view.Texts.Common.Working)
        {
            Name = UserPages.ChannelField,
            Value = row.Subscription.ChatId?.ToString(CultureInfo.InvariantCulture),
            Label = view.Texts.User.ParseOne(title),
        });

    private static Html Health(UserView view, SubscriptionOverview row)
    {
        var (texts, subscription) = (view.Texts.User, row.Subscription);
        var isRead = view.Parses.Any(parse => parse.Subscription == subscription.Name && parse.Status == ParseStatus.Running);
        var needsPerson = subscription.Reason is { } reason && Attention.ChannelReasons.Contains(reason, StringComparer.Ordinal);
        var (style, text) = subscription switch
        {
            _ when isRead => ("live", texts.Reading),
            { Suspended: true } => ("", texts.Suspended),
            { Failures: > 0 } => (needsPerson ? "bad" : "warn", texts.Failing),
            { LastSuccessAt: null } => ("", texts.Waiting),
            { Reason: Reasons.ChannelRenamed } => ("warn", texts.Good),
            _ => ("good", texts.Good),
        };
        var why = subscription.Reason is { } known ? view.Texts.ChannelReasons.GetValueOrDefault(known) : null;
        return Html.Of($"""
            <span class="pill {style}">{text}</span>{Html.If(why is not null, $"""<span class="under why">{why}</span>""")}{Html.If(why is null && subscription.Failures > 0, $"""<bdi class="under why" lang="en">{subscription.Message}</bdi>""")}
            """);
    }
}
