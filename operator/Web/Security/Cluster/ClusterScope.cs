using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Requests;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Storage.Access;

namespace TelegramParser.Operator.Web.Security.Cluster;

/// <summary>
/// What a request of somebody whom the cluster knows opens, by the cluster's own rules: all, or the one user that it is about. From then
/// on it is as if it had come with a token of that scope.
/// </summary>
internal sealed class ClusterScope(ClusterReviews reviews, UserDirectory users)
{
    private const string Read = "get";
    private const string Command = "update";

    /// <summary>Lets a caller in.</summary>
    /// <param name="caller">Somebody of the cluster.</param>
    /// <param name="user"><c>{id}</c> of the path; null when it names no user.</param>
    /// <param name="method">Method of the request.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ApiProblem">They may not, or there is no such user, which look the same.</exception>
    public async Task<Caller> LetInAsync(Caller caller, string? user, string method, CancellationToken cancellation)
    {
        var person = caller.Asking!;
        var verb = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? Read : Command;
        if (await reviews.MayAsync(person, verb, user: null, cancellation))
            return caller.LetIn(user: null);
        if (user is null)
            throw Forbidden(
                $"'{person.Username}' may not '{verb}' {Resource} in all namespaces, which this wants. Grant it by a ClusterRole, or use the routes below /users/{{id}} of the users that may be seen.");
        var found = (await users.RequireAsync(user, cancellation)).User;
        if (await reviews.MayAsync(person, verb, found.Key, cancellation))
            return caller.LetIn(new ApiTokenUser(found.Id, found.Key));
        throw verb == Command && await reviews.MayAsync(person, Read, found.Key, cancellation)
            ? Forbidden($"'{person.Username}' may read {found.Key.Namespace}:{found.Key.Name}, but not '{Command}' {Resource} of that name.")
            : UserDirectory.NotFound(user);
    }

    private const string Resource = $"telegramusers/{ClusterReviews.Subresource}";

    private static ApiProblem Forbidden(string detail) => new(
        StatusCodes.Status403Forbidden, ProblemCodes.ForbiddenScope, "The cluster's roles do not allow this.", detail);
}
