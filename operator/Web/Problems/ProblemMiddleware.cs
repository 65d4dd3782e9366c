using System.Data.Common;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Security;

namespace TelegramParser.Operator.Web.Problems;

/// <summary>Turns whatever goes wrong in a request into problem details, and logs what a person should look at.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    private const string ContentType = "application/problem+json";

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response.ContentLength is null && OfStatus(context) is { } problem)
                await WriteAsync(context, problem);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            if (context.RequestAborted.IsCancellationRequested)
                return;
            await WriteAsync(context, OfException(exception, context));
        }
    }

    private ApiProblem OfException(Exception exception, HttpContext context)
    {
        switch (exception)
        {
            case ApiProblem problem:
                return problem;
            case BadHttpRequestException { InnerException: JsonException json }:
                return ApiProblem.InvalidBody($"{BodyMistake.Describe(json)}. See /docs for its form.");
            case BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest }:
                return ApiProblem.InvalidBody("The request cannot be read. See /docs for the parameters and the body of this route.");
            case BadHttpRequestException bad:
                return OfStatus(bad.StatusCode, context)
                    ?? new ApiProblem(bad.StatusCode, ProblemCodes.InvalidBody, "The request cannot be read.", bad.Message);
            case DbException or TimeoutException:
                Log.DatabaseUnavailable(logger, exception, context.Request.Method, context.GetEndpoint()?.DisplayName);
                return new ApiProblem(
                    StatusCodes.Status503ServiceUnavailable, ProblemCodes.DatabaseUnavailable, "Postgres does not answer.",
                    "The database cannot be read now. Try again in a few seconds; if it lasts, check that Postgres runs and is migrated.")
                {
                    RetryAfterSeconds = 5,
                };
            default:
                Log.Failed(logger, exception, context.Request.Method, context.GetEndpoint()?.DisplayName, context.TraceIdentifier);
                return new ApiProblem(
                    StatusCodes.Status500InternalServerError, ProblemCodes.InternalError, "This is a defect of the server.",
                    $"The log of the web server has the details under request {context.TraceIdentifier}.");
        }
    }

    private static ApiProblem? OfStatus(HttpContext context) => OfStatus(context.Response.StatusCode, context);

    private static ApiProblem? OfStatus(int status, HttpContext context) => status switch
    {
        StatusCodes.Status404NotFound => ApiProblem.NotFound(
            ProblemCodes.RouteNotFound, "There is nothing here.", $"Nothing is served at {context.Request.Path}. /docs lists every route."),
        StatusCodes.Status405MethodNotAllowed => new ApiProblem(
            status, ProblemCodes.MethodNotAllowed, "The path does not take this method.",
            $"{context.Request.Path} takes {context.Response.Headers.Allow}, not {context.Request.Method}."),
        StatusCodes.Status415UnsupportedMediaType => new ApiProblem(
            status, ProblemCodes.UnsupportedMediaType, "The body is not JSON.", "Send JSON with Content-Type: application/json."),
        _ => null,
    };

    private static Task WriteAsync(HttpContext context, ApiProblem problem)
    {
        // For the record of commands.
        context.Features.Set(problem);
        if (problem.RetryAfterSeconds is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString();
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = FeedMarker.IsOn(context)
                ? new StringValues([BearerTokenHandler.SchemeName, $"{BearerTokenHandler.Basic} realm=\"Telegram parser\", charset=\"UTF-8\""])
                : BearerTokenHandler.SchemeName;
        }
        return context.GetEndpoint()?.Metadata.GetMetadata<PageMarker>() is null
            ? WriteDetailsAsync(context, problem)
            : new PageResult(ProblemPage.Render(problem, PageTexts.For(context.Request)), problem.Status).ExecuteAsync(context);
    }

    private static Task WriteDetailsAsync(HttpContext context, ApiProblem problem)
    {
        var details = new ProblemDetails { Status = problem.Status, Title = problem.Title, Detail = problem.Message };
        details.Extensions["code"] = problem.Code;
        if (problem.Reason is { } reason)
            details.Extensions["reason"] = reason;
        foreach (var (name, value) in problem.Extensions)
            details.Extensions[name] = value;
        if (problem.RetryAfterSeconds is { } seconds)
            details.Extensions["retry_after_seconds"] = seconds;
        context.Response.StatusCode = problem.Status;
        return context.Response.WriteAsJsonAsync(details, options: null, ContentType, context.RequestAborted);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Postgres does not answer: {Method} {Endpoint}")]
        public static partial void DatabaseUnavailable(ILogger logger, Exception exception, string method, string? endpoint);

        [LoggerMessage(Level = LogLevel.Error, Message = "Request {TraceId} failed: {Method} {Endpoint}")]
        public static partial void Failed(ILogger logger, Exception exception, string method, string? endpoint, string traceId);
    }
}
