using System.Text;
using TelegramParser.Operator.Web.Pages.Shared;

namespace TelegramParser.Operator.Web.Pages.Posts;

/// <summary>
/// Writes a post's text with its entities as HTML that is well-formed whatever the entities are: they may nest, overlap, repeat or
/// lie outside the text. The text that a browser shows is the one that is given, but for what no page can show
/// (<see cref="Shown"/>).
/// </summary>
internal static class PostText
{
    // Telegram allows 100 entities; what goes beyond is shown without style.
    private const int MostStyles = 200;
    private const int LongestLink = 4096;

    /// <summary>The end of a line that a block has ended already: kept for who copies the text, and not shown.</summary>
    public const string BlockBreak = "<span class=\"break\">\n</span>";

    /// <summary>The text and its entities, of which no more than the first characters are shown.</summary>
    public static Html Render(string text, IReadOnlyList<TextStyle> styles, int most = int.MaxValue)
    {
        var shown = Shown(Cut(text, most));
        var spans = Spans(shown, styles);
        var html = new Html.Builder(shown.Length, spans.Count);
        var open = new List<Span>();
        var (at, next) = (0, 0);
        while (true)
        {
            var end = open.Count == 0 ? shown.Length : open.Min(span => span.End);
            var stop = next < spans.Count ? Math.Min(end, spans[next].Start) : end;
            html.AppendFormatted(shown[at..stop]);
            at = stop;
            var afterBlock = Close(html, open, at);
            if (at == shown.Length)
                return Html.Of(html);
            if (afterBlock && shown[at] == '\n' && (next == spans.Count || spans[next].Start > at))
            {
                // A block ends its line itself.
                html.AppendLiteral(BlockBreak);
                at++;
                continue;
            }
            for (; next < spans.Count && spans[next].Start == at; next++)
                Open(html, open, spans[next]);
        }
    }

    /// <summary>The first characters of a text; none of them is half of one.</summary>
    public static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>
    /// The text as a page can show it: U+FFFD in place of control characters, of noncharacters and of surrogates that have lost
    /// their other half, so that offsets stay what they are.
    /// </summary>
    public static string Shown(string text)
    {
        var shown = new StringBuilder(text);
        for (var i = 0; i < shown.Length; i++)
        {
            if (char.IsHighSurrogate(shown[i]) && i + 1 < shown.Length && char.IsLowSurrogate(shown[i + 1]))
                i++;
            else if (char.IsSurrogate(shown[i]) || (char.IsControl(shown[i]) && shown[i] is not ('\n' or '\t')) || shown[i] >= '\uFFFE')
                shown[i] = '\uFFFD';
        }
        return shown.ToString();
    }

    private static List<Span> Spans(string text, IReadOnlyList<TextStyle> styles)
    {
        var spans = new List<Span>();
        foreach (var style in styles.Take(MostStyles))
        {
            var start = Whole(text, Math.Clamp(style.Offset, 0, text.Length));
            var end = Whole(text, (int)Math.Clamp((long)style.Offset + style.Length, start, text.Length));
            var words = end - start <= LongestLink ? text[start..end] : "";
            if (start < end && Tag.Of(style, words) is { } tag)
                spans.Add(new Span(start, end, tag));
        }
        // What is longer is outside. The sort keeps the order of those that cover the same.
        return [.. spans.OrderBy(span => span.Start).ThenByDescending(span => span.End)];
    }

    // Not between the two halves of a character.
    private static int Whole(string text, int at) =>
        at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]) ? at - 1 : at;

    private static void Open(Html.Builder html, List<Span> open, Span span)
    {
        // HTML has no link in a link.
        if (span.Tag.IsLink && open.Exists(outer => outer.Tag.IsLink))
            return;
        html.AppendFormatted(span.Tag.Start);
        open.Add(span);
    }

    // What overlaps is closed and opened again around the end. Tells whether a block has ended.
    private static bool Close(Html.Builder html, List<Span> open, int at)
    {
        var outermost = open.FindIndex(span => span.End <= at);
        if (outermost < 0)
            return false;
        for (var i = open.Count - 1; i >= outermost; i--)
            html.AppendLiteral(open[i].Tag.End);
        var closed = open[outermost..];
        open.RemoveRange(outermost, open.Count - outermost);
        foreach (var span in closed.Where(span => span.End > at))
        {
            html.AppendFormatted(span.Tag.Start);
            open.Add(span);
        }
        return closed.Exists(span => span.Tag.IsBlock && span.End <= at);
    }

    private sealed record Span(int Start, int End, Tag Tag);

    /// <summary>The element that an entity becomes; all may stand in one another.</summary>
    private sealed record Tag(Html Start, string End, bool IsLink = false, bool IsBlock = false)
    {
        private static readonly Dictionary<string, Tag> Plain = new(StringComparer.Ordinal)
        {
            ["bold"] = new(Html.Of($"<strong>"), "</strong>"),
            ["italic"] = new(Html.Of($"<em>"), "</em>"),
            ["underline"] = new(Html.Of($"<u>"), "</u>"),
            ["strikethrough"] = new(Html.Of($"<s>"), "</s>"),
            ["code"] = new(Html.Of($"<code>"), "</code>"),
            // No <pre>, which drops a newline at its start.
            ["pre"] = new(Html.Of($"""<code class="block">"""), "</code>", IsBlock: true),
            ["spoiler"] = new(Html.Of($"""<span class="spoiler" tabindex="0">"""), "</span>"),
            ["blockquote"] = new(Html.Of($"<blockquote>"), "</blockquote>", IsBlock: true),
            ["expandable_blockquote"] = new(Html.Of($"<blockquote>"), "</blockquote>", IsBlock: true),
        };

        public static Tag? Of(TextStyle style, string words) => SafeLink.Of(style, words) is { } url
            ? new Tag(Html.Of($"""<a href="{url}" title="{url}" rel="noopener noreferrer nofollow" target="_blank">"""), "</a>", IsLink: true)
            : Plain.GetValueOrDefault(style.Type);
    }
}
