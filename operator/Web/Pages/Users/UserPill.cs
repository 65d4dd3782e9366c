using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Users;

namespace TelegramParser.Operator.Web.Pages.Users;

/// <summary>A user's state in a word and a colour.</summary>
internal static class UserPill
{
    public static Html Render(PageTexts texts, UserSummary user)
    {
        var (style, text) = user switch
        {
            { State: UserStates.Orphaned } => ("", texts.States.OrphanedTitle),
            { SessionState: SessionState.Failed or SessionState.Refused } => ("bad", texts.SessionStates[user.SessionState]),
            { Authenticated: false } => ("warn", texts.SessionStates[user.SessionState]),
            { WorkerAlive: false } => ("bad", texts.Overview.WorkerDown),
            { State: UserStates.Suspended } => ("", texts.Overview.Suspended),
            _ => ("good", texts.SessionStates[user.SessionState]),
        };
        return Html.Of($"""<span class="pill {style}">{text}</span>""");
    }
}
