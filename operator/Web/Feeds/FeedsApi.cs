using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Pages.Users;
using TelegramParser.Operator.Web.Posts;
using TelegramParser.Operator.Web.Requests;
using TelegramParser.Operator.Web.Security;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Feeds;

/// <summary>A user's posts for feed readers, from Postgres.</summary>
internal static class FeedsApi
{
    public const string ContentType = "application/atom+xml";

    private const int DefaultLimit = 50;

    public static void MapFeedsApi(this IEndpointRouteBuilder app) =>
        app.MapGroup("").WithTags("Posts").MapGet("/users/{id}/feed.atom", GetAsync)
            .WithName("GetFeed")
            .WithSummary("Get a user's posts as an Atom feed")
            .WithDescription("RFC 4287, newest first: all posts, those of a channel, or those that a search finds. Readers that can send no header send the token as the password of HTTP Basic; the name is not looked at. `If-None-Match` and `If-Modified-Since` are answered with 304 while nothing has changed.")
            .WithMetadata(new FeedMarker())
            .Produces(StatusCodes.Status200OK, contentType: ContentType)
            .Produces(StatusCodes.Status304NotModified)
            .ProducesUserProblems();

    /// <summary>Address of a feed.</summary>
    /// <param name="user">Names the user, in a path.</param>
    /// <param name="selection">Which posts.</param>
    public static string Url(string user, PostSelection selection) => $"/users/{user}/feed.atom{Query(selection)}";

    /// <summary>The query of a feed.</summary>
    public static QueryString Query(PostSelection selection) => QueryString.Create(
        new[] { ("channel", selection.Channel), ("q", selection.Text), ("search", selection.Search) }
            .Where(pair => pair.Item2 is not null)
            .Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)));

    private static async Task<FileContentHttpResult> GetAsync(
        [UserId] string id, [AsParameters] FeedQuery query, [AsParameters] FeedServices services, HttpContext context, CancellationToken cancellation)
    {
        var user = (await services.Users.RequireAsync(id, cancellation)).User;
        var (filter, subscription) = await query.ReadAsync(user, services.Channels, since: null, cancellation);
        var posts = (await services.Posts.ListAsync(user.Key.Installation, user.Id, filter, after: null, query.Limit ?? DefaultLimit, cancellation)).Posts;
        if (query.Channel is not null && subscription is null && posts.Count == 0)
            throw query.ChannelNotFound(user);
        var server = services.Options.ServerOf(context.Request);
        var urls = new UserUrls(user.Key);
        var what = new[] { subscription?.Channel?.Title ?? query.Channel ?? $"{user.Key.Namespace}:{user.Key.Name}", query.Text };
        var document = AtomFeed.Write(
            new FeedSubject(
                FeedIds.Of(user.Key, query),
                string.Join(": ", what.OfType<string>()),
                new Uri(server + Url(id, query)),
                new Uri(server + urls.Posts),
                user.CreatedAt),
            posts);
        // To be kept, but asked for each time. Deleted posts count: the feed has changed with them.
        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Bytes(
            document,
            $"{ContentType}; charset=utf-8",
            lastModified: posts.Count == 0 ? user.CreatedAt : posts.Max(post => post.UpdatedAt),
            entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(document))[..32]}\""));
    }
}

/// <summary>What a feed needs.</summary>
internal sealed record FeedServices(WebOptions Options, UserDirectory Users, ChannelQueries Channels, PostQueries Posts);

/// <summary>Query parameters of a feed.</summary>
internal sealed record FeedQuery : PostSelection
{
    [FromQuery(Name = "limit")]
    [Range(1, 200)]
    [DefaultValue(50)]
    [Description("The newest posts that are looked at; those that were deleted are left out.")]
    public int? Limit { get; init; }
}
