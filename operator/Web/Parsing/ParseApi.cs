using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Channels;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Requests;
using TelegramParser.Operator.Web.Security;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Operator.Web.Workers;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Parsing;

/// <summary>Parses on request, by the users' workers.</summary>
internal static class ParseApi
{
    public static void MapParseApi(this IEndpointRouteBuilder app)
    {
        var parse = app.MapGroup("").WithTags("Parsing");

        parse.MapPost("/users/{id}/channels/parse", ParseUserAsync)
            .WithName("ParseUser")
            .WithSummary("Parse all channels of a user now")
            .WithDescription("Waits until it is done, at most 300 s. A parse that is under way is joined, not doubled.")
            .ProducesParseProblems();
        parse.MapPost("/users/{id}/channels/{channel}/parse", ParseChannelAsync)
            .WithName("ParseChannel")
            .WithSummary("Parse one channel of a user now")
            .WithDescription("Waits until it is done, at most 300 s. A parse that is under way is joined, not doubled.")
            .ProducesParseProblems();
        parse.MapPost("/parse_all_channels", ParseAllAsync)
            .WithName("ParseAllChannels")
            .WithSummary("Parse all channels of all users now")
            .WithDescription("Answers at once with the run that it started; `status_url` tells how it goes. Suspended users are left out; users whose worker cannot be reached are recorded as failed.")
            .ProducesProblem(StatusCodes.Status403Forbidden);
        parse.MapGet("/parse_runs/{id:long}", GetRunAsync)
            .WithName("GetParseRun")
            .WithSummary("Tell how a parse run goes")
            .WithDescription("The run and its part for each user; for the token of one user, that user's part alone.")
            .ShowsOwn()
            .ProducesUserProblems();
    }

    private static async Task<Ok<ParseResult>> ParseUserAsync(
        [UserId] string id, UserDirectory users, WorkerClient workers, CancellationToken cancellation)
    {
        var worker = await users.WorkerOfAsync(id, cancellation);
        return TypedResults.Ok(Result(await workers.ParseAsync(worker, new ParseCommand(), cancellation)));
    }

    private static async Task<Ok<ParseResult>> ParseChannelAsync(
        [UserId] string id,
        [Description("The channel's chat id, @username, or the name of its subscription.")] string channel,
        UserDirectory users,
        ChannelQueries channels,
        WorkerClient workers,
        CancellationToken cancellation)
    {
        var user = await users.RequireAsync(id, cancellation);
        var found = ChannelRef.Find(await channels.ListAsync(user.User.Key.Installation, user.User.Id, cancellation), channel)
            ?? throw ApiProblem.NotFound(
                ProblemCodes.ChannelNotFound, "The user has no such channel.",
                $"{user.User.Key} has no channel '{channel}'. GET /users/{id}/channels lists the channels.");
        var chatId = found.Subscription.ChatId
            ?? throw new ApiProblem(
                StatusCodes.Status409Conflict, ProblemCodes.WrongState, "The channel has not been found at Telegram yet.",
                $"'{found.Subscription.Channel}' is looked up by the first parse: POST /users/{id}/channels/parse. GET /users/{id}/channels says why it may have failed.");
        return TypedResults.Ok(Result(await workers.ParseAsync(user.Worker(), new ParseCommand(chatId), cancellation)));
    }

    private static async Task<Accepted<StartedRun>> ParseAllAsync(ParseRuns runs, CancellationToken cancellation)
    {
        var run = await runs.StartAllAsync(cancellation);
        return TypedResults.Accepted(run.StatusUrl, run);
    }

    private static async Task<Ok<ParseRun>> GetRunAsync(
        [Description("Number of the run.")] long id, Caller caller, WebOptions options, RunQueries runs, CancellationToken cancellation)
    {
        var run = await runs.FindAsync(caller.Realm(options), id, cancellation);
        return run is not null
            ? TypedResults.Ok(ParseRun.Of(run))
            : throw ApiProblem.NotFound(
                ProblemCodes.RunNotFound, "There is no such parse run.",
                $"No run {id} is stored. POST /parse_all_channels starts one and tells its number.");
    }

    private static ParseResult Result(ParseReport report)
    {
        if (report.Status is ParseStatus.Success or ParseStatus.Partial or ParseStatus.Interrupted)
            return ParseResult.Of(report);
        var failed = FailedChannel.Of(report);
        var first = failed.FirstOrDefault();
        throw new ApiProblem(
            StatusCodes.Status502BadGateway, ProblemCodes.ParseFailed, "No channel could be read.",
            first is null ? "The worker gave no reason; its log has the details." : $"{first.Subscription}: {first.Error ?? first.Reason}")
        {
            Reason = first?.Reason,
            Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["channels"] = failed },
        };
    }
}
