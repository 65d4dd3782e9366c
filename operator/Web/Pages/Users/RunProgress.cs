using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Runs;

namespace TelegramParser.Operator.Web.Pages.Users;

/// <summary>How the run goes that a person has started on this page.</summary>
internal static class RunProgress
{
    public static Html Render(UserView view) => view.Run switch
    {
        null => Html.None,
        { FinishedAt: null } run => Html.Of($"""
            <section class="card run">
              <p>{Sentence(view, run)}</p>
              <progress max="{Total(view, run)}" value="{Done(run)}" aria-label="{view.Texts.Runs.Progress}"></progress>
            </section>
            """),
        var run => Html.Of($"""
            <p class="notice {(run.Status == ParseStatus.Success ? "good" : "bad")}">{Sentence(view, run)}{Error(run)}</p>
            """),
    };

    /// <summary>The same for a screen reader; empty when no run is followed.</summary>
    public static string News(UserView view) => view.Run is { } run ? Sentence(view, run) : "";

    private static string Sentence(UserView view, RunDetails run)
    {
        var texts = view.Texts.Runs;
        return run switch
        {
            { FinishedAt: null } => texts.Running(Done(run), Total(view, run)),
            { Status: ParseStatus.Success, PostsAdded: 0 } => texts.Nothing,
            { Status: ParseStatus.Success } => texts.Done(view.Texts.Overview.Posts(run.PostsAdded)),
            { Status: ParseStatus.Partial } => texts.Partial,
            { Status: ParseStatus.Interrupted } => texts.Interrupted,
            _ => texts.Failed,
        };
    }

    // The worker's own words, in English.
    private static Html Error(RunDetails run) => Html.If(
        run.Users[0].Error is not null, $""" <span lang="en">{run.Users[0].Error}</span>""");

    private static long Done(RunDetails run) => run.Parses.Count(parse => parse.FinishedAt is not null);

    private static long Total(UserView view, RunDetails run) =>
        run.Scope == RunScope.Channel ? 1 : Math.Max(1, view.Subscriptions.Count);
}
