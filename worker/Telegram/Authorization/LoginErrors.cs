using System.Collections.Frozen;

namespace TelegramParser.Worker.Telegram.Authorization;

/// <summary>Telegram's errors of the login in plain words (https://core.telegram.org/method/auth.sendCode, signIn, checkPassword).</summary>
public static class LoginErrors
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["PHONE_NUMBER_INVALID"] = "Telegram does not know this phone number. Write it in international form, such as +15550000001.",
        ["PHONE_NUMBER_BANNED"] = "Telegram has banned this phone number. Only Telegram's support can lift that: recover@telegram.org.",
        ["PHONE_NUMBER_FLOOD"] = "Too many codes were asked for with this phone number. Try again tomorrow, or log in by QR code.",
        ["PHONE_NUMBER_UNOCCUPIED"] = "This phone number has no Telegram account. Register it in a Telegram app first.",
        ["PHONE_PASSWORD_FLOOD"] = "Too many tries to log in. Try again later.",
        ["PHONE_CODE_INVALID"] = "This is not the code that Telegram sent. Check it and type it again.",
        ["PHONE_CODE_EMPTY"] = "Type the code that Telegram sent.",
        ["PHONE_CODE_EXPIRED"] = "The code has expired. Ask for a new one.",
        ["PASSWORD_HASH_INVALID"] = "This is not the account's 2FA password. Type it again.",
        ["AUTH_TOKEN_EXPIRED"] = "The QR code has expired. Scan the new one.",
        ["API_ID_INVALID"] = "Telegram refuses the api-id and api-hash. Take both from https://my.telegram.org.",
        ["API_ID_PUBLISHED_FLOOD"] = "This api-id was published and Telegram has closed it. Make your own on https://my.telegram.org.",
        ["UPDATE_APP_TO_LOGIN"] = "Telegram asks for a newer client: update this program.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Puts Telegram's refusal into words.</summary>
    public static LoginRefusedException Explain(TelegramException error)
    {
        if (error.RetryAfter is { } wait)
        {
            return new LoginRefusedException(
                "FLOOD_WAIT", $"Telegram asks to wait {InWords(wait)} before the next try.", wait, error);
        }
        var message = Words.GetValueOrDefault(error.Error) ?? $"Telegram refused: {error.Error}.";
        return new LoginRefusedException(error.Error, message, retryAfter: null, error);
    }

    private static string InWords(TimeSpan wait) => wait switch
    {
        { TotalMinutes: < 2 } => $"{wait.TotalSeconds:0} seconds",
        { TotalHours: < 2 } => $"{Math.Ceiling(wait.TotalMinutes):0} minutes",
        _ => $"{Math.Ceiling(wait.TotalHours):0} hours",
    };
}
