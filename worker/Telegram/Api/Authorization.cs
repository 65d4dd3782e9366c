using System.Text.Json.Serialization;

namespace TelegramParser.Worker.Telegram.Api;

/// <summary>Asks Telegram to send a login code to this number.</summary>
public sealed record SetAuthenticationPhoneNumber(string PhoneNumber) : ITdFunction<Ok>
{
    /// <summary>Leaves the number out.</summary>
    public override string ToString() => nameof(SetAuthenticationPhoneNumber);
}

/// <summary>Answers with the login code.</summary>
public sealed record CheckAuthenticationCode(string Code) : ITdFunction<Ok>
{
    /// <summary>Leaves the code out.</summary>
    public override string ToString() => nameof(CheckAuthenticationCode);
}

/// <summary>Answers with the 2FA password.</summary>
public sealed record CheckAuthenticationPassword(string Password) : ITdFunction<Ok>
{
    /// <summary>Leaves the password out.</summary>
    public override string ToString() => nameof(CheckAuthenticationPassword);
}

/// <summary>Asks for a link to scan with a device that is logged in.</summary>
public sealed record RequestQrCodeAuthentication : ITdFunction<Ok>;

/// <summary>Ends the session at Telegram and deletes the local databases.</summary>
public sealed record LogOut : ITdFunction<Ok>;

/// <summary>Where the login stands.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(AuthorizationStateWaitTdlibParameters), "authorizationStateWaitTdlibParameters")]
[JsonDerivedType(typeof(AuthorizationStateWaitPhoneNumber), "authorizationStateWaitPhoneNumber")]
[JsonDerivedType(typeof(AuthorizationStateWaitPremiumPurchase), "authorizationStateWaitPremiumPurchase")]
[JsonDerivedType(typeof(AuthorizationStateWaitEmailAddress), "authorizationStateWaitEmailAddress")]
[JsonDerivedType(typeof(AuthorizationStateWaitEmailCode), "authorizationStateWaitEmailCode")]
[JsonDerivedType(typeof(AuthorizationStateWaitCode), "authorizationStateWaitCode")]
[JsonDerivedType(typeof(AuthorizationStateWaitOtherDeviceConfirmation), "authorizationStateWaitOtherDeviceConfirmation")]
[JsonDerivedType(typeof(AuthorizationStateWaitRegistration), "authorizationStateWaitRegistration")]
[JsonDerivedType(typeof(AuthorizationStateWaitPassword), "authorizationStateWaitPassword")]
[JsonDerivedType(typeof(AuthorizationStateReady), "authorizationStateReady")]
[JsonDerivedType(typeof(AuthorizationStateLoggingOut), "authorizationStateLoggingOut")]
[JsonDerivedType(typeof(AuthorizationStateClosing), "authorizationStateClosing")]
[JsonDerivedType(typeof(AuthorizationStateClosed), "authorizationStateClosed")]
public record AuthorizationState;

/// <summary>The session folder is not open yet.</summary>
public sealed record AuthorizationStateWaitTdlibParameters : AuthorizationState;

/// <summary>Nobody is logged in.</summary>
public sealed record AuthorizationStateWaitPhoneNumber : AuthorizationState;

/// <summary>Telegram wants Premium to be bought for this number before it sends a code.</summary>
public sealed record AuthorizationStateWaitPremiumPurchase : AuthorizationState;

/// <summary>Telegram wants an e-mail address for login codes.</summary>
public sealed record AuthorizationStateWaitEmailAddress : AuthorizationState;

/// <summary>A code was sent by e-mail.</summary>
public sealed record AuthorizationStateWaitEmailCode : AuthorizationState;

/// <summary>A code was sent.</summary>
public sealed record AuthorizationStateWaitCode(AuthenticationCodeInfo CodeInfo) : AuthorizationState;

/// <summary>A link waits to be scanned. A login secret: never logged.</summary>
public sealed record AuthorizationStateWaitOtherDeviceConfirmation(string Link) : AuthorizationState
{
    /// <summary>Leaves the link out.</summary>
    public override string ToString() => nameof(AuthorizationStateWaitOtherDeviceConfirmation);
}

/// <summary>The number has no account.</summary>
public sealed record AuthorizationStateWaitRegistration : AuthorizationState;

/// <summary>The 2FA password is wanted.</summary>
public sealed record AuthorizationStateWaitPassword(string PasswordHint) : AuthorizationState;

/// <summary>Logged in.</summary>
public sealed record AuthorizationStateReady : AuthorizationState;

/// <summary>The session ends: on request, or because Telegram ended it.</summary>
public sealed record AuthorizationStateLoggingOut : AuthorizationState;

/// <summary>TDLib writes its databases.</summary>
public sealed record AuthorizationStateClosing : AuthorizationState;

/// <summary>TDLib has stopped; the client id is of no more use.</summary>
public sealed record AuthorizationStateClosed : AuthorizationState;

/// <summary>A code that was sent.</summary>
/// <param name="PhoneNumber">The number, in full: never logged.</param>
/// <param name="Type">How it was sent.</param>
public sealed record AuthenticationCodeInfo(string PhoneNumber, AuthenticationCodeType Type)
{
    /// <summary>Leaves the number out.</summary>
    public override string ToString() => $"{nameof(AuthenticationCodeInfo)} {{ Type = {Type} }}";
}

/// <summary>How a login code was sent.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(AuthenticationCodeTypeTelegramMessage), "authenticationCodeTypeTelegramMessage")]
[JsonDerivedType(typeof(AuthenticationCodeTypeSms), "authenticationCodeTypeSms")]
[JsonDerivedType(typeof(AuthenticationCodeTypeSmsWord), "authenticationCodeTypeSmsWord")]
[JsonDerivedType(typeof(AuthenticationCodeTypeSmsPhrase), "authenticationCodeTypeSmsPhrase")]
[JsonDerivedType(typeof(AuthenticationCodeTypeCall), "authenticationCodeTypeCall")]
[JsonDerivedType(typeof(AuthenticationCodeTypeFlashCall), "authenticationCodeTypeFlashCall")]
[JsonDerivedType(typeof(AuthenticationCodeTypeMissedCall), "authenticationCodeTypeMissedCall")]
[JsonDerivedType(typeof(AuthenticationCodeTypeFragment), "authenticationCodeTypeFragment")]
public record AuthenticationCodeType
{
    /// <summary>Number of characters; 0 when the kind of code has no fixed length.</summary>
    public int Length { get; init; }
}

/// <summary>A message from Telegram in the account's other sessions.</summary>
public sealed record AuthenticationCodeTypeTelegramMessage : AuthenticationCodeType;

/// <summary>An SMS with digits.</summary>
public sealed record AuthenticationCodeTypeSms : AuthenticationCodeType;

/// <summary>An SMS with a word.</summary>
public sealed record AuthenticationCodeTypeSmsWord : AuthenticationCodeType;

/// <summary>An SMS with a phrase.</summary>
public sealed record AuthenticationCodeTypeSmsPhrase : AuthenticationCodeType;

/// <summary>A call that says the digits.</summary>
public sealed record AuthenticationCodeTypeCall : AuthenticationCodeType;

/// <summary>A call whose number is the code.</summary>
public sealed record AuthenticationCodeTypeFlashCall : AuthenticationCodeType;

/// <summary>A call whose number ends with the code.</summary>
public sealed record AuthenticationCodeTypeMissedCall : AuthenticationCodeType;

/// <summary>A message on https://fragment.com.</summary>
public sealed record AuthenticationCodeTypeFragment : AuthenticationCodeType;
