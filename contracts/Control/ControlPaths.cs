namespace TelegramParser.Contracts.Control;

/// <summary>Routes of a worker's control API (HTTPS, bearer token). Bodies are JSON in snake_case.</summary>
public static class ControlPaths
{
    /// <summary><c>GET</c>: <see cref="WorkerStatus"/>; answers while a parse runs.</summary>
    public const string Status = "/status";

    /// <summary><c>POST</c> <see cref="ParseCommand"/>: <see cref="ParseReport"/> when all its parses have ended.</summary>
    public const string Parse = "/parse";

    /// <summary><c>POST</c>: <see cref="RetryReport"/> when every message that could not be stored has been tried again.</summary>
    public const string RetryUnstored = "/unstored/retry";

    /// <summary><c>POST</c>: <see cref="WakeReport"/>; the worker looks for pages to fetch, instead of in a while.</summary>
    public const string WakeEnrichment = "/enrichment/wake";

    /// <summary><c>POST</c>: <see cref="WakeReport"/>; the worker tries notifications that were made due, instead of in a while.</summary>
    public const string WakeNotifications = "/notifications/wake";

    /// <summary><c>GET</c>: <see cref="DialogReport"/>, at most a minute old.</summary>
    public const string Dialogs = "/dialogs";

    /// <summary><c>GET</c>: <see cref="LoginStatus"/>.</summary>
    public const string Login = "/login";

    /// <summary><c>POST</c> <see cref="LoginPhone"/>: asks Telegram to send a code.</summary>
    public const string LoginPhone = "/login/phone";

    /// <summary><c>POST</c> <see cref="LoginCode"/>.</summary>
    public const string LoginCode = "/login/code";

    /// <summary><c>POST</c> <see cref="LoginPassword"/>.</summary>
    public const string LoginPassword = "/login/password";

    /// <summary><c>POST</c>: asks for a QR link.</summary>
    public const string LoginQr = "/login/qr";

    /// <summary><c>POST</c>: ends the session at Telegram.</summary>
    public const string Logout = "/logout";
}
