using System.Text.RegularExpressions;
using TelegramParser.Worker.Enrichment.Fetching;

namespace TelegramParser.Worker.Enrichment;

/// <summary>What the installation lets the enrichment stage do; what a subscription asks of it is in its settings.</summary>
internal sealed partial record EnrichmentOptions
{
    /// <summary>Longest <see cref="UserAgent"/>, characters.</summary>
    public const int LongestUserAgent = 256;

    /// <summary>False: no page is fetched, whatever subscriptions say.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How the worker introduces itself to page servers.</summary>
    public string UserAgent { get; init; } = new FetcherOptions().UserAgent;

    /// <summary>False: <c>robots.txt</c> files are not asked for.</summary>
    public bool RespectRobots { get; init; } = true;

    /// <summary>The Crawl4AI server; null when the installation has none.</summary>
    public Uri? Crawl4AiUrl { get; init; }

    /// <summary>Caps and User-Agent of the fetcher.</summary>
    public FetcherOptions Fetcher => new() { UserAgent = UserAgent };

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
                $"it is no URL such as http://crawl4ai:11235, without user, query and fragment. A token belongs into the secret '{Contracts.Workers.WorkerSecrets.Crawl4AiToken}'.");

    // The name is RFC 9309's product token.
    [GeneratedRegex(@"^[A-Za-z_-]+(?:[/ ][ -~]*)?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex UserAgentForm();
}
