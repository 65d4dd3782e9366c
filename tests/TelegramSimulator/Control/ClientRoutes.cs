using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Control;

/// <summary>/secrets, /clients and /calls: telling clients apart, which keys they used when, and what they asked for.</summary>
internal static class ClientRoutes
{
    public static void MapClients(this IEndpointRouteBuilder routes, Simulator simulator)
    {
        routes.MapPost("/secrets", (NewSecret request) =>
            new Secret(request.Client, simulator.Secrets.Register(request.Client, request.Secret)));
        var clients = simulator.World.Clients;
        routes.MapGet("/clients", () => new Clients(clients.MostAtOnce, clients.Overlaps, clients.All));
        routes.MapPut("/clients/end-shared-keys", (Switch wanted) =>
        {
            clients.EndsSharedKeys = wanted.On;
            return TypedResults.NoContent();
        });
        routes.MapPut("/clients/tell-addresses", (Switch wanted) =>
        {
            clients.TellsAddresses = wanted.On;
            return TypedResults.NoContent();
        });
        routes.MapDelete("/clients", () =>
        {
            clients.Clear();
            return TypedResults.NoContent();
        });
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

    /// <param name="MostAtOnce">The greatest number of clients that were connected under one key at once.</param>
    internal sealed record Clients(int MostAtOnce, IReadOnlyList<Overlap> Overlaps, IReadOnlyList<Presence> Presences);

    internal sealed record Switch(bool On);

    internal sealed record Secret(string Client, string Value);
}
