using TelegramParser.Storage.Posts;

namespace TelegramParser.Worker.Enrichment.Links;

/// <summary>Decides which links of a post are followed. A pure function.</summary>
/// <param name="normalizer">Tells what page a link leads to.</param>
internal sealed class LinkSelector(LinkNormalizer normalizer)
{
    /// <summary>Every link of a post, each with its page or the reason why it is not followed.</summary>
    /// <param name="links">
    /// Links as stored, those of the text first, then those of the buttons, then the page that is previewed.
    /// </param>
    /// <param name="maxLinks">How many pages are followed; those that come first.</param>
    public IReadOnlyList<SelectedLink> Select(IReadOnlyList<LinkRecord> links, int maxLinks)
    {
        var pages = new HashSet<string>(StringComparer.Ordinal);
        return [.. links.Select((link, position) =>
        {
            var (url, skip) = normalizer.Normalize(link.Url);
            if (skip is null && pages.Contains(url!.AbsoluteUri))
                skip = LinkSkips.Duplicate;
            else if (skip is null && pages.Count >= maxLinks)
                skip = LinkSkips.OverLimit;
            else if (skip is null)
                pages.Add(url!.AbsoluteUri);
            return new SelectedLink(position, link, url, skip);
        })];
    }
}
