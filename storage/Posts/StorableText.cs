using System.Text;

namespace TelegramParser.Storage.Posts;

/// <summary>Text as Postgres can hold it: valid Unicode without NUL.</summary>
internal static class StorableText
{
    /// <summary>Whether the post's own text can be sent at all; Postgres judges everything else.</summary>
    public static bool IsWellFormed(string? text) => text is null || Repair(text).Equals(text, StringComparison.Ordinal);

    /// <summary>The text with U+FFFD in place of what cannot be stored.</summary>
    public static string? From(string? text) => text is null ? null : Repair(text).Replace('\0', '\uFFFD');

    // Encoding replaces surrogates that have lost their other half.
    private static string Repair(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
