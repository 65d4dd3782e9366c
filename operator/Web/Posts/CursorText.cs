using System.Buffers.Binary;
using System.Buffers.Text;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Posts;

/// <summary>A list's cursor as clients carry it: opaque, so that nobody builds one.</summary>
internal static class CursorText
{
    private const int Length = 16;

    public static string? Write(PostCursor? cursor)
    {
        if (cursor is null)
            return null;
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, cursor.Date.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], cursor.Id);
        return Base64Url.EncodeToString(bytes);
    }

    public static PostCursor? Read(string? text)
    {
        if (text is null)
            return null;
        Span<byte> bytes = stackalloc byte[Length];
        if (!Base64Url.IsValid(text, out var length) || length != Length || !Base64Url.TryDecodeFromChars(text, bytes, out _))
            throw Invalid();
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks)
            throw Invalid();
        return new PostCursor(new DateTimeOffset(ticks, TimeSpan.Zero), BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));
    }

    private static ApiProblem Invalid() => ApiProblem.InvalidParameter(
        "cursor", "The query parameter 'cursor' must be a 'next_cursor' of an earlier page. Leave it out for the first page.");
}
