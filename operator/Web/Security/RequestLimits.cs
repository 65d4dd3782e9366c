using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using TelegramParser.Operator.Web.Problems;

namespace TelegramParser.Operator.Web.Security;

/// <summary>Bounds how many requests each token may send, by a token bucket of its own. Probes, the sign-in page and style sheets are not counted.</summary>
internal static class RequestLimits
{
    private const int Minute = 60;

    public static void Add(IServiceCollection services, WebOptions options) => services.AddRateLimiter(limits =>
    {
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Partition(context, options.RequestsPerMinute));
        limits.OnRejected = (rejected, _) => throw TooMany(rejected.Lease, options.RequestsPerMinute);
    });

    private static RateLimitPartition<string> Partition(HttpContext context, int perMinute)
    {
        var isOpen = context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        return perMinute == 0 || isOpen || Caller.Find(context)?.LimitedAs is not { } caller
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(caller, _ => Bucket(perMinute));
    }

    // A full minute's worth may come at once; it comes back evenly.
    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, perMinute / Minute),
        ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, (double)Minute / perMinute)),
        QueueLimit = 0,
    };

    private static ApiProblem TooMany(RateLimitLease lease, int perMinute)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        return new ApiProblem(
            StatusCodes.Status429TooManyRequests, ProblemCodes.TooManyRequests, "This token sends too many requests.",
            string.Create(
                CultureInfo.InvariantCulture, $"A token may send {perMinute} requests a minute. Try again in {seconds} s; whoever runs this server can set the limit."))
        {
            RetryAfterSeconds = seconds,
        };
    }
}
