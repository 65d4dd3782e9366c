using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Enrichment;

/// <summary>How far the pages are that a post links to.</summary>
public enum EnrichmentStatus
{
    /// <summary>Some have no outcome yet.</summary>
    Pending,

    /// <summary>All have one, and none has failed.</summary>
    Done,

    /// <summary>Some have failed.</summary>
    Partial,

    /// <summary>All have failed.</summary>
    Failed,

    /// <summary>No link of the post is followed.</summary>
    Skipped,
}

/// <summary>The pages that a post links to, in short, with the beginning of the first article among them.</summary>
/// <param name="Status">How far they are.</param>
/// <param name="PageId">The first page with an article; `GET /pages/{id}` has its whole text.</param>
/// <param name="Title">Its title.</param>
/// <param name="Excerpt">The beginning of its text, about 300 characters.</param>
/// <param name="Length">Characters of its text.</param>
/// <param name="Links">Links of the post.</param>
/// <param name="Fetched">Links to pages that were fetched, articles or not.</param>
/// <param name="Unsupported">Links to what is no HTML: files, images.</param>
/// <param name="Failed">Links to pages that could not be fetched.</param>
/// <param name="Pending">Links whose pages have no outcome yet.</param>
/// <param name="Skipped">Links that are not followed.</param>
public sealed record PostEnrichment(
    EnrichmentStatus Status, long? PageId, string? Title, string? Excerpt, int? Length,
    int Links, int Fetched, int Unsupported, int Failed, int Pending, int Skipped)
{
    /// <summary>Characters from which an excerpt is cut.</summary>
    internal const int ExcerptLength = 300;

    /// <summary>Characters of an article's text of which an excerpt is made: some are white space.</summary>
    internal const int Beginning = 2 * ExcerptLength;

    /// <summary>The short form; null when the post has no links.</summary>
    internal static PostEnrichment? Of(LinkSummary? links) => links is null
        ? null
        : new PostEnrichment(
            StatusOf(links), links.PageId, links.Title, links.Beginning is { } beginning ? ExcerptOf(beginning) : null, links.Length,
            links.Links, links.Fetched, links.Unsupported, links.Failed, links.Pending, links.Skipped);

    private static EnrichmentStatus StatusOf(LinkSummary links) => links switch
    {
        { Pending: > 0 } => EnrichmentStatus.Pending,
        _ when links.Skipped == links.Links => EnrichmentStatus.Skipped,
        { Failed: 0 } => EnrichmentStatus.Done,
        { Fetched: 0, Unsupported: 0 } => EnrichmentStatus.Failed,
        _ => EnrichmentStatus.Partial,
    };

    // In one line, and cut between words where there are any.
    private static string ExcerptOf(string beginning)
    {
        var line = string.Join(' ', beginning.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= ExcerptLength)
            return line;
        var space = line.LastIndexOf(' ', ExcerptLength);
        var end = space > ExcerptLength / 2 ? space : ExcerptLength;
        return $"{line[..(char.IsHighSurrogate(line[end - 1]) ? end - 1 : end)]}…";
    }
}
