using Microsoft.AspNetCore.Http.HttpResults;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Requests;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Groups;

/// <summary>The watched groups of one user, from Postgres.</summary>
internal static class GroupsApi
{
    public static void MapGroupsApi(this IEndpointRouteBuilder app) =>
        app.MapGroup("/users/{id}/groups").WithTags("Mentions").MapGet("", ListAsync)
            .WithName("ListGroups")
            .WithSummary("List the groups that are watched for a user")
            .WithDescription("Every GroupMonitor with its group, whether that is watched now, and how many mentions were found.")
            .ProducesUserProblems();

    private static async Task<Ok<GroupList>> ListAsync(
        [UserId] string id, UserDirectory users, WebOptions options, MonitorQueries monitors, CancellationToken cancellation)
    {
        var user = await users.RequireAsync(id, cancellation);
        return TypedResults.Ok(GroupList.Of(user, await monitors.ListAsync(options.Installation, user.User.Id, cancellation)));
    }
}
