using System.Text.RegularExpressions;

namespace TelegramParser.Contracts.Workers;

/// <summary>The text forms of what a worker is told of page servers: checked where a person writes it and where it is used.</summary>
public static partial class EnrichmentVariables
{
    /// <summary>Longest User-Agent, characters.</summary>
    public const int LongestUserAgent = 256;

    /// <summary>Checks a User-Agent: it goes into a header, and its first word is what <c>robots.txt</c> files are searched for.</summary>
    /// <exception cref="FormatException">It cannot be used; the message says why.</exception>
    public static string ParseUserAgent(string text) => text.Length <= LongestUserAgent && UserAgentForm().IsMatch(text)
        ? text
        : throw new FormatException(
            $"'{text}' is no User-Agent. It begins with a name of letters, '-' and '_', as in my-reader/1.0 (+https://example.org/reader), and has at most {LongestUserAgent} printable ASCII characters.");

    /// <summary>Reads the URL of a Crawl4AI server; a path in it stays in front of the API's own.</summary>
    /// <exception cref="FormatException">It is not http or https, or holds what does not belong there. The message repeats none of it.</exception>
    public static Uri ParseCrawl4AiUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https" && url is { UserInfo: "", Query: "", Fragment: "" }
            ? url
            : throw new FormatException(
                "This is no URL such as http://crawl4ai:11235, without user, query and fragment. Its token is given apart from it.");

    // The name is RFC 9309's product token.
    [GeneratedRegex(@"^[A-Za-z_-]+(?:[/ ][ -~]*)?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex UserAgentForm();
}
