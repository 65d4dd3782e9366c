using System.Text.RegularExpressions;

namespace TelegramParser.Operator.Web.Pages.Posts;

/// <summary>Addresses that may stand in a link: nothing that a browser would run, read from the disk or send elsewhere.</summary>
internal static partial class SafeLink
{
    /// <summary>The address as a browser is given it, escaped; null when it must not be a link.</summary>
    public static string? Of(string? url) => !Uri.TryCreate(url, UriKind.Absolute, out var uri) ? null : uri.Scheme switch
    {
        "https" or "http" or "mailto" => uri.AbsoluteUri,
        // Telegram's own have no authority, though they look as if; nothing may be put between "tg://user" and "?id".
        "tg" when uri.OriginalString.All(c => c is > ' ' and <= '~') => uri.OriginalString,
        _ => null,
    };

    /// <summary>Where an entity leads, given the words that it covers; null when it is no link or none that is safe.</summary>
    public static string? Of(TextStyle style, string words) => style.Type switch
    {
        "text_link" => Of(style.Url),
        // People write "example.com/news", and Telegram takes it for a link.
        "url" => Of(HasScheme().IsMatch(words) ? words : $"https://{words}"),
        "email" => Of($"mailto:{words}"),
        "mention" when Username().IsMatch(words) => $"https://t.me/{words[1..]}",
        _ => null,
    };

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9+.-]*:(?!\\d)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HasScheme();

    [GeneratedRegex("^@[A-Za-z0-9_]{1,64}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Username();
}
