namespace TelegramParser.Operator.Configuration;

/// <summary>A mistake that a person can correct; the message says how, and is all that is shown.</summary>
internal sealed class UserErrorException(string message, Exception? innerException = null) : Exception(message, innerException);
