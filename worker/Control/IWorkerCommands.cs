using TelegramParser.Contracts.Control;

namespace TelegramParser.Worker.Control;

/// <summary>What the control API can ask of the worker. Members may be called from any thread.</summary>
internal interface IWorkerCommands
{
    /// <summary>The event loop answers.</summary>
    bool IsAlive { get; }

    /// <summary>The worker as it is now; answers while a parse runs.</summary>
    Task<WorkerStatus> StatusAsync();

    /// <summary>The login as it is now.</summary>
    LoginStatus Login { get; }

    /// <summary>Parses now and waits for the end.</summary>
    /// <exception cref="ControlException">Not logged in (403), unknown channel (404), flood wait (429), no session (503).</exception>
    Task<ParseReport> ParseAsync(ParseCommand command, CancellationToken ct);

    /// <summary>Tries the messages again that could not be stored.</summary>
    /// <exception cref="ControlException">Not logged in (403), or no session (503).</exception>
    Task<RetryReport> RetryUnstoredAsync(CancellationToken ct);

    /// <summary>Looks for pages to read, instead of in a while.</summary>
    Task<WakeReport> WakeEnrichmentAsync();

    /// <summary>Tries notifications that were made due, instead of in a while.</summary>
    Task<WakeReport> WakeNotificationsAsync();

    /// <summary>The channels and supergroups that the account is in.</summary>
    /// <exception cref="ControlException">Not logged in (403), flood wait (429), or no session (503).</exception>
    Task<DialogReport> ListDialogsAsync(CancellationToken ct);

    /// <summary>Asks Telegram for a login code.</summary>
    /// <exception cref="ControlException">Telegram refused (422), must wait (429), or the state does not allow it (409).</exception>
    Task<LoginStatus> RequestCodeAsync(LoginPhone phone);

    /// <summary>Submits the login code.</summary>
    /// <exception cref="ControlException">As <see cref="RequestCodeAsync"/>.</exception>
    Task<LoginStatus> SubmitCodeAsync(LoginCode code);

    /// <summary>Submits the 2FA password.</summary>
    /// <exception cref="ControlException">As <see cref="RequestCodeAsync"/>.</exception>
    Task<LoginStatus> SubmitPasswordAsync(LoginPassword password);

    /// <summary>Asks for a QR link.</summary>
    /// <exception cref="ControlException">As <see cref="RequestCodeAsync"/>.</exception>
    Task<LoginStatus> RequestQrAsync();

    /// <summary>Ends the session at Telegram.</summary>
    /// <exception cref="ControlException">Not logged in (409), or no session (503).</exception>
    Task<LoginStatus> LogOutAsync();
}
