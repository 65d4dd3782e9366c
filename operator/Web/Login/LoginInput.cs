using System.Text.RegularExpressions;
using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Web.Problems;

namespace TelegramParser.Operator.Web.Login;

/// <summary>
/// What a person typed, as the worker takes it. Refuses what Telegram would refuse anyway, since each try counts
/// against its limits. The reasons are Telegram's own errors.
/// </summary>
internal static partial class LoginInput
{
    public const string PhoneInvalid = "PHONE_NUMBER_INVALID";
    public const string CodeEmpty = "PHONE_CODE_EMPTY";
    public const string PasswordEmpty = "PASSWORD_EMPTY";

    /// <summary>A number in international form, however it is spaced; null asks for the resource's own.</summary>
    public static LoginPhone Phone(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
            return new LoginPhone();
        var number = Separators().Replace(typed, "");
        if (number.StartsWith("00", StringComparison.Ordinal))
            number = $"+{number[2..]}";
        return InternationalNumber().IsMatch(number)
            ? new LoginPhone(number)
            : throw Rejected(PhoneInvalid, "Give the phone number in international form, with the country's code: +15550000001.");
    }

    /// <summary>The code without the spaces and dashes that people copy along; a phrase keeps its spaces.</summary>
    public static LoginCode Code(string typed)
    {
        var digits = Separators().Replace(typed, "");
        var code = digits.All(char.IsAsciiDigit) ? digits : typed.Trim();
        return code.Length is > 0 and <= 128 ? new LoginCode(code) : throw Rejected(CodeEmpty, "Give the code that Telegram sent.");
    }

    /// <summary>The password exactly as typed: spaces count.</summary>
    public static LoginPassword Password(string typed) =>
        typed.Length > 0 ? new LoginPassword(typed) : throw Rejected(PasswordEmpty, "Give the account's 2FA password.");

    private static ApiProblem Rejected(string reason, string detail) =>
        new(StatusCodes.Status422UnprocessableEntity, ProblemCodes.LoginRejected, "The login step was refused.", detail) { Reason = reason };

    // ITU-T E.164: at most 15 digits. Test numbers of Telegram's own are 10 digits long.
    [GeneratedRegex(@"\A\+?[0-9]{7,15}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex InternationalNumber();

    [GeneratedRegex(@"[\s()\-\u2010-\u2014.]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Separators();
}
