using System.Net;
using System.Text.Json;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Http;

/// <summary>Refusals in HTTP answers.</summary>
internal static class ErrorResponse
{
    private const int LongestText = 1024;

    /// <summary>The refusal in an answer: the server's own words, or ours for an answer of something else on the way.</summary>
    public static async Task<Status> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var code = (int)response.StatusCode;
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var status = Parse(body) ?? new Status(code, ReasonOf(response.StatusCode), Words(response, body));
        status = status with { Code = status.Code == 0 ? code : status.Code };
        return status.Details?.RetryAfterSeconds is null && RetryAfterHeader(response) is { } seconds
            ? status with { Details = (status.Details ?? new StatusDetails()) with { RetryAfterSeconds = seconds } }
            : status;
    }

    /// <summary>The <c>metav1.Status</c> in a JSON text, or null.</summary>
    public static Status? Parse(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Read(json.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A <c>metav1.Status</c>, or null for anything else.</summary>
    public static Status? Read(JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.Object || !json.TryGetProperty("kind", out var kind)
            || kind.ValueKind is not JsonValueKind.String || !kind.ValueEquals("Status"))
            return null;
        var status = json.Deserialize<Status>(KubernetesJson.Options)!;
        return status with
        {
            Reason = string.IsNullOrEmpty(status.Reason) ? ReasonOf((HttpStatusCode)status.Code) : status.Reason,
            Message = status.Message ?? "",
        };
    }

    private static string ReasonOf(HttpStatusCode code) => (int)code switch
    {
        400 => StatusReasons.BadRequest,
        401 => StatusReasons.Unauthorized,
        403 => StatusReasons.Forbidden,
        404 => StatusReasons.NotFound,
        409 => StatusReasons.Conflict,
        410 => StatusReasons.Expired,
        422 => StatusReasons.Invalid,
        429 => StatusReasons.TooManyRequests,
        500 => StatusReasons.InternalError,
        503 => StatusReasons.ServiceUnavailable,
        504 => StatusReasons.Timeout,
        _ => code.ToString(),
    };

    private static string Words(HttpResponseMessage response, string body)
    {
        var text = body.Trim();
        return text.Length == 0 ? $"the server answered {(int)response.StatusCode} {response.ReasonPhrase}"
            : text.Length > LongestText ? text[..LongestText] + "…"
            : text;
    }

    private static int? RetryAfterHeader(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta is { } delta ? (int)Math.Ceiling(delta.TotalSeconds) : null;
}
