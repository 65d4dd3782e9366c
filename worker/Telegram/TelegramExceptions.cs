using System.Globalization;
using System.Text.RegularExpressions;

namespace TelegramParser.Worker.Telegram;

/// <summary>Telegram, or TDLib on its behalf, answered a request with an error.</summary>
/// <param name="code">HTTP-like code.</param>
/// <param name="error">Telegram's error name, such as <c>CHANNEL_PRIVATE</c>, or TDLib's words.</param>
public sealed partial class TelegramException(int code, string error) : Exception($"{code} {error}")
{
    /// <summary>HTTP-like code.</summary>
    public int Code => code;

    /// <summary>Telegram's error name, such as <c>CHANNEL_PRIVATE</c>, or TDLib's words.</summary>
    public string Error => error;

    /// <summary>How long Telegram wants to be left alone with calls of this kind; null when that is not the error.</summary>
    public TimeSpan? RetryAfter { get; } = ParseRetryAfter(error);

    /// <summary>Whether the error is a flood wait.</summary>
    public bool IsFloodWait => RetryAfter is not null;

    private static TimeSpan? ParseRetryAfter(string error) =>
        FloodWait().Match(error) is { Success: true } match
            ? TimeSpan.FromSeconds(int.Parse(match.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture))
            : null;

    // TDLib writes "Too Many Requests: retry after 600"; Telegram's own names are listed at
    // https://core.telegram.org/api/errors#420-flood.
    [GeneratedRegex(@"(retry after |(FLOOD|SLOWMODE|FLOOD_PREMIUM)_WAIT_)(?<seconds>\d{1,9})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FloodWait();
}

/// <summary>TDLib did not answer in time; the request may still have been carried out.</summary>
/// <param name="request">Name of the request.</param>
/// <param name="deadline">How long the answer was waited for.</param>
public sealed class TelegramTimeoutException(string request, TimeSpan deadline)
    : Exception($"{request} was not answered within {deadline.TotalSeconds:0.#} seconds.")
{
    /// <summary>How long the answer was waited for.</summary>
    public TimeSpan Deadline => deadline;
}

/// <summary>The session could not be opened; the message says what to do.</summary>
/// <param name="cause">What is wrong.</param>
/// <param name="message">What is wrong and what to do, in words.</param>
/// <param name="inner">TDLib's own error, if it was asked.</param>
public sealed class SessionOpenException(SessionOpenError cause, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What is wrong.</summary>
    public SessionOpenError Cause => cause;
}

/// <summary>Why a session could not be opened.</summary>
public enum SessionOpenError
{
    /// <summary>Another process has the session folder open.</summary>
    FolderInUse,

    /// <summary>The folder was encrypted with another key.</summary>
    WrongEncryptionKey,

    /// <summary>The application id or hash is refused.</summary>
    InvalidCredentials,

    /// <summary>The volume has no room left.</summary>
    VolumeFull,

    /// <summary>Something else.</summary>
    Other,
}
