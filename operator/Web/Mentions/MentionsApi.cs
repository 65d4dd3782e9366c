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
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Mentions;

/// <summary>What the group monitors have found, from Postgres.</summary>
internal static class MentionsApi
{
    private const int DefaultLimit = 50;

    public static void MapMentionsApi(this IEndpointRouteBuilder app)
    {
        var mentions = app.MapGroup("").WithTags("Mentions");

        mentions.MapGet("/users/{id}/mentions", ListAsync)
            .WithName("ListMentions")
            .WithSummary("List a user's mentions")
            .WithDescription("What the user's group monitors have found, newest first, page by page: pass `next_cursor` of one page as `cursor` for the next. Mentions that are found meanwhile neither repeat nor push out others.")
            .ProducesUserProblems();
        mentions.MapGet("/mentions/{id:long}", GetAsync)
            .WithName("GetMention")
            .WithSummary("Get a mention")
            .WithDescription("The mention with the messages before it, and with those after it that have come so far.")
            .ShowsOwn()
            .ProducesUserProblems();
    }

    private static async Task<Ok<MentionPage>> ListAsync(
        [UserId] string id, [AsParameters] MentionListQuery query, [AsParameters] MentionServices services, CancellationToken cancellation)
    {
        var after = CursorText.Read(query.Cursor);
        var installation = services.Options.Installation;
        var user = (await services.Users.RequireAsync(id, cancellation)).User;
        var filter = new MentionFilter(
            query.HoursBack is { } hours ? services.Time.GetUtcNow().AddHours(-hours) : null, query.Group, query.Trigger, query.Text);
        var page = await services.Mentions.ListAsync(installation, user.Id, filter, after, query.Limit ?? DefaultLimit, cancellation);
        // Mentions of a monitor that is gone can still be listed, so only an empty list tells that a group is unknown.
        if (page.Mentions.Count == 0 && after is null && query.Group is { } group
            && !(await services.Monitors.ListAsync(installation, user.Id, cancellation)).Any(monitor => monitor.IsNamed(group)))
        {
            throw ApiProblem.NotFound(
                ProblemCodes.GroupNotFound, "No such group is watched for the user.",
                $"{user.Key} has no group '{group}' and no such mentions in it. GET /users/{id}/groups lists the groups.");
        }
        return TypedResults.Ok(new MentionPage(user.Id, [.. page.Mentions.Select(MentionItem.Of)], CursorText.Write(page.Next)));
    }

    private static async Task<Ok<MentionDetail>> GetAsync(
        [Description("Number of the stored mention.")] long id, Caller caller, WebOptions options, MentionQueries mentions, CancellationToken cancellation)
    {
        var mention = await mentions.FindAsync(caller.Realm(options), id, cancellation);
        return mention is null
            ? throw ApiProblem.NotFound(
                ProblemCodes.MentionNotFound, "There is no such mention.",
                $"No mention {id} is stored. The ids in GET /users/{{id}}/mentions are the ones to use.")
            : TypedResults.Ok(new MentionDetail(mention));
    }
}

/// <summary>What listing mentions needs.</summary>
internal sealed record MentionServices(
    WebOptions Options, UserDirectory Users, MonitorQueries Monitors, MentionQueries Mentions, TimeProvider Time);

/// <summary>Query parameters of a list of mentions.</summary>
internal sealed record MentionListQuery
{
    [FromQuery(Name = "hours_back")]
    [Range(1, 24 * 366 * 20)]
    [Description("Only mentions of the last hours.")]
    public int? HoursBack { get; init; }

    [FromQuery(Name = "limit")]
    [Range(1, 500)]
    [DefaultValue(50)]
    [Description("Most mentions on a page.")]
    public int? Limit { get; init; }

    [FromQuery(Name = "cursor")]
    [Description("`next_cursor` of the page before.")]
    public string? Cursor { get; init; }

    [FromQuery(Name = "group")]
    [Description("Only mentions of one group: its chat id, @username or the name of its monitor.")]
    public string? Group { get; init; }

    [FromQuery(Name = "trigger")]
    [AllowedValues("mention", "reply", "keyword", "pattern")]
    [Description("Only what was found for this reason.")]
    public string? Trigger { get; init; }

    [FromQuery(Name = "q")]
    [Description("Full text, in Russian and English: words, \"a phrase\", `or`, `-without`.")]
    public string? Text { get; init; }
}
