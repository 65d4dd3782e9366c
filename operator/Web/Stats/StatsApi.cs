using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using TelegramParser.Operator.Web.Security;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Stats;

/// <summary>Numbers of posts, from Postgres.</summary>
internal static class StatsApi
{
    public static void MapStatsApi(this IEndpointRouteBuilder app) =>
        app.MapGroup("/stats").WithTags("Statistics").MapGet("", GetAsync)
            .WithName("GetStats")
            .WithSummary("Count the posts")
            .WithDescription("Posts per user and in all. Days are those of UTC, by the time at which a post was posted.")
            .ShowsOwn();

    private static async Task<Ok<Statistics>> GetAsync(
        Caller caller, WebOptions options, StatsQueries stats, TimeProvider time, CancellationToken cancellation)
    {
        var users = await stats.ReadAsync(caller.Realm(options), time.GetUtcNow(), cancellation);
        return TypedResults.Ok(new Statistics(
            users.Count,
            users.Sum(user => user.PostsTotal),
            users.Sum(user => user.PostsToday),
            users.Sum(user => user.PostsLast24Hours),
            [
                .. users.Select(user => new UserStatistics(
                    user.UserId, user.User.Namespace, user.User.Name, user.PostsTotal, user.PostsToday, user.PostsLast24Hours)),
            ]));
    }
}

/// <summary>Numbers of posts.</summary>
/// <param name="UsersTotal">Users of the installation.</param>
/// <param name="PostsTotal">Posts stored for all users.</param>
/// <param name="PostsToday">Of these, posted since midnight UTC.</param>
/// <param name="PostsLast24Hours">Of these, posted within the last 24 hours.</param>
/// <param name="Users">The same per user.</param>
public sealed record Statistics(
    int UsersTotal, long PostsTotal, long PostsToday, [property: JsonPropertyName("posts_last_24_hours")] long PostsLast24Hours,
    IReadOnlyList<UserStatistics> Users);

/// <summary>Numbers of posts of one user.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="Namespace">Namespace of the TelegramUser.</param>
/// <param name="Name">Name of the TelegramUser.</param>
/// <param name="PostsTotal">Posts stored.</param>
/// <param name="PostsToday">Of these, posted since midnight UTC.</param>
/// <param name="PostsLast24Hours">Of these, posted within the last 24 hours.</param>
public sealed record UserStatistics(
    long UserId, string Namespace, string Name, long PostsTotal, long PostsToday,
    [property: JsonPropertyName("posts_last_24_hours")] long PostsLast24Hours);
