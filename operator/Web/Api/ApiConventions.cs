namespace TelegramParser.Operator.Web.Api;

/// <summary>The problems that routes of one kind share, for the OpenAPI document.</summary>
internal static class ApiConventions
{
    /// <summary>Of every route under a user.</summary>
    public static RouteHandlerBuilder ProducesUserProblems(this RouteHandlerBuilder route) => route
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>Of every route that asks the worker.</summary>
    public static RouteHandlerBuilder ProducesCommandProblems(this RouteHandlerBuilder route) => route
        .ProducesUserProblems()
        .ProducesProblem(StatusCodes.Status502BadGateway)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .ProducesProblem(StatusCodes.Status504GatewayTimeout);

    /// <summary>Of every step of a login.</summary>
    public static RouteHandlerBuilder ProducesLoginProblems(this RouteHandlerBuilder route) => route
        .ProducesSessionProblems()
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    /// <summary>Of every parse on request.</summary>
    public static RouteHandlerBuilder ProducesParseProblems(this RouteHandlerBuilder route) => route
        .ProducesSessionProblems()
        .ProducesProblem(StatusCodes.Status403Forbidden);

    private static RouteHandlerBuilder ProducesSessionProblems(this RouteHandlerBuilder route) => route
        .ProducesCommandProblems()
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);
}
