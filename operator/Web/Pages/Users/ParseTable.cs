using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Runs;

namespace TelegramParser.Operator.Web.Pages.Users;

/// <summary>The last parses of a user.</summary>
internal static class ParseTable
{
    public static Html Render(UserView view)
    {
        var texts = view.Texts.Runs;
        return view.Parses.Count == 0
            ? Html.Of($"""<p class="soft">{texts.None}</p>""")
            : Html.Of($"""
                <table class="rows tight">
                  <thead>
                    <tr>
                      <th scope="col">{texts.Channel}</th>
                      <th scope="col">{texts.When}</th>
                      <th scope="col">{texts.Trigger}</th>
                      <th scope="col">{texts.Result}</th>
                      <th scope="col" class="number">{texts.NewPosts}</th>
                      <th scope="col" class="number">{texts.Took}</th>
                    </tr>
                  </thead>
                  <tbody>{view.Parses.Select(parse => Row(view, parse))}</tbody>
                </table>
                """);
    }

    private static Html Row(UserView view, ParseRow parse)
    {
        var texts = view.Texts.Runs;
        var took = parse.FinishedAt is { } end ? view.Texts.Moments.Took(end - parse.StartedAt) : "–";
        return Html.Of($"""
            <tr>
              <td class="first">{parse.Subscription}</td>
              <td data-label="{texts.When}">{Moment.Written(view.Texts, parse.StartedAt, view.Now)}</td>
              <td data-label="{texts.Trigger}">{(parse.Trigger == ParseTrigger.Schedule ? texts.Schedule : texts.Command)}</td>
              <td data-label="{texts.Result}"><span class="word {Style(parse)}">{texts.Statuses.GetValueOrDefault(parse.Status) ?? parse.Status}</span>{Html.If(parse.Error is not null, $"""<bdi class="under why" lang="en">{parse.Error}</bdi>""")}</td>
              <td data-label="{texts.NewPosts}" class="number">{Figures.Grouped(parse.PostsAdded)}</td>
              <td data-label="{texts.Took}" class="number">{took}</td>
            </tr>
            """);
    }

    private static string Style(ParseRow parse) => parse.Status switch
    {
        ParseStatus.Failed => "bad",
        ParseStatus.Partial or ParseStatus.Interrupted => "warn",
        _ => "",
    };
}
