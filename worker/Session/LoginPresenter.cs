using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Sessions;

namespace TelegramParser.Worker.Session;

/// <summary>
/// Shows the client's login on the board, and remembers there, over a fresh client and a fresh process, why the last session
/// ended: "log in" alone would hide that Telegram revoked the session or that the account was the wrong one.
/// </summary>
internal sealed class LoginPresenter(SessionBoard board, LoginSpec preferred)
{
    /// <summary>What the resource prefers.</summary>
    public LoginSpec Preferred { get; set; } = preferred;

    /// <summary>The next end of the session has this reason, whatever the client says.</summary>
    public void Explain(string reason, string message) => board.LastEnd = new SessionEnd(SessionState.Refused, reason, message);

    /// <summary>The account that is logged in may be used: only now is the session shown as ready.</summary>
    /// <param name="now">The client's login as it is at this moment. What <see cref="Show"/> is told may be behind it.</param>
    public void Accept(LoginStatus now)
    {
        if (now.State != SessionState.Ready)
            return;
        board.LastEnd = null;
        Display(now);
    }

    /// <summary>Shows a status of the client; one that is ready is shown once it is accepted.</summary>
    public void Show(LoginStatus status)
    {
        if (status.State == SessionState.Ready)
            return;
        // A client that cannot be opened is closed, too, and tells of it last: why it cannot is what a person needs.
        if (status.State == SessionState.Closed && board.Login.State == SessionState.Failed)
            return;
        if (status.State == SessionState.LoggedOut)
            board.LastEnd ??= new SessionEnd(status.State, status.Reason ?? Reasons.LoggedOut, status.Message ?? "");
        if (board.LastEnd is { } because
            && status.State is SessionState.LoggedOut or SessionState.Closed or SessionState.Starting or SessionState.WaitingForLogin)
            status = status with { State = because.State, Reason = because.Reason, Message = because.Message };
        Display(status);
    }

    private void Display(LoginStatus status) =>
        board.Set(status with { PreferredMethod = Preferred.Method == LoginMethod.PhoneCode ? "phone_code" : "qr_code" });
}
