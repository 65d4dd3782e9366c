namespace TelegramParser.TelegramSimulator.Mtproto;

/// <summary>Identifiers of messages: the time in units of 2^-32 s, the last two bits telling what the message is.</summary>
internal static class MessageIds
{
    public const int Answer = 1;
    public const int Notification = 3;

    public static long Next(DateTimeOffset now, long last, int kind)
    {
        var time = (now.ToUnixTimeMilliseconds() / 1000 << 32) | (long)(now.Millisecond * (uint.MaxValue / 1000.0)) & ~3L;
        return Math.Max(time, (last & ~3L) + 4) | (uint)kind;
    }

    public static DateTimeOffset TimeOf(long messageId) => DateTimeOffset.FromUnixTimeSeconds(messageId >> 32);

    public static bool IsFromClient(long messageId) => (messageId & 3) == 0;
}
