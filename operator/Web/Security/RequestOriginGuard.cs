using System.Net;
using TelegramParser.Operator.Web.Problems;

namespace TelegramParser.Operator.Web.Security;

/// <summary>
/// Keeps other web sites out. A browser names the page that a request comes from in <c>Origin</c>: it must be this
/// server. Without an API token the <c>Host</c> must be a loopback name as well, since a site may point its own name at
/// 127.0.0.1 (DNS rebinding) and would then be "this server".
/// </summary>
internal sealed class RequestOriginGuard(RequestDelegate next, WebOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var host = context.Request.Host;
        if (options.ApiToken is null && !IsLoopback(host.Host))
            throw Refused(
                $"Without an API token only this machine is served, under 127.0.0.1 or localhost, not '{host}'.");
        foreach (var origin in context.Request.Headers.Origin)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                || !string.Equals(uri.Authority, Authority(uri.Scheme, host), StringComparison.OrdinalIgnoreCase))
                throw Refused($"Requests from pages of '{origin}' are not served. Open the page under the address of this server.");
        }
        return next(context);
    }

    internal static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // A Host header leaves the scheme's own port out, as Uri.Authority does.
    private static string Authority(string scheme, HostString host) =>
        Uri.TryCreate($"{scheme}://{host}", UriKind.Absolute, out var uri) ? uri.Authority : "";

    private static ApiProblem Refused(string detail) =>
        new(StatusCodes.Status403Forbidden, ProblemCodes.ForbiddenOrigin, "The request comes from another site.", detail);
}
