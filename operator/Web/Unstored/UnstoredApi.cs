using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Requests;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Operator.Web.Workers;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Unstored;

/// <summary>Messages that could not be stored: what they are, and another try.</summary>
internal static class UnstoredApi
{
    private const int DefaultLimit = 50;

    public static void MapUnstoredApi(this IEndpointRouteBuilder app)
    {
        var unstored = app.MapGroup("/users/{id}/unstored").WithTags("Unstored messages");

        unstored.MapGet("", ListAsync)
            .WithName("ListUnstored")
            .WithSummary("List the messages that could not be stored")
            .WithDescription("Messages that the worker could not read or the database refused, with the reason and with their content as TDLib gave it. They hold nothing else up.")
            .ProducesUserProblems();
        unstored.MapPost("/retry", RetryAsync)
            .WithName("RetryUnstored")
            .WithSummary("Try them again now")
            .WithDescription("The worker reads them from Telegram again and stores those that can be stored. It does so by itself after each of its starts.")
            .ProducesParseProblems();
    }

    private static async Task<Ok<UnstoredList>> ListAsync(
        [UserId] string id, [AsParameters] UnstoredListQuery query, UserDirectory users, UnstoredQueries unstored, CancellationToken cancellation)
    {
        var user = await users.RequireAsync(id, cancellation);
        var rows = await unstored.ListAsync(user.User.Key.Installation, user.User.Id, query.Limit ?? DefaultLimit, cancellation);
        return TypedResults.Ok(new UnstoredList(user.User.Id, user.Unstored, [.. rows.Select(UnstoredMessage.Of)]));
    }

    private static async Task<Ok<RetryResult>> RetryAsync(
        [UserId] string id, UserDirectory users, WorkerClient workers, CancellationToken cancellation)
    {
        var user = await users.RequireAsync(id, cancellation);
        return TypedResults.Ok(RetryResult.Of(user.User.Id, await workers.RetryUnstoredAsync(user.Worker(), cancellation)));
    }
}

/// <summary>Query parameters of a list of unstored messages.</summary>
internal sealed record UnstoredListQuery
{
    [FromQuery(Name = "limit")]
    [Range(1, 500)]
    [DefaultValue(50)]
    [Description("Most messages in the list.")]
    public int? Limit { get; init; }
}
