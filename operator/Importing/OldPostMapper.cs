using System.Globalization;
using System.Text.RegularExpressions;
using TelegramParser.Contracts.Channels;
using TelegramParser.Storage.Importing;

namespace TelegramParser.Operator.Importing;

/// <summary>Makes posts of the older database's rows. Pure functions.</summary>
internal static partial class OldPostMapper
{
    private const int LongestUrl = 4_096;

    private static readonly string[] TelegramHosts = ["t.me", "telegram.me", "telegram.dog", "telesco.pe"];

    /// <summary>Rows as a page: copies of one message are joined, the first has the text, any the page's.</summary>
    /// <param name="rows">Rows in the order of their numbers, at least one.</param>
    /// <param name="channels">Channels by their numbers there.</param>
    public static ImportPage Page(IReadOnlyList<OldPost> rows, IReadOnlyDictionary<long, PlannedChannel> channels)
    {
        var usable = rows.Where(row => row is { MessageId: > 0, Date: not null }).ToList();
        var posts = usable
            .GroupBy(row => (channels[row.ChannelId].Row.ChatId, row.MessageId))
            .Select(copies => Post(
                copies.First() with { PageText = copies.Select(copy => copy.PageText).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text)) },
                channels[copies.First().ChannelId]))
            .ToList();
        return new ImportPage(rows[^1].Id, rows.Count, rows.Count - usable.Count, posts);
    }

    private static ImportedPost Post(OldPost row, PlannedChannel channel)
    {
        var links = Links(row.Text);
        return new ImportedPost(
            channel.Row.ChatId, row.MessageId!.Value, row.Date!.Value, row.Text,
            row.Views is { } views ? (int)Math.Clamp(views, 0, int.MaxValue) : null, Permalink(channel, row.MessageId.Value))
        {
            Links = links,
            Page = string.IsNullOrWhiteSpace(row.PageText) ? null : PageOf(links, row.PageText),
        };
    }

    /// <summary>The links that are written out in a text, each once, in their order.</summary>
    internal static IReadOnlyList<string> Links(string text) =>
        [.. Link().Matches(text).Select(match => match.Value.TrimEnd('.', ',', ';', ':', '!', '?', '*', '_', '~', '|')).Distinct(StringComparer.Ordinal)];

    // The older system read the page of the first link only; a link to Telegram itself has none.
    private static ImportedPageText? PageOf(IReadOnlyList<string> links, string text)
    {
        foreach (var link in links)
        {
            if (!Uri.TryCreate(link, UriKind.Absolute, out var url) || !url.IsDefaultPort || url.UserInfo.Length > 0)
                continue;
            var host = url.IdnHost.ToLowerInvariant();
            var page = url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
            if (!TelegramHosts.Contains(host, StringComparer.Ordinal) && !host.EndsWith(".t.me", StringComparison.Ordinal) && page.Length <= LongestUrl)
                return new ImportedPageText(link, page, host, text);
        }
        return null;
    }

    private static string? Permalink(PlannedChannel channel, long message) => channel.Row.Username is { } name
        ? string.Create(CultureInfo.InvariantCulture, $"https://t.me/{name}/{message}")
        : ChatId.ToChannelId(channel.Row.ChatId) is { } id ? string.Create(CultureInfo.InvariantCulture, $"https://t.me/c/{id}/{message}") : null;

    // Parentheses belong to an address when they are closed within it.
    [GeneratedRegex(@"https?://([^\s<>""«»“”()\[\]]|\([^\s<>""()]*\))+", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Link();
}
