using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TelegramParser.Contracts.Control;

namespace TelegramParser.Harness.Workers;

/// <summary>A login as Telegram runs it, with a test in the part of the phone.</summary>
public sealed class ScriptedLogin
{
    /// <summary>The code that is right.</summary>
    public const string RightCode = "24680";

    /// <summary>A phone number that Telegram does not know.</summary>
    public const string BannedPhone = "+15550000666";

    private readonly Lock _lock = new();
    private int _qrCodes;

    internal ScriptedLogin(WebApplication app)
    {
        app.MapGet(ControlPaths.Login, Answer);
        app.MapPost(ControlPaths.LoginQr, RequestQr);
        app.MapPost(ControlPaths.LoginPhone, async (HttpRequest request) =>
            Phone((await request.ReadFromJsonAsync(ControlJson.Default.LoginPhone))!));
        app.MapPost(ControlPaths.LoginCode, async (HttpRequest request) =>
            Code((await request.ReadFromJsonAsync(ControlJson.Default.LoginCode))!));
        app.MapPost(ControlPaths.LoginPassword, async (HttpRequest request) =>
            Password((await request.ReadFromJsonAsync(ControlJson.Default.LoginPassword))!));
        app.MapPost(ControlPaths.Logout, () => Become(new LoginStatus { State = SessionState.LoggedOut, Reason = "LoggedOut" }));
    }

    /// <summary>What the page is told now; a test may set anything.</summary>
    public LoginStatus Status { get; set; } = new() { State = SessionState.WaitingForLogin, PreferredMethod = "qr_code" };

    /// <summary>The account's 2FA password; none when null.</summary>
    public string? TwoFactorPassword { get; set; }

    /// <summary>Seconds that the next step is refused for; not at all when null.</summary>
    public int? FloodWait { get; set; }

    /// <summary>Telegram replaces the QR link, as it does about every 30 seconds.</summary>
    public void RenewQr() => RequestQr();

    /// <summary>The phone confirms the scan.</summary>
    public void ScanQr() => Proceed();

    /// <summary>Telegram gives up on the QR code.</summary>
    public void ExpireQr() => Become(new LoginStatus
    {
        State = SessionState.WaitingForLogin,
        Reason = "AUTH_TOKEN_EXPIRED",
        PreferredMethod = "qr_code",
    });

    private IResult Answer()
    {
        lock (_lock)
            return Results.Json(Status, ControlJson.Default.LoginStatus);
    }

    private IResult Become(LoginStatus status)
    {
        lock (_lock)
            Status = status;
        return Answer();
    }

    private IResult RequestQr() => Become(new LoginStatus
    {
        State = SessionState.WaitingForQrScan,
        QrLink = $"tg://login?token=scripted-token-{Interlocked.Increment(ref _qrCodes):D4}-AQIDBAUGBwgJCgsMDQ4PEA",
    });

    private IResult Phone(LoginPhone phone)
    {
        if (FloodWait is { } seconds)
            return ScriptedWorker.Refuse(429, "FloodWait", "Telegram asked to wait.", seconds);
        return phone.PhoneNumber == BannedPhone
            ? ScriptedWorker.Refuse(422, "PHONE_NUMBER_BANNED", "Telegram has banned this number.")
            : Become(new LoginStatus
            {
                State = SessionState.WaitingForCode,
                CodeType = "telegram_message",
                CodeLength = RightCode.Length,
                PhoneHint = "+•••••••••01",
            });
    }

    private IResult Code(LoginCode code) => code.Code == RightCode
        ? Proceed()
        : ScriptedWorker.Refuse(422, "PHONE_CODE_INVALID", "The code is not right.");

    private IResult Password(LoginPassword password) => password.Password == TwoFactorPassword
        ? LoggedIn()
        : ScriptedWorker.Refuse(422, "PASSWORD_HASH_INVALID", "The password is not right.");

    private IResult Proceed() => TwoFactorPassword is null
        ? LoggedIn()
        : Become(new LoginStatus { State = SessionState.WaitingForPassword, PasswordHint = "the usual one" });

    private IResult LoggedIn() => Become(new LoginStatus
    {
        State = SessionState.Ready,
        TelegramId = 8124731874,
        Username = "alice_reads",
        DisplayName = "Alice Liddell",
    });
}
