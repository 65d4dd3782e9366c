using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Enrichment;
using TelegramParser.Operator.Web.Requests;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Posts;

/// <summary>Moving out: all posts of a user as one stream, however many they are.</summary>
internal static class PostExportApi
{
    private const string ContentType = "application/x-ndjson";

    // Posts that are in memory at a time.
    private const int Stretch = 200;

    public static void MapPostExportApi(this IEndpointRouteBuilder app) =>
        app.MapGroup("").WithTags("Posts").MapGet("/users/{id}/posts/export", ExportAsync)
            .WithName("ExportPosts")
            .WithSummary("Export all posts of a user")
            .WithDescription("A line of JSON for each post (NDJSON): `post`, as `GET /posts/{id}` tells it, and `cursor`. The order is that in which posts were stored. With the `cursor` of the last line that was received an export that broke off goes on, and a complete one, at any later time, tells what was stored since: none is missed, be it of the past.")
            .Produces<ExportedPost>(StatusCodes.Status200OK, ContentType)
            .ProducesUserProblems();

    private static async Task ExportAsync(
        [UserId] string id,
        [FromQuery(Name = "cursor"), Description("`cursor` of the last line that was received.")] string? cursor,
        [AsParameters] ExportServices services,
        HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var after = CursorText.ReadNumber(cursor);
        var user = (await services.Users.RequireAsync(id, cancellation)).User;
        var json = services.Json.Value.SerializerOptions;
        context.Response.ContentType = ContentType;
        while (true)
        {
            var posts = await services.Posts.StretchAsync(user.Key.Installation, user.Id, after, Stretch, cancellation);
            long[] ids = [.. posts.Select(post => post.Id)];
            var parts = await services.Parts.ReadAsync(ids, cancellation);
            var links = await services.Pages.SummariesAsync(ids, PostEnrichment.Beginning, cancellation);
            foreach (var post in posts)
            {
                after = post.Id;
                var line = Line(post, parts.GetValueOrDefault(post.Id, PostParts.None), links.GetValueOrDefault(post.Id));
                await JsonSerializer.SerializeAsync(context.Response.Body, line, json, cancellation);
                await context.Response.Body.WriteAsync("\n"u8.ToArray(), cancellation);
            }
            await context.Response.Body.FlushAsync(cancellation);
            if (posts.Count < Stretch)
                return;
        }
    }

    private static ExportedPost Line(PostRow post, PostParts parts, LinkSummary? links) => new(
        CursorText.WriteNumber(post.Id),
        new PostDetail(new PostDetails(post with { Post = post.Post with { Links = parts.Links } }, parts.Versions), links));
}

/// <summary>A line of an export.</summary>
/// <param name="Cursor">Value of `cursor` with which an export goes on after this line.</param>
/// <param name="Post">The post.</param>
public sealed record ExportedPost(string Cursor, PostDetail Post);

/// <summary>What an export needs.</summary>
internal sealed record ExportServices(
    UserDirectory Users, PostQueries Posts, PostPartsQueries Parts, PageQueries Pages, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> Json);
