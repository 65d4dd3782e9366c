using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing.Patterns;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Requests;
using TelegramParser.Operator.Web.Security.Cluster;
using TelegramParser.Operator.Web.Users;

namespace TelegramParser.Operator.Web.Security;

/// <summary>
/// Keeps the token of one user to that user. This is the one place through which every request goes before its route, and a route is
/// closed to such tokens unless it is known to be safe: it is below a user, who is compared here, or it says that it shows each
/// caller only its own (<see cref="OwnMarker"/>), which its queries do by the caller's realm.
/// </summary>
internal sealed class ScopeGuard(RequestDelegate next)
{
    /// <summary>What a route is to the token of one user.</summary>
    internal enum Kind
    {
        /// <summary>Open to all: a probe, the sign-in page, a style sheet.</summary>
        Open,

        /// <summary>About the user that <c>{id}</c> of its path names.</summary>
        OfUser,

        /// <summary>Shows each caller only its own.</summary>
        Own,

        /// <summary>Only for who may see all: every route of which nothing else is known.</summary>
        OfAll,
    }

    private const string UserParameter = "id";

    private static readonly string[] UserRoots = ["users", "view", "login"];

    public async Task InvokeAsync(HttpContext context, ClusterScope cluster)
    {
        if (context.GetEndpoint() is RouteEndpoint endpoint && KindOf(endpoint) is var kind and not Kind.Open)
            Check(await CallerAsync(context, kind, cluster), kind, context);
        await next(context);
    }

    // Somebody of the cluster is from here on who has a token of the scope that the cluster gives them.
    private static async Task<Caller> CallerAsync(HttpContext context, Kind kind, ClusterScope cluster)
    {
        var caller = Caller.Of(context);
        if (caller.Asking is null)
            return caller;
        var let = await cluster.LetInAsync(caller, kind is Kind.OfUser ? UserOf(context) : null, context.Request.Method, context.RequestAborted);
        context.User = let.Principal(BearerTokenHandler.SchemeName);
        return let;
    }

    private static void Check(Caller caller, Kind kind, HttpContext context)
    {
        if (caller.User is { } user)
        {
            switch (kind)
            {
                case Kind.OfUser:
                    var id = UserOf(context);
                    if (!caller.MaySee(UserRef.Parse(id)))
                        throw UserDirectory.NotFound(id);
                    break;
                case Kind.OfAll:
                    throw new ApiProblem(
                        StatusCodes.Status403Forbidden, ProblemCodes.ForbiddenScope, "The token opens one user only.",
                        $"This is for tokens with the scope 'all'; yours is for {user.Key.Namespace}:{user.Key.Name}. Its routes are those below /users/{user.Id}.");
            }
        }
    }

    private static string UserOf(HttpContext context) => (string)context.GetRouteValue(UserParameter)!;

    /// <summary>What a route is.</summary>
    public static Kind KindOf(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return Kind.Open;
        if (IsOfUser(endpoint.RoutePattern))
            return Kind.OfUser;
        return endpoint.Metadata.GetMetadata<OwnMarker>() is not null ? Kind.Own : Kind.OfAll;
    }

    private static bool IsOfUser(RoutePattern route) => route.PathSegments is [var root, var id, ..]
        && root.Parts is [RoutePatternLiteralPart literal] && UserRoots.Contains(literal.Content, StringComparer.OrdinalIgnoreCase)
        && id.Parts is [RoutePatternParameterPart { Name: UserParameter }];
}

/// <summary>Marks routes that show each caller only its own.</summary>
internal sealed class OwnMarker;

/// <summary>Marks routes.</summary>
internal static class ScopeConventions
{
    /// <summary>Says that a route reads by <see cref="Caller.Realm"/> alone and thus shows each caller only its own.</summary>
    public static TBuilder ShowsOwn<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new OwnMarker());
}
