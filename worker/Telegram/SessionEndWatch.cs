using System.Text;
using System.Text.RegularExpressions;
using TelegramParser.Worker.Loop;
using TelegramParser.Worker.Telegram.Native;

namespace TelegramParser.Worker.Telegram;

/// <summary>
/// Sees why Telegram ends a session: TDLib logs out without a word of it, only its log names the error. The log is the
/// process's, and a worker has one client.
/// </summary>
public sealed partial class SessionEndWatch : IDisposable
{
    private readonly EventLoop _loop;
    private readonly Action<string> _onError;

    /// <summary>Starts to watch.</summary>
    /// <param name="loop">Where the errors are reported.</param>
    /// <param name="onError">Gets Telegram's name of each error that ends a session, on the loop.</param>
    public SessionEndWatch(EventLoop loop, Action<string> onError)
    {
        _loop = loop;
        _onError = onError;
        TdLog.Add(OnLine);
    }

    /// <summary>Ends the watch.</summary>
    public void Dispose() => TdLog.Remove(OnLine);

    /// <summary>Reads a line of TDLib's log; null when it tells of no such error.</summary>
    public static string? Parse(string line) =>
        SessionError().Match(line) is { Success: true } match ? match.Groups["error"].Value : null;

    private void OnLine(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf("[Error : 40"u8) >= 0 && Parse(Encoding.UTF8.GetString(line)) is { } error)
            _loop.Post(() => _onError(error));
    }

    // https://core.telegram.org/api/errors#401-unauthorized and #406-not-acceptable
    [GeneratedRegex(
        @"\[Error : 40[16] : (?<error>SESSION_REVOKED|SESSION_EXPIRED|AUTH_KEY_UNREGISTERED|AUTH_KEY_DUPLICATED|USER_DEACTIVATED(_BAN)?)\]",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SessionError();
}
