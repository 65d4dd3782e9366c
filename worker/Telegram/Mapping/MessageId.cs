namespace TelegramParser.Worker.Telegram.Mapping;

/// <summary>
/// TDLib leaves room for messages that the server has not seen between those that it has: its id of a server message is
/// the server's id shifted left by 20 bits.
/// </summary>
public static class MessageId
{
    private const int LocalBits = 20;

    /// <summary>The server's id of a message.</summary>
    public static long FromTdlib(long tdlibId) => tdlibId >> LocalBits;

    /// <summary>TDLib's id of a message.</summary>
    public static long ToTdlib(long serverId) => serverId << LocalBits;
}
