using System.Buffers.Binary;
using System.Buffers.Text;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Posts;

/// <summary>Cursors as clients carry them: opaque, so that nobody builds one.</summary>
internal static class CursorText
{
    private const int Length = 16;

    public static string? Write(ListCursor? cursor)
    {
        if (cursor is null)
            return null;
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, cursor.Date.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], cursor.Id);
        return Base64Url.EncodeToString(bytes);
    }

    public static ListCursor? Read(string? text)
    {
        if (text is null)
            return null;
        Span<byte> bytes = stackalloc byte[Length];
        if (!Base64Url.IsValid(text, out var length) || length != Length || !Base64Url.TryDecodeFromChars(text, bytes, out _))
            throw Invalid();
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks)
            throw Invalid();
        return new ListCursor(new DateTimeOffset(ticks, TimeSpan.Zero), BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));
    }

    /// <summary>The cursor of an export: a post's number.</summary>
    public static string WriteNumber(long id)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, id);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The number of an export's cursor; null when none is given.</summary>
    public static long? ReadNumber(string? text)
    {
        if (text is null)
            return null;
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        if (!Base64Url.IsValid(text, out var length) || length != bytes.Length || !Base64Url.TryDecodeFromChars(text, bytes, out _))
            throw ApiProblem.InvalidParameter(
                "cursor",
                "The query parameter 'cursor' must be the 'cursor' of a line of an export. Leave it out to begin with the first post. Those of exports that were ordered by date serve no more: begin again.");
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    private static ApiProblem Invalid() => ApiProblem.InvalidParameter(
        "cursor", "The query parameter 'cursor' must be a 'next_cursor' of an earlier page. Leave it out for the first page.");
}
