using System.Data.Common;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Security;
using TelegramParser.Storage.Access;

namespace TelegramParser.Operator.Web.Audit;

/// <summary>
/// Records every command of a known caller with its outcome, in Postgres and as a line of the log: what changes something is a
/// POST, PUT, PATCH or DELETE. Signing in to the pages is one; it is recorded, too, where it fails, as far as strangers cannot fill the
/// table with it. Reads are not recorded. A record that cannot be written fails no command.
/// </summary>
internal sealed partial class AuditMiddleware(
    RequestDelegate next, WebOptions options, AuditStore store, TimeProvider time, ILogger<AuditMiddleware> logger)
{
    // Of HTTP servers that had nobody left to answer.
    private const int ClientClosedRequest = 499;
    private const int LongestPath = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly StrangerAllowance _strangers = new(time);

    public async Task InvokeAsync(HttpContext context)
    {
        var (at, started) = (time.GetUtcNow(), time.GetTimestamp());
        await next(context);
        if (context.GetEndpoint() is RouteEndpoint endpoint && IsCommand(context.Request.Method) && Who(context, endpoint) is { Name: { } name } who)
        {
            await RecordAsync(new AuditRecord(
                at,
                name,
                who.TokenId,
                endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? $"{context.Request.Method} {endpoint.RoutePattern.RawText}",
                context.Request.Path.ToString() is { Length: <= LongestPath } path ? path : context.Request.Path.ToString()[..LongestPath],
                context.RequestAborted.IsCancellationRequested ? ClientClosedRequest : context.Response.StatusCode,
                context.Features.Get<ApiProblem>()?.Code ?? (context.Features.Get<SignInAttempt>() is { Caller: null } ? ProblemCodes.Unauthorized : null),
                time.GetElapsedTime(started)));
        }
    }

    private (string? Name, long? TokenId) Who(HttpContext context, RouteEndpoint endpoint)
    {
        var caller = ScopeGuard.KindOf(endpoint) is ScopeGuard.Kind.Open ? context.Features.Get<SignInAttempt>()?.Caller : Caller.Find(context);
        if (caller is not null)
            return (caller.Name, caller.TokenId);
        // Behind an Ingress the address is that of the Ingress.
        return context.Features.Get<SignInAttempt>() is not null && _strangers.Take()
            ? ($"stranger ({context.Connection.RemoteIpAddress})", null)
            : (null, null);
    }

    private static bool IsCommand(string method) =>
        HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method) || HttpMethods.IsDelete(method);

    private async Task RecordAsync(AuditRecord command)
    {
        Log.Command(logger, command.Caller, command.Action, command.Path, command.Status, command.Code, (long)command.Took.TotalMilliseconds);
        // The client may be gone; what it did is not.
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await store.AddAsync(options.Installation, command, patience.Token);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or OperationCanceledException)
        {
            Log.NotRecorded(logger, exception, command.Caller, command.Action, command.Path);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Command of {Caller}: {Action} {Path} ended with {Status} {Code} after {Milliseconds} ms")]
        public static partial void Command(ILogger logger, string caller, string action, string path, int status, string? code, long milliseconds);

        [LoggerMessage(Level = LogLevel.Error, Message = "A command could not be recorded in Postgres: {Caller}: {Action} {Path}")]
        public static partial void NotRecorded(ILogger logger, Exception exception, string caller, string action, string path);
    }
}
