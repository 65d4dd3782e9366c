using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using TelegramParser.Operator.Web.Security;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Stats;

/// <summary>Numbers of linked pages, from Postgres.</summary>
internal static class EnrichmentStatsApi
{
    public static void MapEnrichmentStatsApi(this IEndpointRouteBuilder app) =>
        app.MapGroup("/stats/enrichment").WithTags("Statistics").MapGet("", GetAsync)
            .WithName("GetEnrichmentStats")
            .WithSummary("Count the linked pages")
            .WithDescription("Pages by outcome and those that wait, of the whole database: pages are shared. For each user, what became of the links of the posts of the last 24 hours. The token of one user is told of that user alone.")
            .ShowsOwn();

    private static async Task<Ok<EnrichmentStatistics>> GetAsync(
        Caller caller, WebOptions options, EnrichmentStatsQueries stats, TimeProvider time, CancellationToken cancellation)
    {
        var read = await stats.ReadAsync(caller.Realm(options), time.GetUtcNow(), cancellation);
        var seesAll = caller.User is null;
        return TypedResults.Ok(new EnrichmentStatistics(
            seesAll ? read.Pages.Sum(count => count.Pages) : null,
            seesAll ? [.. read.Pages.Select(count => new PageOutcomeCount(count.State, count.Reason, count.Pages))] : null,
            !seesAll ? null : new PageQueueStatistics(read.Queue.Waiting, read.Queue.Due, read.Queue.OldestDueAt),
            [
                .. read.Users.Select(user => new UserLinkStatistics(
                    user.UserId, user.User.Namespace, user.User.Name, user.UnfollowedPosts,
                    new LinkCounts(user.Links, user.Fetched, user.Unsupported, user.Failed, user.Pending, user.Skipped))),
            ]));
    }
}

/// <summary>Numbers of linked pages.</summary>
/// <param name="PagesTotal">Pages that are known; null, like the next two, for the token of one user, since pages are shared.</param>
/// <param name="Pages">The same by outcome.</param>
/// <param name="Queue">Those that wait.</param>
/// <param name="Users">What became of the links of each user's newest posts.</param>
public sealed record EnrichmentStatistics(
    long? PagesTotal, IReadOnlyList<PageOutcomeCount>? Pages, PageQueueStatistics? Queue, IReadOnlyList<UserLinkStatistics> Users);

/// <summary>How many pages have come to one end.</summary>
/// <param name="State">`queued`, `fetched`, `unsupported` or `failed`.</param>
/// <param name="Reason">Why the last try failed; null when it did not.</param>
/// <param name="Pages">How many.</param>
public sealed record PageOutcomeCount(string State, string? Reason, long Pages);

/// <summary>The pages that wait.</summary>
/// <param name="Waiting">Pages that will be asked for, now or later.</param>
/// <param name="Due">Those that could be asked for now.</param>
/// <param name="OldestDueAt">Since when the oldest of these is due; null when none is.</param>
public sealed record PageQueueStatistics(long Waiting, long Due, DateTimeOffset? OldestDueAt);

/// <summary>What became of the links of one user.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="Namespace">Namespace of the TelegramUser.</param>
/// <param name="Name">Name of the TelegramUser.</param>
/// <param name="UnfollowedPosts">Posts, of whatever age, whose links were not looked at yet.</param>
/// <param name="LinksLast24Hours">Links of the posts of the last 24 hours.</param>
public sealed record UserLinkStatistics(
    long UserId, string Namespace, string Name, long UnfollowedPosts,
    [property: JsonPropertyName("links_last_24_hours")] LinkCounts LinksLast24Hours);

/// <summary>Links by what became of them.</summary>
/// <param name="Total">All.</param>
/// <param name="Fetched">To pages that were fetched.</param>
/// <param name="Unsupported">To what is no HTML.</param>
/// <param name="Failed">To pages that could not be fetched.</param>
/// <param name="Pending">Without an outcome yet.</param>
/// <param name="Skipped">Not followed.</param>
public sealed record LinkCounts(long Total, long Fetched, long Unsupported, long Failed, long Pending, long Skipped);
