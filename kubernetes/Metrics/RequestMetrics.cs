using System.Diagnostics.Metrics;

namespace TelegramParser.Kubernetes.Metrics;

/// <summary>Instruments of requests to API servers.</summary>
internal static class RequestMetrics
{
    /// <summary>The code of a request that got no answer.</summary>
    public const string NoAnswer = "<error>";

    private static readonly Counter<long> Requests = KubernetesMeter.Instance.CreateCounter<long>(
        "rest_client_requests_total", null, "Requests to the API server, by verb, resource and HTTP status code.");

    private static readonly Histogram<double> Durations = KubernetesMeter.Instance.CreateHistogram<double>(
        "rest_client_request_duration_seconds", "s", "Time to the head of the API server's answer, by verb and resource.");

    private static readonly Histogram<double> RateLimiterWaits = KubernetesMeter.Instance.CreateHistogram<double>(
        "rest_client_rate_limiter_duration_seconds", "s", "Time that requests waited for the client's own rate limit, by verb.");

    public static void Answered(string verb, string resource, string code, TimeSpan duration)
    {
        Requests.Add(1, new("verb", verb), new("resource", resource), new("code", code));
        Durations.Record(duration.TotalSeconds, new("verb", verb), new("resource", resource));
    }

    public static void Waited(string verb, TimeSpan duration) =>
        RateLimiterWaits.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("verb", verb));
}
