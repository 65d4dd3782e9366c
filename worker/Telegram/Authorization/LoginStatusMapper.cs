using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Telegram.Authorization;

/// <summary>Puts TDLib's authorization states into the contracts' words.</summary>
internal static class LoginStatusMapper
{
    /// <summary>Telegram's error for a session that was used from two places at once.</summary>
    internal const string DuplicatedKey = "AUTH_KEY_DUPLICATED";

    /// <summary>The status of a state that asks a person for something, or tells of progress; null when it tells nothing new.</summary>
    internal static LoginStatus? Map(AuthorizationState state) => state switch
    {
        AuthorizationStateWaitTdlibParameters => new LoginStatus
        {
            State = SessionState.Starting,
            Message = "The session is being opened.",
        },
        AuthorizationStateWaitPhoneNumber => LoginRequired(
            Reasons.LoginRequired,
            "Nobody is logged in. Ask for a QR code, or for a code to a phone number."),
        AuthorizationStateWaitCode { CodeInfo: var code } => new LoginStatus
        {
            State = SessionState.WaitingForCode,
            Reason = Reasons.LoginRequired,
            Message = "Telegram has sent a code. Type it.",
            CodeType = CodeType(code.Type),
            CodeLength = code.Type.Length > 0 ? code.Type.Length : null,
            PhoneHint = Mask(code.PhoneNumber),
        },
        AuthorizationStateWaitOtherDeviceConfirmation { Link: var link } => new LoginStatus
        {
            State = SessionState.WaitingForQrScan,
            Reason = Reasons.LoginRequired,
            Message = "Scan the QR code in Telegram: Settings, Devices, Link Desktop Device. It renews itself.",
            QrLink = link,
        },
        AuthorizationStateWaitPassword { PasswordHint: var hint } => new LoginStatus
        {
            State = SessionState.WaitingForPassword,
            Reason = Reasons.LoginRequired,
            Message = "The account has a 2FA password. Type it.",
            PasswordHint = hint.Length > 0 ? hint : null,
        },
        AuthorizationStateWaitRegistration => LoginRequired(
            Reasons.PhoneNotRegistered,
            "This phone number has no Telegram account. Register it in a Telegram app first, or log in with another number."),
        AuthorizationStateWaitEmailAddress or AuthorizationStateWaitEmailCode => LoginRequired(
            Reasons.EmailCodeRequired,
            "Telegram wants to send the code by e-mail, which is not supported. Log in by QR code."),
        AuthorizationStateWaitPremiumPurchase => LoginRequired(
            Reasons.PremiumRequired,
            "Telegram wants Premium to be bought before it sends a code to this number. Log in by QR code."),
        AuthorizationStateLoggingOut => new LoginStatus
        {
            State = SessionState.LoggingOut,
            Message = "The session is being ended.",
        },
        _ => null,
    };

    /// <summary>The status of a session that Telegram has ended.</summary>
    /// <param name="error">Telegram's error, when it is known.</param>
    internal static LoginStatus EndedByTelegram(string? error)
    {
        var (reason, message) = error switch
        {
            DuplicatedKey => (Reasons.SessionDuplicated,
                "Telegram has ended the session because it was used from two places at once. See that no copy of its folder is in use, and log in again."),
            "USER_DEACTIVATED" or "USER_DEACTIVATED_BAN" => (Reasons.AccountBanned,
                "Telegram has banned or deleted the account. Only Telegram's support can lift a ban: recover@telegram.org."),
            _ => (Reasons.SessionRevoked, "Telegram has ended the session: it was ended from another device or has expired. Log in again."),
        };
        return new LoginStatus { State = SessionState.LoggedOut, Reason = reason, Message = message };
    }

    /// <summary>A phone number with all but its last two digits masked.</summary>
    internal static string Mask(string phoneNumber) =>
        phoneNumber.Length <= 2 ? "••" : $"+{new string('•', phoneNumber.TrimStart('+').Length - 2)}{phoneNumber[^2..]}";

    private static LoginStatus LoginRequired(string reason, string message) => new()
    {
        State = SessionState.WaitingForLogin,
        Reason = reason,
        Message = message,
    };

    private static string? CodeType(AuthenticationCodeType type) => type switch
    {
        AuthenticationCodeTypeTelegramMessage => "telegram_message",
        AuthenticationCodeTypeSms => "sms",
        AuthenticationCodeTypeSmsWord => "sms_word",
        AuthenticationCodeTypeSmsPhrase => "sms_phrase",
        AuthenticationCodeTypeCall => "call",
        AuthenticationCodeTypeFlashCall => "flash_call",
        AuthenticationCodeTypeMissedCall => "missed_call",
        AuthenticationCodeTypeFragment => "fragment",
        _ => null,
    };
}
