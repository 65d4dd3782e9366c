using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Requests;
using TelegramParser.Operator.Web.Security;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Users;

/// <summary>The users and their channels, from Postgres.</summary>
internal static class UsersApi
{
    public static void MapUsersApi(this IEndpointRouteBuilder app)
    {
        var users = app.MapGroup("/users").WithTags("Users");

        users.MapGet("", ListAsync)
            .WithName("ListUsers")
            .WithSummary("List the users")
            .WithDescription("Every user of the installation that has a manifest, with its state, session and sums. One whose manifest is gone is still found by its id. The token of one user lists that user.")
            .ShowsOwn()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        users.MapGet("/{id}", GetAsync)
            .WithName("GetUser")
            .WithSummary("Get a user")
            .WithDescription("The user with what its worker last reported. A user whose manifest is gone stays visible as `orphaned`.")
            .ProducesUserProblems();
        users.MapGet("/{id}/auth_status", GetAuthStatusAsync)
            .WithName("GetAuthStatus")
            .WithSummary("Tell whether a user is logged in")
            .WithDescription("As the worker last reported it to Postgres. `GET /users/{id}/login` asks the worker itself.")
            .ProducesUserProblems();
    }

    private static async Task<Ok<UserList>> ListAsync(
        [AsParameters] UserListQuery query, Caller caller, WebOptions options, UserQueries users, CancellationToken cancellation)
    {
        var filters = new UserFilters(query.AuthenticatedOnly ?? false, query.ActiveOnly ?? false);
        var rows = await users.ListAsync(
            caller.Realm(options), new UserFilter(filters.AuthenticatedOnly, filters.ActiveOnly), cancellation);
        return TypedResults.Ok(new UserList(rows.Count, filters, [.. rows.Select(UserSummary.Of)]));
    }

    private static async Task<Ok<UserDetail>> GetAsync(
        [UserId] string id, UserDirectory users, CancellationToken cancellation) =>
        TypedResults.Ok(new UserDetail(await users.RequireAsync(id, cancellation)));

    private static async Task<Ok<AuthStatus>> GetAuthStatusAsync(
        [UserId] string id, UserDirectory users, CancellationToken cancellation) =>
        TypedResults.Ok(AuthStatus.Of(await users.RequireAsync(id, cancellation)));
}

/// <summary>Query parameters of the list of users.</summary>
internal sealed record UserListQuery
{
    [FromQuery(Name = "authenticated_only")]
    [Description("Only users that are logged in to Telegram.")]
    public bool? AuthenticatedOnly { get; init; }

    [FromQuery(Name = "active_only")]
    [Description("Only users that are not suspended.")]
    public bool? ActiveOnly { get; init; }
}
