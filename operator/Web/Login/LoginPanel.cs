using TelegramParser.Contracts.Resources;
using TelegramParser.Operator.Web.Pages.Shared;

namespace TelegramParser.Operator.Web.Login;

/// <summary>The part of the login page that follows the session: one step at a time.</summary>
internal static class LoginPanel
{
    public static Html Render(LoginView view) => Html.Of($"""
        <section class="card" id="panel" data-step="{view.Step.ToString().ToLowerInvariant()}" data-version="{view.Version}" data-source="{view.Url}/panel">
          <p class="who">{view.User.Key.ToString()}</p>
          {Progress(view)}
          {Notices(view)}
          {Content(view)}
        </section>
        """);

    private static Html Content(LoginView view)
    {
        var states = view.Texts.States;
        return view.Step switch
        {
            LoginStep.Choose => Html.Of($"""
                {Heading(view.Texts.Choose.Title, view.Texts.Choose.Lead)}
                {LoginForms.Choose(view)}
                {Next(view, view.Texts.Choose.Next)}
                """),
            LoginStep.Qr => LoginForms.Qr(view),
            LoginStep.Code => LoginForms.Code(view),
            LoginStep.Password => LoginForms.Password(view),
            LoginStep.Ready => LoggedInPanel.Render(view),
            LoginStep.Starting => Waiting(states.StartingTitle, states.StartingText),
            LoginStep.WaitForLease => Waiting(states.LeaseTitle, states.LeaseText),
            LoginStep.LoggingOut => Waiting(states.LoggingOutTitle, states.LoggingOutText),
            LoginStep.LoggedOut => Html.Of($"""
                {view.Status?.Reason switch
                {
                    Reasons.SessionRevoked => Heading(states.RevokedTitle, states.RevokedText),
                    Reasons.SessionDuplicated => Heading(states.RevokedTitle, states.DuplicatedText),
                    Reasons.AccountBanned => Heading(states.BannedTitle, states.BannedText),
                    _ => Heading(states.LoggedOutTitle, states.LoggedOutText),
                }}
                {LoginForms.Choose(view)}
                """),
            LoginStep.Refused => Html.Of($"""
                {Heading(states.RefusedTitle, view.Status?.Reason == Reasons.AccountClaimed ? states.ClaimedText : states.MismatchText)}
                {LoginForms.Choose(view)}
                """),
            LoginStep.Failed => Html.Of($"""
                {Heading(states.FailedTitle, states.FailedText)}
                {Details(view, view.Status?.Message)}
                """),
            LoginStep.WorkerDown => Html.Of($"""
                {Waiting(states.DownTitle, states.DownText)}
                {Details(view, view.WorkerProblem?.Message)}
                """),
            _ => Heading(states.OrphanedTitle, states.OrphanedText),
        };
    }

    /// <summary>The step's title, which takes the focus when the step changes by itself.</summary>
    public static Html Heading(string title, string lead) => Html.Of($"""
        <h1 id="title" tabindex="-1">{title}</h1>
        <p class="lead">{lead}</p>
        """);

    /// <summary>What comes after this step.</summary>
    public static Html Next(LoginView view, string text) => Html.Of($"""
        <p class="next"><strong>{view.Texts.Common.Next}.</strong> {text}</p>
        """);

    private static Html Waiting(string title, string text) => Html.Of($"""
        <div class="waiting" aria-hidden="true"><span></span><span></span><span></span></div>
        {Heading(title, text)}
        """);

    private static Html Details(LoginView view, string? message) => Html.If(message is not null, $"""
        <details><summary>{view.Texts.States.Details}</summary><p class="mono" lang="en">{message}</p></details>
        """);

    private static Html Notices(LoginView view)
    {
        var known = view.Status?.Reason is { } reason ? view.Texts.Errors.GetValueOrDefault(reason) : null;
        return Html.Of($"""
            {Html.If(known is not null && view.Error is null, $"""<p class="notice">{known}</p>""")}
            {Html.If(view.Error is { Field: null }, $"""<p class="notice bad" role="alert">{view.Error?.Message}</p>""")}
            {Html.If(view.Wait is not null && view.Error is null, $"""<p class="notice">{view.Texts.Common.Wait(view.Wait ?? default)}</p>""")}
            """);
    }

    private static Html Progress(LoginView view)
    {
        var common = view.Texts.Common;
        int? at = view.Step switch
        {
            LoginStep.Choose or LoginStep.LoggedOut or LoginStep.Refused => 0,
            LoginStep.Qr or LoginStep.Code or LoginStep.Password => 1,
            LoginStep.Ready => 2,
            _ => null,
        };
        string[] names = [common.StepChoose, common.StepConfirm, common.StepDone];
        return Html.If(at is not null, $"""
            <ol class="progress" aria-label="{common.Progress}">
              {names.Select((name, i) => i == at
                  ? Html.Of($"""<li class="now" aria-current="step">{name}</li>""")
                  : Html.Of($"""<li class="{(i < at ? "past" : "ahead")}">{name}</li>"""))}
            </ol>
            """);
    }
}
