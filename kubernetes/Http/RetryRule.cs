using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Queues;

namespace TelegramParser.Kubernetes.Http;

/// <summary>
/// Which refusals are worth another try, and when. A server that says when to come back has done nothing, so every request may be
/// sent again; one that failed without saying so may have done it, so only reads are.
/// </summary>
internal static class RetryRule
{
    private static readonly ExponentialBackoff Backoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(15), Jitter: 0.5);

    /// <summary>The delay before the next try, or null when the refusal is the caller's.</summary>
    /// <param name="method">Method of the request.</param>
    /// <param name="status">The refusal.</param>
    /// <param name="tries">Tries so far.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="random">Jitter, from 0 to 1.</param>
    public static TimeSpan? Delay(HttpMethod method, Status status, int tries, ClientOptions options, double random)
    {
        if (tries > options.MaxRetries || status.Code is not (429 or >= 500))
            return null;
        if (status.Details?.RetryAfterSeconds is { } seconds)
        {
            var asked = TimeSpan.FromSeconds(seconds);
            return asked <= options.MaxRetryDelay ? asked : null;
        }
        var again = status.Code == 429 || (method == HttpMethod.Get && status.Code is 502 or 503 or 504);
        return again ? Backoff.Delay(tries, random) : null;
    }
}
