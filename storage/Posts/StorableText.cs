using System.Text;

namespace TelegramParser.Storage.Posts;

/// <summary>Text as Postgres can hold it: valid Unicode without NUL.</summary>
internal static class StorableText
{
    /// <summary>The text with U+FFFD in place of NUL and of surrogates that have lost their other half.</summary>
    public static string? From(string? text) =>
        text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');

    /// <summary>JSON of <c>System.Text.Json</c>, whose text is valid Unicode already, without the NUL that jsonb refuses.</summary>
    public static string? FromJson(string? json) => json?.Replace(@"\u0000", @"\uFFFD", StringComparison.Ordinal);
}
