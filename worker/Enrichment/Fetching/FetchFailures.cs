using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using TelegramParser.Worker.Egress;

namespace TelegramParser.Worker.Enrichment.Fetching;

/// <summary>What errors and statuses mean for a page.</summary>
internal static class FetchFailures
{
    /// <summary>The meaning of an error; null when it is none of the network's or the server's.</summary>
    public static FetchOutcome.Failed? Of(Exception error) => Causes(error).Select(OfCause).FirstOrDefault(failure => failure is not null);

    /// <summary>The meaning of a status that brings no page.</summary>
    public static FetchOutcome.Failed Of(HttpResponseMessage response, DateTimeOffset now)
    {
        var code = (int)response.StatusCode;
        var message = $"The server answered {code}.";
        var retryAfter = response.RetryAfter(now);
        return code switch
        {
            404 => new(FetchReasons.NotFound, message, MayPass: false),
            410 => new(FetchReasons.Gone, message, MayPass: false),
            401 or 402 or 403 or 407 or 451 => new(FetchReasons.Forbidden, message, MayPass: false),
            408 or 421 or 423 or 425 => new(FetchReasons.UnexpectedStatus, message, MayPass: true, retryAfter),
            429 => new(FetchReasons.RateLimited, message, MayPass: true, retryAfter),
            501 or 505 or 511 => new(FetchReasons.UnexpectedStatus, message, MayPass: false),
            >= 500 and <= 599 => new(FetchReasons.ServerError, message, MayPass: true, retryAfter),
            _ => new(FetchReasons.UnexpectedStatus, message, MayPass: false),
        };
    }

    private static IEnumerable<Exception> Causes(Exception error)
    {
        // The innermost knows best: SocketsHttpHandler wraps what its connections throw.
        var causes = new Stack<Exception>();
        for (var e = error; e is not null; e = e.InnerException)
            causes.Push(e);
        return causes;
    }

    private static FetchOutcome.Failed? OfCause(Exception cause) => cause switch
    {
        FetchException e => e.Failure,
        EgressRefusedException e => new(ReasonOf(e.Refusal), e.Message, MayPass: false),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } =>
            new(FetchReasons.UnknownHost, "The host does not exist.", MayPass: false),
        SocketException { SocketErrorCode: SocketError.TryAgain or SocketError.NoRecovery } =>
            new(FetchReasons.ResolverUnavailable, "The host's address could not be found out.", MayPass: true),
        SocketException e => new(FetchReasons.ConnectionFailed, $"No connection: {e.SocketErrorCode}.", MayPass: true),
        AuthenticationException => new(FetchReasons.TlsFailed, "The server's certificate is not valid for the host.", MayPass: false),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            new(FetchReasons.HeadersTooLarge, "The headers of the answer are too long.", MayPass: false),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse }
            or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } =>
            new(FetchReasons.BadResponse, "The answer is not valid HTTP.", MayPass: false),
        HttpRequestException or IOException =>
            new(FetchReasons.ConnectionFailed, "The connection ended before the answer was whole.", MayPass: true),
        _ => null,
    };

    private static string ReasonOf(EgressRefusal refusal) => refusal switch
    {
        EgressRefusal.Scheme => FetchReasons.BlockedScheme,
        EgressRefusal.UserInfo => FetchReasons.BlockedUserInfo,
        EgressRefusal.Port => FetchReasons.BlockedPort,
        EgressRefusal.Address => FetchReasons.BlockedAddress,
        _ => FetchReasons.InvalidUrl,
    };
}
