using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Enrichment;
using TelegramParser.Storage.Posts;
using TelegramParser.Worker.Enrichment.Fetching;
using TelegramParser.Worker.Enrichment.Links;

namespace TelegramParser.Worker.Enrichment.Following;

/// <summary>Decides what becomes of the links of stored posts. A pure function.</summary>
/// <param name="selector">Decides within a post.</param>
internal sealed class LinkDecisions(LinkSelector selector)
{
    /// <summary>The links whose page, or reason to have none, is not stored yet or is another than before.</summary>
    /// <param name="post">A post.</param>
    /// <param name="spec">What its subscription says; null when its channel is not subscribed to any more.</param>
    public IEnumerable<FollowedLink> Decide(PostLinks post, EnrichmentSpec? spec)
    {
        if (spec is not { Enabled: true })
            return post.Links.Where(IsNew).Select(link => new FollowedLink(post.PostId, link.Position, link.Url, Page: null, LinkSkips.Disabled));
        var selected = selector.Select([.. post.Links.Select(link => new LinkRecord(link.Url, link.Kind))], spec.MaxLinksPerPost);
        return post.Links.Zip(selected)
            .Where(pair => IsNew(pair.First) || !string.Equals(pair.First.Skip, pair.Second.Skip, StringComparison.Ordinal))
            .Select(pair => Of(post, pair.First, pair.Second, spec.Provider));
    }

    private static bool IsNew(StoredLink link) => !link.HasPage && link.Skip is null;

    private static FollowedLink Of(PostLinks post, StoredLink link, SelectedLink selected, PageProvider provider) => new(
        post.PostId, link.Position, link.Url,
        selected.Skip is null ? new LinkedPage(selected.Url!.AbsoluteUri, HostKey.Of(selected.Url), $"{provider}", post.Date) : null,
        selected.Skip);
}
