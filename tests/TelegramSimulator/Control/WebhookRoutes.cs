using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TelegramParser.TelegramSimulator.Control;

/// <summary>/webhooks: a receiver of webhooks, for tests in which nothing else runs where workers reach it.</summary>
internal static class WebhookRoutes
{
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var received = new ConcurrentDictionary<string, ConcurrentQueue<ReceivedRequest>>(StringComparer.Ordinal);
        routes.MapPost("/webhooks/{name}", async (string name, HttpRequest request, CancellationToken cancellation) =>
        {
            using var reader = new StreamReader(request.Body);
            var body = await reader.ReadToEndAsync(cancellation);
            var headers = request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal);
            received.GetOrAdd(name, _ => []).Enqueue(new ReceivedRequest(headers, body));
            return TypedResults.NoContent();
        });
        routes.MapGet("/webhooks/{name}", (string name) => received.TryGetValue(name, out var requests) ? requests.ToArray() : []);
    }

    /// <param name="Headers">By their names in lower case.</param>
    /// <param name="Body">As it came.</param>
    internal sealed record ReceivedRequest(IReadOnlyDictionary<string, string> Headers, string Body);
}
