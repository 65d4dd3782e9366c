namespace TelegramParser.Worker.Telegram.Authorization;

/// <summary>A login command does not fit where the login stands; the message says what to do instead.</summary>
/// <param name="reason">A constant of the contracts' <c>Reasons</c>, or <see cref="WrongState"/>.</param>
/// <param name="message">What is wrong and what to do, in words.</param>
public sealed class LoginStateException(string reason, string message) : Exception(message)
{
    /// <summary>Reason of a command that does not fit where the login stands.</summary>
    public const string WrongState = nameof(WrongState);

    /// <summary>Why, as a constant.</summary>
    public string Reason => reason;
}

/// <summary>Telegram refused a step of the login; the message says why and what to do.</summary>
/// <param name="reason">Telegram's error name, such as <c>PHONE_CODE_INVALID</c>.</param>
/// <param name="message">What is wrong and what to do, in words.</param>
/// <param name="retryAfter">How long Telegram wants to be left alone, when that is why.</param>
/// <param name="inner">Telegram's error.</param>
public sealed class LoginRefusedException(string reason, string message, TimeSpan? retryAfter, Exception inner)
    : Exception(message, inner)
{
    /// <summary>Telegram's error name, such as <c>PHONE_CODE_INVALID</c>.</summary>
    public string Reason => reason;

    /// <summary>How long Telegram wants to be left alone, when that is why.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
