using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Worker.Loop;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Telegram.Authorization;

/// <summary>
/// The login of one client as a state machine: TDLib's authorization states move it, a person's commands go to TDLib.
/// It never asks for a code by itself, the first one included. Belongs to the event loop.
/// </summary>
public sealed class AuthorizationFlow
{
    private readonly TelegramClient _client;
    private readonly EventLoop _loop;
    private readonly TimeProvider _time;
    private readonly Subscribers<LoginStatus> _subscribers;
    private LoginStatus _status = new() { State = SessionState.Unknown };
    private AuthorizationState? _state;
    private bool _logOutAsked;
    private string? _sessionError;
    private bool _startingOver;
    private TaskCompletionSource? _renewal;

    internal AuthorizationFlow(TelegramClient client, EventLoop loop, TimeProvider time)
    {
        _client = client;
        _loop = loop;
        _time = time;
        _subscribers = new Subscribers<LoginStatus>(loop);
    }

    /// <summary>The login as it is now. Holds the QR link while one waits to be scanned: never logged.</summary>
    public LoginStatus Status
    {
        get
        {
            _loop.VerifyAccess();
            return _status;
        }
    }

    /// <summary>Delivers every change of <see cref="Status"/>, on the loop, until the result is disposed.</summary>
    public IDisposable Subscribe(Action<LoginStatus> onChange) => _subscribers.Add(onChange);

    /// <summary>Waits until <see cref="Status"/> is in such a state, which it may be already.</summary>
    public async Task<LoginStatus> WaitForAsync(Func<SessionState, bool> fits, CancellationToken ct)
    {
        var reached = new TaskCompletionSource<LoginStatus>();
        void Look(LoginStatus status)
        {
            if (fits(status.State))
                reached.TrySetResult(status);
        }
        using var subscription = Subscribe(Look);
        Look(Status);
        return await reached.Task.WaitAsync(ct);
    }

    /// <summary>Asks Telegram to send a code.</summary>
    /// <param name="phoneNumber">International form.</param>
    /// <param name="ct">Ends the wait for the answer.</param>
    /// <exception cref="LoginStateException">Somebody is logged in, or the session is not open.</exception>
    /// <exception cref="LoginRefusedException">Telegram refused.</exception>
    public async Task RequestCodeAsync(string phoneNumber, CancellationToken ct)
    {
        _loop.VerifyAccess();
        VerifyLoginPossible();
        if (_state is AuthorizationStateWaitOtherDeviceConfirmation)
            await LeaveQrAsync(ct);
        await CommandAsync(new SetAuthenticationPhoneNumber(phoneNumber), ct);
    }

    /// <summary>Answers with the code that Telegram sent.</summary>
    /// <exception cref="LoginStateException">No code is awaited.</exception>
    /// <exception cref="LoginRefusedException">Telegram refused; with a wrong code another try is possible.</exception>
    public Task SubmitCodeAsync(string code, CancellationToken ct)
    {
        _loop.VerifyAccess();
        if (_state is not AuthorizationStateWaitCode)
            throw WrongState("No code is awaited.", "Ask for one first.");
        return CommandAsync(new CheckAuthenticationCode(code), ct);
    }

    /// <summary>Answers with the account's 2FA password.</summary>
    /// <exception cref="LoginStateException">No password is awaited.</exception>
    /// <exception cref="LoginRefusedException">Telegram refused; with a wrong password another try is possible.</exception>
    public Task SubmitPasswordAsync(string password, CancellationToken ct)
    {
        _loop.VerifyAccess();
        if (_state is not AuthorizationStateWaitPassword)
            throw WrongState("No password is awaited.", "Log in by code or QR code first.");
        return CommandAsync(new CheckAuthenticationPassword(password), ct);
    }

    /// <summary>Asks for a QR link. TDLib renews it by itself, each time as a new <see cref="LoginStatus.QrLink"/>.</summary>
    /// <exception cref="LoginStateException">Somebody is logged in, or the session is not open.</exception>
    /// <exception cref="LoginRefusedException">Telegram refused.</exception>
    public Task RequestQrAsync(CancellationToken ct)
    {
        _loop.VerifyAccess();
        if (_state is AuthorizationStateWaitOtherDeviceConfirmation)
            return Task.CompletedTask;
        VerifyLoginPossible();
        return CommandAsync(new RequestQrCodeAuthentication(), ct);
    }

    /// <summary>Ends the session at Telegram; the status becomes <see cref="SessionState.LoggedOut"/>.</summary>
    /// <exception cref="LoginStateException">Nobody is logged in.</exception>
    /// <exception cref="LoginRefusedException">Telegram refused.</exception>
    public Task LogOutAsync(CancellationToken ct)
    {
        _loop.VerifyAccess();
        if (_state is not AuthorizationStateReady)
            throw WrongState("Nobody is logged in.", "There is nothing to do.");
        _logOutAsked = true;
        return CommandAsync(new LogOut(), ct);
    }

    /// <summary>
    /// Closes and opens the client without a word to anybody, as long as the same account is logged in afterwards. Ends when
    /// TDLib has said who is.
    /// </summary>
    internal async Task RenewAsync(Func<Task> reopen)
    {
        _loop.VerifyAccess();
        var renewal = _renewal = new TaskCompletionSource();
        try
        {
            await reopen();
            await renewal.Task.WaitAsync(TelegramClient.DefaultDeadline, _time);
        }
        finally
        {
            if (_renewal == renewal)
            {
                _renewal = null;
                Set(Ended());
            }
        }
    }

    internal void OnStarting()
    {
        _state = null;
        _logOutAsked = false;
        _sessionError = null;
        Set(new LoginStatus { State = SessionState.Starting, Message = "The session is being opened." });
    }

    /// <summary>Telegram has answered with an error that ends the session; TDLib's state follows, without the reason.</summary>
    internal void OnSessionError(string error)
    {
        var known = _sessionError is not null;
        _sessionError = error;
        // The one such error that TDLib takes for passing, though Telegram has invalidated the session for good.
        if (error == LoginStatusMapper.DuplicatedKey && !known && _state is AuthorizationStateReady)
            DropSession();
    }

    internal void OnState(AuthorizationState state)
    {
        _state = state;
        if (state is AuthorizationStateReady)
            OnReady();
        else if (state is AuthorizationStateClosed)
            Set(Ended());
        else if (LoginStatusMapper.Map(state) is { } status)
            Set(status);
    }

    // Returns nothing to wait for: an error that is not expected goes to the loop's handler.
    private async void OnReady()
    {
        User me;
        try
        {
            me = await _client.SendAsync(new GetMe(), CancellationToken.None);
        }
        catch (TelegramException)
        {
            // The session has ended meanwhile, and the state that follows says so.
            return;
        }
        if (_state is not AuthorizationStateReady)
            return;
        Set(new LoginStatus
        {
            State = SessionState.Ready,
            Reason = Reasons.LoggedIn,
            Message = "Logged in.",
            TelegramId = me.Id,
            Username = me.Usernames?.ActiveUsernames.FirstOrDefault(),
            DisplayName = $"{me.FirstName} {me.LastName}".Trim(),
        });
    }

    // Returns nothing to wait for: the state that follows tells the end.
    private async void DropSession()
    {
        try
        {
            await _client.SendAsync(new LogOut(), CancellationToken.None);
        }
        catch (TelegramException)
        {
            // It ends already.
        }
    }

    private LoginStatus Ended()
    {
        if (_status.State != SessionState.LoggingOut)
            return new LoginStatus { State = SessionState.Closed, Message = "The session is closed." };
        return _logOutAsked
            ? new LoginStatus
            {
                State = SessionState.LoggedOut,
                Reason = Reasons.LoggedOut,
                Message = "Logged out. Log in again to go on.",
            }
            : LoginStatusMapper.EndedByTelegram(_sessionError);
    }

    private bool IsPartOfRenewal(LoginStatus status)
    {
        if (_renewal is not { } renewal)
            return false;
        if (status.State is SessionState.Closed or SessionState.Starting)
            return true;
        _renewal = null;
        renewal.SetResult();
        return status == _status;
    }

    // TDLib takes no phone number while a QR code waits to be scanned, and keeps waiting after a restart, too.
    private async Task LeaveQrAsync(CancellationToken ct)
    {
        _startingOver = true;
        try
        {
            var asked = _client.WaitForAsync<UpdateAuthorizationState>(
                update => update.AuthorizationState is AuthorizationStateWaitPhoneNumber, TelegramClient.DefaultDeadline, ct);
            await _client.StartOverAsync(ct);
            await asked;
        }
        finally
        {
            _startingOver = false;
            if (_state is not AuthorizationStateWaitPhoneNumber)
                Set(Ended());
        }
    }

    private async Task CommandAsync(ITdFunction<Ok> command, CancellationToken ct)
    {
        try
        {
            await _client.SendAsync(command, ct);
            // Who it is that has logged in is asked first; until that is known the status still tells of the step before, and of a mistake in it.
            if (_state is AuthorizationStateReady)
                await WaitForAsync(state => state is SessionState.Ready or SessionState.LoggedOut or SessionState.Closed, ct);
        }
        catch (TelegramException error)
        {
            var refused = LoginErrors.Explain(error);
            Set(_status with
            {
                Message = refused.Message,
                RetryAt = refused.RetryAfter is { } wait ? _time.GetUtcNow() + wait : null,
            });
            throw refused;
        }
    }

    private void VerifyLoginPossible()
    {
        switch (_status.State)
        {
            case SessionState.Ready:
                throw WrongState("The account is logged in already.", "Log out first to log in to another one.");
            case SessionState.LoggedOut or SessionState.LoggingOut or SessionState.Closed or SessionState.Starting or SessionState.Unknown:
                throw WrongState("The session is not open.", "Wait until it asks for a login.");
        }
    }

    private static LoginStateException WrongState(string fact, string advice) =>
        new(LoginStateException.WrongState, $"{fact} {advice}");

    private void Set(LoginStatus status)
    {
        if (_startingOver || IsPartOfRenewal(status))
            return;
        _status = status;
        // Told later, so that what a subscriber starts cannot overtake what the others are yet to hear.
        _loop.Post(() => _subscribers.Publish(status));
    }
}
