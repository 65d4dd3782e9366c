namespace TelegramParser.Worker.Telegram.Mapping;

/// <summary>TDLib writes what is absent as zero or as empty text; a post does not have it.</summary>
internal static class Absence
{
    internal static string? NullIfEmpty(this string? value) => string.IsNullOrEmpty(value) ? null : value;

    internal static long? NullIfZero(this long value) => value == 0 ? null : value;

    internal static int? NullIfZero(this int value) => value == 0 ? null : value;

    internal static bool? NullIfFalse(this bool value) => value ? true : null;

    /// <summary>The server's id of a message that TDLib names; null when it names none.</summary>
    internal static long? ServerMessageId(this long tdlibId) => NullIfZero(MessageId.FromTdlib(tdlibId));
}
