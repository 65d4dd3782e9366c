using System.Net;
using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Workers;

namespace TelegramParser.Operator.Web.Workers;

/// <summary>What a command's failure means to the client of the REST API.</summary>
internal static class WorkerProblems
{
    private const int RetryAfterSeconds = 10;

    public static ApiProblem NotStarted(string ns, string name) => Unavailable(
        $"The worker of {ns}:{name} has not started yet. Try again in a few seconds.");

    public static ApiProblem Orphaned(string ns, string name) => Unavailable(
        $"{ns}:{name} has no worker, since its TelegramUser is gone; what it stored can still be read. Apply the resource again to go on.");

    private static ApiProblem Unreachable(WorkerAddress worker) => Unavailable(
        $"The worker of {worker.Namespace}:{worker.Name} does not answer at {worker.Url.Authority}. It is restarted by itself; try again in a few seconds.");

    private static ApiProblem Untrusted(WorkerAddress worker) => new(
        StatusCodes.Status503ServiceUnavailable, ProblemCodes.WorkerUntrusted, "The worker could not prove who it is.",
        $"What answers at {worker.Url.Authority} does not hold the key of {worker.Namespace}:{worker.Name}. Nothing was sent to it. Check that worker and web server have the same control key.");

    private static ApiProblem TimedOut(WorkerAddress worker, TimeSpan after) => new(
        StatusCodes.Status504GatewayTimeout, ProblemCodes.WorkerTimeout, "The worker took too long.",
        $"The worker of {worker.Namespace}:{worker.Name} did not end within {after.TotalSeconds:0} s. What it has begun goes on: look at the user again later.");

    private static ApiProblem BadAnswer(WorkerAddress worker) => new(
        StatusCodes.Status502BadGateway, ProblemCodes.WorkerError, "The worker answered something unexpected.",
        $"The worker of {worker.Namespace}:{worker.Name} and this web server may be of different versions; the log has the details.");

    /// <summary>A failed command, in the API's terms.</summary>
    public static ApiProblem Of(WorkerAddress worker, TimeSpan timeout, ControlException failure) => failure.Failure switch
    {
        ControlFailure.Unreachable => Unreachable(worker),
        ControlFailure.Untrusted => Untrusted(worker),
        ControlFailure.TimedOut => TimedOut(worker, timeout),
        ControlFailure.BadAnswer => BadAnswer(worker),
        _ => Refused(worker, failure.Status, failure.Error),
    };

    private static ApiProblem Refused(WorkerAddress worker, HttpStatusCode status, ControlError? error)
    {
        var detail = error?.Message ?? $"The worker of {worker.Namespace}:{worker.Name} answered {(int)status}.";
        return status switch
        {
            HttpStatusCode.UnprocessableEntity => With(status, ProblemCodes.LoginRejected, "The login step was refused."),
            HttpStatusCode.Unauthorized => new ApiProblem(
                StatusCodes.Status503ServiceUnavailable, ProblemCodes.WorkerUntrusted, "The worker does not trust this web server.",
                $"The worker of {worker.Namespace}:{worker.Name} refused the token. Check that worker and web server have the same control key."),
            HttpStatusCode.Forbidden => With(status, ProblemCodes.NotAuthenticated, "The user is not logged in to Telegram."),
            HttpStatusCode.NotFound => With(status, ProblemCodes.ChannelNotFound, "The user has no such channel."),
            HttpStatusCode.Conflict => With(status, ProblemCodes.WrongState, "The session is in another state."),
            HttpStatusCode.TooManyRequests => With(status, ProblemCodes.FloodWait, "Telegram asked this account to wait.", error?.RetryAfterSeconds),
            HttpStatusCode.ServiceUnavailable => With(
                status, ProblemCodes.WorkerUnavailable, "The worker cannot do this now.", error?.RetryAfterSeconds ?? RetryAfterSeconds),
            HttpStatusCode.GatewayTimeout => With(status, ProblemCodes.WorkerTimeout, "Telegram took too long."),
            _ => With(HttpStatusCode.BadGateway, ProblemCodes.WorkerError, "The worker answered something unexpected."),
        };

        ApiProblem With(HttpStatusCode s, string code, string title, int? retryAfter = null) =>
            new((int)s, code, title, detail) { Reason = error?.Reason, RetryAfterSeconds = retryAfter };
    }

    private static ApiProblem Unavailable(string detail) => new(
        StatusCodes.Status503ServiceUnavailable, ProblemCodes.WorkerUnavailable, "The worker does not answer.", detail)
    {
        RetryAfterSeconds = RetryAfterSeconds,
    };
}
