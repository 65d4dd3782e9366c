using TelegramParser.Operator.Web.Security;

namespace TelegramParser.Operator.Web.Audit;

/// <summary>Somebody has tried to sign in to the pages: a feature of the request, to be recorded.</summary>
/// <param name="Caller">Who they have shown to be; null when the token was wrong.</param>
internal sealed record SignInAttempt(Caller? Caller);
