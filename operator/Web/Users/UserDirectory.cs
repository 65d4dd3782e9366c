using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Requests;
using TelegramParser.Operator.Web.Workers;
using TelegramParser.Operator.Workers;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Users;

/// <summary>Finds the users of this installation and their workers; what is not there is a problem.</summary>
internal sealed class UserDirectory(WebOptions options, UserQueries users)
{
    /// <summary>The user that <c>{id}</c> of a path names.</summary>
    public async Task<UserOverview> RequireAsync(string id, CancellationToken cancellation)
    {
        var user = UserRef.Parse(id);
        var found = user.Number is { } number
            ? await users.FindAsync(options.Installation, number, cancellation)
            : await users.FindAsync(new UserKey(options.Installation, user.Namespace!, user.Name!), cancellation);
        return found ?? throw NotFound(id);
    }

    /// <summary>The problem of a user that is not there; the same for one that the caller may not see.</summary>
    public static ApiProblem NotFound(string id) => ApiProblem.NotFound(
        ProblemCodes.UserNotFound, "There is no such user.", $"No user '{id}' is stored. GET /users lists them all.");

    /// <summary>Where the worker of the user that <c>{id}</c> names is reached.</summary>
    public async Task<WorkerAddress> WorkerOfAsync(string id, CancellationToken cancellation) =>
        (await RequireAsync(id, cancellation)).Worker();
}
