using Microsoft.Net.Http.Headers;

namespace TelegramParser.Operator.Web.Enrichment;

/// <summary>Forms in which a page is answered.</summary>
internal enum PageFormat
{
    /// <summary>Everything that is known of it, with its text.</summary>
    Json,

    /// <summary>The text alone.</summary>
    Text,

    /// <summary>The text with headings, lists, links, tables and images.</summary>
    Markdown,
}

/// <summary>Which form a client wants that does not name one.</summary>
internal static class PageFormats
{
    /// <summary>Media type of Markdown (RFC 7763).</summary>
    public const string Markdown = "text/markdown";

    /// <summary>Media type of text.</summary>
    public const string Text = "text/plain";

    /// <summary>The form that <c>Accept</c> likes best; JSON when it likes them all the same, or none.</summary>
    public static PageFormat Preferred(HttpRequest request)
    {
        var ranges = request.GetTypedHeaders().Accept;
        return Enum.GetValues<PageFormat>().MaxBy(format => Quality(ranges, MediaTypeOf(format)));
    }

    // The most specific range that fits counts (RFC 9110, 12.5.1).
    private static double Quality(IList<MediaTypeHeaderValue> ranges, string type)
    {
        var media = new MediaTypeHeaderValue(type);
        return ranges.Where(media.IsSubsetOf)
            .OrderBy(range => (range.MatchesAllTypes ? 2 : 0) + (range.MatchesAllSubTypes ? 1 : 0))
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault(ranges.Count == 0 ? 1 : 0);
    }

    private static string MediaTypeOf(PageFormat format) => format switch
    {
        PageFormat.Text => Text,
        PageFormat.Markdown => Markdown,
        _ => "application/json",
    };
}
