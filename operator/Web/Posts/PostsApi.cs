using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Enrichment;
using TelegramParser.Operator.Web.Requests;
using TelegramParser.Operator.Web.Security;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Posts;

/// <summary>The stored posts, from Postgres.</summary>
internal static class PostsApi
{
    private const int DefaultLimit = 50;

    public static void MapPostsApi(this IEndpointRouteBuilder app)
    {
        var posts = app.MapGroup("").WithTags("Posts");

        posts.MapGet("/users/{id}/posts", ListAsync)
            .WithName("ListPosts")
            .WithSummary("List a user's posts")
            .WithDescription("Newest first, page by page: pass `next_cursor` of one page as `cursor` for the next. Posts that arrive meanwhile neither repeat nor push out others. `enrichment` tells of the pages that a post links to.")
            .ProducesUserProblems();
        posts.MapGet("/posts/{id:long}", GetAsync)
            .WithName("GetPost")
            .WithSummary("Get a post")
            .WithDescription("The post with its links and with what it said before each of its edits.")
            .ShowsOwn()
            .ProducesUserProblems();
    }

    private static async Task<Ok<PostPage>> ListAsync(
        [UserId] string id, [AsParameters] PostListQuery query, [AsParameters] PostServices services, CancellationToken cancellation)
    {
        var after = CursorText.Read(query.Cursor);
        var installation = services.Options.Installation;
        var user = (await services.Users.RequireAsync(id, cancellation)).User;
        DateTimeOffset? since = query.HoursBack is { } hours ? services.Time.GetUtcNow().AddHours(-hours) : null;
        var (filter, subscription) = await query.ReadAsync(user, services.Channels, since, cancellation);
        var page = await services.Posts.ListAsync(installation, user.Id, filter, after, query.Limit ?? DefaultLimit, cancellation);
        // Posts of a subscription that is gone can still be listed, so only an empty list tells that a channel is unknown.
        if (query.Channel is not null && subscription is null && page.Posts.Count == 0 && after is null)
            throw query.ChannelNotFound(user);
        var links = await services.Pages.SummariesAsync([.. page.Posts.Select(post => post.Id)], PostEnrichment.Beginning, cancellation);
        return TypedResults.Ok(new PostPage(
            user.Id, [.. page.Posts.Select(post => PostItem.Of(post, links.GetValueOrDefault(post.Id)))], CursorText.Write(page.Next)));
    }

    private static async Task<Ok<PostDetail>> GetAsync(
        [Description("Number of the stored post.")] long id, Caller caller, WebOptions options, PostQueries posts, PageQueries pages,
        CancellationToken cancellation)
    {
        var post = await posts.FindAsync(caller.Realm(options), id, cancellation) ?? throw PostProblems.NotFound(id);
        var links = await pages.SummariesAsync([id], PostEnrichment.Beginning, cancellation);
        return TypedResults.Ok(new PostDetail(post, links.GetValueOrDefault(id)));
    }
}

/// <summary>What listing posts needs.</summary>
internal sealed record PostServices(
    WebOptions Options, UserDirectory Users, ChannelQueries Channels, PostQueries Posts, PageQueries Pages, TimeProvider Time);

/// <summary>Query parameters of a list of posts.</summary>
internal sealed record PostListQuery : PostSelection
{
    [FromQuery(Name = "hours_back")]
    [Range(1, 24 * 366 * 20)]
    [Description("Only posts of the last hours.")]
    public int? HoursBack { get; init; }

    [FromQuery(Name = "limit")]
    [Range(1, 500)]
    [DefaultValue(50)]
    [Description("Most posts on a page.")]
    public int? Limit { get; init; }

    [FromQuery(Name = "cursor")]
    [Description("`next_cursor` of the page before.")]
    public string? Cursor { get; init; }
}
