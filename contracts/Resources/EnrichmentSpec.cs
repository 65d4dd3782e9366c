using System.ComponentModel.DataAnnotations;

namespace TelegramParser.Contracts.Resources;

/// <summary>What is done with the pages that a channel's posts link to.</summary>
public sealed record EnrichmentSpec
{
    /// <summary>Most pages of one post that can be asked for.</summary>
    public const int MostLinksPerPost = 50;

    /// <summary>The pages are fetched, and their text is stored.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Who fetches them and finds their text.</summary>
    public PageProvider Provider { get; init; }

    /// <summary>At most this many pages of one post, in the order of its links; 0 for none.</summary>
    [Range(0, MostLinksPerPost)]
    public int MaxLinksPerPost { get; init; } = 5;

    /// <summary>What is wrong with it and what to write instead; null when it can be used.</summary>
    public string? Error() => MaxLinksPerPost is >= 0 and <= MostLinksPerPost
        ? null
        : $"enrichment.maxLinksPerPost {MaxLinksPerPost} is out of range. Give 0 for none, up to {MostLinksPerPost}.";
}

/// <summary>Who fetches pages and finds their text.</summary>
public enum PageProvider
{
    /// <summary>The worker itself. Scripts of a page are not run.</summary>
    Builtin,

    /// <summary>
    /// The Crawl4AI server of the installation, which opens pages in a browser; the worker itself where there is none, or where it
    /// fails.
    /// </summary>
    Crawl4AI,
}
