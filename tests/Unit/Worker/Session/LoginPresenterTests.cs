using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Session;

namespace TelegramParser.UnitTests.Worker.Session;

/// <summary>The client tells of its states a moment after it is in them, so a login may be accepted before it is told of.</summary>
public sealed class LoginPresenterTests
{
    private static readonly LoginStatus Starting = new() { State = SessionState.Starting };
    private static readonly LoginStatus Ready = new() { State = SessionState.Ready, TelegramId = 1001 };
    private static readonly LoginStatus LoggedOut = new() { State = SessionState.LoggedOut, Reason = Reasons.SessionRevoked };

    private readonly SessionBoard _board = new();
    private readonly LoginPresenter _login;

    public LoginPresenterTests() => _login = new LoginPresenter(_board, new LoginSpec());

    [Fact]
    public void A_login_is_shown_once_it_is_accepted()
    {
        _login.Show(Starting);
        _login.Show(Ready);
        Assert.Equal(SessionState.Starting, _board.Login.State);

        _login.Accept(Ready);
        Assert.Equal(SessionState.Ready, _board.Login.State);
        Assert.Equal(1001, _board.Login.TelegramId);
    }

    [Fact]
    public void A_login_that_is_accepted_before_it_is_told_of_is_shown_all_the_same()
    {
        _login.Show(Starting);
        _login.Accept(Ready);
        _login.Show(Ready);
        Assert.Equal(SessionState.Ready, _board.Login.State);
    }

    [Fact]
    public void A_session_that_ended_before_it_was_accepted_is_not_shown_as_ready()
    {
        _login.Show(Ready);
        _login.Show(LoggedOut);
        _login.Accept(LoggedOut);
        Assert.Equal(SessionState.LoggedOut, _board.Login.State);
    }

    [Fact]
    public void Why_a_client_could_not_be_opened_outlives_its_closing_until_the_next_try()
    {
        _login.Show(Starting);
        _board.Set(SessionState.Failed, Reasons.SessionKeyMissing, "Another key.");
        _login.Show(new LoginStatus { State = SessionState.Closed });
        Assert.Equal(Reasons.SessionKeyMissing, _board.Login.Reason);

        _login.Show(Starting);
        Assert.Equal(SessionState.Starting, _board.Login.State);
    }

    [Fact]
    public void An_accepted_login_ends_what_was_remembered_of_the_session_before()
    {
        _board.LastEnd = new SessionEnd(SessionState.LoggedOut, Reasons.SessionRevoked, "Revoked.");
        _login.Show(Starting);
        Assert.Equal(Reasons.SessionRevoked, _board.Login.Reason);

        _login.Accept(Ready);
        Assert.Null(_board.LastEnd);
        _login.Show(Starting);
        Assert.Equal(SessionState.Starting, _board.Login.State);
    }
}
