using TelegramParser.Contracts.Control;
using TelegramParser.Storage.Sessions;

namespace TelegramParser.Worker.Session;

/// <summary>
/// The session as it is now: written on the event loop, read from any thread as one immutable snapshot. What changes
/// here is told to Postgres by <see cref="SessionReporter"/>.
/// </summary>
internal sealed class SessionBoard
{
    private volatile LoginStatus _login = new() { State = SessionState.Starting };
    private volatile string? _connection;
    private volatile string? _settingsHash;
    private volatile SessionEnd? _lastEnd;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The login, and with it the state of the session.</summary>
    public LoginStatus Login => _login;

    /// <summary>Connection to Telegram.</summary>
    public string? Connection => _connection;

    /// <summary>Hash of the loaded settings.</summary>
    public string? SettingsHash => _settingsHash;

    /// <summary>Why the last session ended; null once somebody has logged in. Shown along with the next change.</summary>
    public SessionEnd? LastEnd
    {
        get => _lastEnd;
        set => _lastEnd = value;
    }

    /// <summary>Ends at the next change.</summary>
    public Task Changed => _changed.Task;

    /// <summary>The login has changed.</summary>
    public void Set(LoginStatus login)
    {
        _login = login;
        Touch();
    }

    /// <summary>The session is in a state that no login explains.</summary>
    public void Set(SessionState state, string? reason, string? message) =>
        Set(new LoginStatus { State = state, Reason = reason, Message = message });

    /// <summary>The connection has changed.</summary>
    public void SetConnection(string connection)
    {
        _connection = connection;
        Touch();
    }

    /// <summary>Settings have been loaded.</summary>
    public void SetSettingsHash(string hash)
    {
        _settingsHash = hash;
        Touch();
    }

    /// <summary>Something else that the operator wants to see has changed in Postgres.</summary>
    public void Touch() =>
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
