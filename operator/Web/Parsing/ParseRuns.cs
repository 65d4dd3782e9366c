using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Workers;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Runs;

namespace TelegramParser.Operator.Web.Parsing;

/// <summary>
/// Starts parses that nobody waits for. Workers record their part of the run themselves, so it goes on when this server ends;
/// recorded here is only who could not be asked.
/// </summary>
internal sealed partial class ParseRuns(
    WebOptions options, UserQueries users, RunStore runs, WorkerClient workers, IHostApplicationLifetime lifetime, ILogger<ParseRuns> logger)
{
    private const string RestApi = "rest-api";
    private const string WebPage = "web-page";

    /// <summary>A run of every user that is not suspended: records it, asks the workers in the background and returns.</summary>
    public async Task<StartedRun> StartAllAsync(CancellationToken cancellation)
    {
        var active = await users.ListAsync(new Realm(options.Installation), new UserFilter(ActiveOnly: true), cancellation);
        var runId = await StartAsync(RunScope.All, RestApi, active, chatId: null, cancellation);
        var status = active.Count == 0 ? ParseStatus.Success : ParseStatus.Running;
        return new StartedRun(runId, active.Count, status, $"/parse_runs/{runId}");
    }

    /// <summary>The same for one user, and for one of its channels if that is given.</summary>
    /// <returns>The run's number.</returns>
    public Task<long> StartUserAsync(UserOverview user, long? chatId, CancellationToken cancellation) =>
        StartAsync(chatId is null ? RunScope.User : RunScope.Channel, WebPage, [user], chatId, cancellation);

    private async Task<long> StartAsync(
        string scope, string requestedBy, IReadOnlyList<UserOverview> members, long? chatId, CancellationToken cancellation)
    {
        var runId = await runs.CreateRunAsync(
            options.Installation, scope, ParseTrigger.Command, requestedBy, [.. members.Select(user => user.User.Id)], cancellation);
        foreach (var user in members)
            _ = AskAsync(user, new ParseCommand(chatId, runId), lifetime.ApplicationStopping);
        return runId;
    }

    private async Task AskAsync(UserOverview user, ParseCommand command, CancellationToken cancellation)
    {
        var runId = command.RunId!.Value;
        try
        {
            await workers.ParseAsync(user.Worker(), command, cancellation);
        }
        catch (ApiProblem problem) when (problem.Code == ProblemCodes.WorkerTimeout)
        {
            // The worker goes on and records its end itself.
            Log.StillRunning(logger, user.User.Key.ToString(), runId);
        }
        catch (ApiProblem problem)
        {
            await FailAsync(user, runId, problem.Message, cancellation);
        }
        catch (OperationCanceledException)
        {
            // This server ends; the worker goes on.
        }
    }

    private async Task FailAsync(UserOverview user, long runId, string error, CancellationToken cancellation)
    {
        try
        {
            await runs.FailUserRunAsync(runId, user.User.Id, error, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.NotRecorded(logger, exception, user.User.Key.ToString(), runId, error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{User} still parses for run {RunId}")]
        public static partial void StillRunning(ILogger logger, string user, long runId);

        [LoggerMessage(Level = LogLevel.Error, Message = "The failure of {User} in run {RunId} could not be recorded: {Error}")]
        public static partial void NotRecorded(ILogger logger, Exception exception, string user, long runId, string error);
    }
}
