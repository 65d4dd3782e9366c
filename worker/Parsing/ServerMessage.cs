using TelegramParser.Worker.Telegram.Api;
using TelegramParser.Worker.Telegram.Mapping;

namespace TelegramParser.Worker.Parsing;

/// <summary>A message's id and time as the server counts them.</summary>
internal static class ServerMessage
{
    /// <summary>The server's message id.</summary>
    public static long ServerId(this Message message) => MessageId.FromTdlib(message.Id);

    /// <summary>When it was sent.</summary>
    public static DateTimeOffset SentAt(this Message message) => DateTimeOffset.FromUnixTimeSeconds(message.Date);
}
