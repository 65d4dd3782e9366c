using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Control;

/// <summary>/secrets and /calls: telling clients apart, and what they asked for.</summary>
internal static class ClientRoutes
{
    public static void MapClients(this IEndpointRouteBuilder routes, Simulator simulator)
    {
        routes.MapPost("/secrets", (NewSecret request) =>
            new Secret(request.Client, simulator.Secrets.Register(request.Client, request.Secret)));
        routes.MapGet("/calls", (string? method, string? client) => simulator.World.Calls.All.Where(call =>
            (method is null || Same(call.Method, method)) && (client is null || Same(call.Client, client))));
        routes.MapDelete("/calls", () =>
        {
            simulator.World.Calls.Clear();
            return TypedResults.NoContent();
        });

        static bool Same(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);
    }

    /// <param name="Client">How the client's calls appear in the record.</param>
    /// <param name="Secret">16 bytes of hex; left out, a random one is made.</param>
    internal sealed record NewSecret(string Client, string? Secret);

    internal sealed record Secret(string Client, string Value);
}
