using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Storage.Identity;

namespace TelegramParser.Operator.Web.Login;

/// <summary>Everything that the login page shows, before it is HTML.</summary>
/// <param name="User">Whose login it is.</param>
/// <param name="Texts">Language of the page.</param>
/// <param name="FormToken">Antiforgery token of its forms.</param>
/// <param name="Now">When it is shown.</param>
internal sealed record LoginView(UserRow User, PageTexts Texts, string FormToken, DateTimeOffset Now)
{
    /// <summary>What the worker says; null when it does not answer.</summary>
    public LoginStatus? Status { get; init; }

    /// <summary>Why the worker does not answer.</summary>
    public ApiProblem? WorkerProblem { get; init; }

    /// <summary>What was wrong with the form that was sent.</summary>
    public FormError? Error { get; init; }

    public LoginStep Step => (User.OrphanedAt, Status?.State) switch
    {
        (not null, _) => LoginStep.Orphaned,
        (_, null) => LoginStep.WorkerDown,
        (_, SessionState.WaitingForLease) => LoginStep.WaitForLease,
        (_, SessionState.WaitingForLogin) => LoginStep.Choose,
        (_, SessionState.WaitingForCode) => LoginStep.Code,
        (_, SessionState.WaitingForPassword) => LoginStep.Password,
        (_, SessionState.WaitingForQrScan) => LoginStep.Qr,
        (_, SessionState.Ready) => LoginStep.Ready,
        (_, SessionState.LoggingOut) => LoginStep.LoggingOut,
        (_, SessionState.LoggedOut) => LoginStep.LoggedOut,
        (_, SessionState.Refused) => LoginStep.Refused,
        (_, SessionState.Failed) => LoginStep.Failed,
        _ => LoginStep.Starting,
    };

    /// <summary>How long Telegram refuses another try; null when it does not.</summary>
    public TimeSpan? Wait => Status?.RetryAt is { } until && until > Now ? until - Now : null;

    /// <summary>Address of the page.</summary>
    public string Url => LoginPages.Url(User.Key);

    /// <summary>Changes when the page must be drawn anew; says nothing about what it holds.</summary>
    public string Version
    {
        get
        {
            var shown = JsonSerializer.SerializeToUtf8Bytes(Status, ControlJson.Default.LoginStatus!);
            return Convert.ToHexStringLower(SHA256.HashData(
                [.. shown, .. Encoding.UTF8.GetBytes($"{Step} {WorkerProblem?.Code} {User.Suspended} {Wait is null} {Texts.Language}")]))[..16];
        }
    }
}

/// <summary>What the page asks for or tells.</summary>
internal enum LoginStep
{
    Starting,
    WaitForLease,
    Choose,
    Code,
    Password,
    Qr,
    Ready,
    LoggingOut,
    LoggedOut,
    Refused,
    Failed,
    WorkerDown,
    Orphaned,
}

/// <summary>Why a form was refused.</summary>
/// <param name="Field">Name of the input it is about; null when it is about the whole step.</param>
/// <param name="Message">In plain words.</param>
/// <param name="Typed">What was typed, to be corrected; never a code or a password.</param>
internal sealed record FormError(string? Field, string Message, string? Typed = null);
