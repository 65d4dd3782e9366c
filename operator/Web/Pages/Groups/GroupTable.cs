using TelegramParser.Operator.Web.Groups;
using TelegramParser.Operator.Web.Pages.Posts;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Pages.Users;

namespace TelegramParser.Operator.Web.Pages.Groups;

/// <summary>A row for each monitor. Titles and names are others' text.</summary>
internal static class GroupTable
{
    public static Html Render(PageTexts all, UserUrls urls, GroupList groups, DateTimeOffset now)
    {
        var texts = all.Mentions;
        return groups.Total == 0
            ? Html.Of($"""<p class="soft"><strong>{texts.NoGroups}.</strong> {texts.NoGroupsText}</p>""")
            : Html.Of($"""
                <p class="sums">{texts.Running(groups.Running, groups.Total)}</p>
                <table class="rows">
                  <thead>
                    <tr>
                      <th scope="col">{texts.Group}</th>
                      <th scope="col">{texts.State}</th>
                      <th scope="col" class="number">{texts.Found}</th>
                      <th scope="col">{texts.LastMention}</th>
                      <th scope="col">{texts.Examined}</th>
                    </tr>
                  </thead>
                  <tbody>{groups.Groups.Select(group => Row(all, urls, group, now))}</tbody>
                </table>
                """);
    }

    private static Html Row(PageTexts all, UserUrls urls, GroupItem group, DateTimeOffset now)
    {
        var texts = all.Mentions;
        return Html.Of($"""
            <tr id="monitor-{group.Monitor}">
              <td class="first"><bdi>{PostText.Shown(group.Title ?? group.Group)}</bdi><span class="under">{group.Monitor}{Html.If(group.Username is not null, $" · @{group.Username}")}</span></td>
              <td data-label="{texts.State}">{State(texts, group)}</td>
              <td data-label="{texts.Found}" class="number"><a href="{SearchQuery.Url(urls.Mentions, ("group", group.Monitor))}">{Figures.Grouped(group.MentionsTotal)}</a></td>
              <td data-label="{texts.LastMention}">{Moment.Relative(all, group.LastMentionAt, now)}</td>
              <td data-label="{texts.Examined}">{Moment.Relative(all, group.ExaminedAt, now)}</td>
            </tr>
            """);
    }

    private static Html State(MentionTexts texts, GroupItem group)
    {
        var (style, text) = group switch
        {
            { Suspended: true } => ("", texts.Suspended),
            { Reason: not null } => ("bad", texts.NotWatched),
            { Running: true } => ("good", texts.Watched),
            { ExaminedAt: null } => ("", texts.Waiting),
            _ => ("warn", texts.WorkerDown),
        };
        var why = group.Reason is { } reason ? texts.Reasons.GetValueOrDefault(reason) : null;
        return Html.Of($"""
            <span class="pill {style}">{text}</span>{Html.If(why is not null, $"""<span class="under why">{why}</span>""")}{Html.If(why is null && group.Reason is not null, $"""<bdi class="under why" lang="en">{group.Message}</bdi>""")}
            """);
    }
}
