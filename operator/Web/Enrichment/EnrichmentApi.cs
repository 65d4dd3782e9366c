using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Posts;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Requests;
using TelegramParser.Operator.Web.Security;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Storage.Enrichment;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Enrichment;

/// <summary>The pages that posts link to, from Postgres; trying failed ones again.</summary>
internal static class EnrichmentApi
{
    // Workers that are asked in turn whether they answer.
    private const int MostWorkers = 3;

    public static void MapEnrichmentApi(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").WithTags("Linked pages").ShowsOwn();

        pages.MapGet("/posts/{id:long}/links", GetLinksAsync)
            .WithName("GetPostLinks")
            .WithSummary("List a post's links with their pages")
            .WithDescription("Each link in its order, with the page that it leads to or the reason why it is not followed.")
            .ProducesUserProblems();
        pages.MapGet("/pages/{id:long}", GetPageAsync)
            .WithName("GetPage")
            .WithSummary("Get a linked page")
            .WithDescription("What the page says of itself and its text; as text or Markdown alone with `format`, or with `Accept: text/plain` or `text/markdown`. Only pages that a stored post links to are readable.")
            .Produces<PageDetail>(StatusCodes.Status200OK, "application/json", PageFormats.Text, PageFormats.Markdown)
            .ProducesUserProblems();
        pages.MapPost("/pages/{id:long}/retry", RetryPageAsync)
            .WithName("RetryPage")
            .WithSummary("Try a failed page again now")
            .WithDescription("Queues a page whose last try failed, as if it had not been tried. Content that it has stays until there is another. 409 when its last try did not fail.")
            .ProducesUserProblems()
            .ProducesProblem(StatusCodes.Status409Conflict);
        pages.MapPost("/users/{id}/enrichment/retry", RetryUserAsync)
            .WithName("RetryPages")
            .WithSummary("Try all failed pages of a user again now")
            .WithDescription("Queues every page that has failed for good and that a post of the user links to.")
            .ProducesUserProblems();
    }

    private static async Task<Ok<PostLinks>> GetLinksAsync(
        [Description("Number of the stored post.")] long id, Caller caller, WebOptions options, PageQueries pages, CancellationToken cancellation)
    {
        var links = await pages.LinksOfAsync(caller.Realm(options), id, cancellation) ?? throw PostProblems.NotFound(id);
        return TypedResults.Ok(new PostLinks(id, [.. links.Select(FollowedLink.Of)]));
    }

    private static async Task<IResult> GetPageAsync(
        [Description("Number of the page.")] long id,
        [FromQuery(Name = "format")]
        [AllowedValues("json", "text", "markdown")]
        [Description("The form of the answer; `Accept` decides when it is left out.")]
        string? format,
        HttpContext context,
        Caller caller,
        WebOptions options,
        PageQueries pages,
        CancellationToken cancellation)
    {
        context.Response.Headers.Vary = "Accept";
        var page = await RequireAsync(id, caller.Realm(options), pages, cancellation);
        return (format is null ? PageFormats.Preferred(context.Request) : Enum.Parse<PageFormat>(format, ignoreCase: true)) switch
        {
            PageFormat.Text => Results.Text(TextOf(page, page.Text), PageFormats.Text, System.Text.Encoding.UTF8),
            PageFormat.Markdown => Results.Text(TextOf(page, page.Markdown), PageFormats.Markdown, System.Text.Encoding.UTF8),
            _ => TypedResults.Ok(new PageDetail(page)),
        };
    }

    private static async Task<Ok<EnrichmentRetry>> RetryPageAsync(
        [Description("Number of the page.")] long id, Caller caller, WebOptions options, PageQueries pages, PageRetryStore retries,
        EnrichmentWaker waker, CancellationToken cancellation)
    {
        var realm = caller.Realm(options);
        var page = (await RequireAsync(id, realm, pages, cancellation)).Overview;
        if (page.Reason is null)
        {
            throw new ApiProblem(
                StatusCodes.Status409Conflict, ProblemCodes.WrongState, "The page has not failed.",
                $"Page {id} is {page.State}: there is no failed try to repeat. It is fetched again by itself when a new post links to it.");
        }
        var queued = await retries.RetryAsync(id, cancellation);
        var told = await waker.TellAsync(await pages.ReadersOfAsync(realm, id, MostWorkers, cancellation), cancellation);
        return TypedResults.Ok(new EnrichmentRetry(queued ? 1 : 0, told));
    }

    private static async Task<Ok<EnrichmentRetry>> RetryUserAsync(
        [UserId] string id, UserDirectory users, PageRetryStore retries, EnrichmentWaker waker, CancellationToken cancellation)
    {
        var user = (await users.RequireAsync(id, cancellation)).User;
        var queued = await retries.RetryFailedAsync(user.Id, cancellation);
        return TypedResults.Ok(new EnrichmentRetry(queued, queued > 0 && await waker.TellAsync([user.Id], cancellation)));
    }

    private static async Task<PageRow> RequireAsync(long id, Realm realm, PageQueries pages, CancellationToken cancellation) =>
        await pages.FindAsync(realm, id, cancellation)
        ?? throw ApiProblem.NotFound(
            ProblemCodes.PageNotFound, "There is no such page.",
            $"No stored post links to a page {id}. GET /posts/{{id}}/links has the pages of a post.");

    private static string TextOf(PageRow page, string? text) => text is { Length: > 0 }
        ? text
        : throw ApiProblem.NotFound(
            ProblemCodes.PageWithoutText, "The page has no text.",
            $"Page {page.Overview.Id} is {page.Overview.State} and has no article. GET /pages/{page.Overview.Id}?format=json says more.");
}
