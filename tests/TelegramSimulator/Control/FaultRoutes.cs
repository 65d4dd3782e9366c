using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Control;

/// <summary>/faults and /network: errors, flood waits, delays, and connections that are slow, break or cannot be made.</summary>
internal static class FaultRoutes
{
    public static void MapFaults(this IEndpointRouteBuilder routes, Simulator simulator)
    {
        var faults = simulator.World.Faults;
        routes.MapGet("/faults", () => faults.All);
        routes.MapPost("/faults", (Fault fault) =>
        {
            faults.Add(fault);
            return TypedResults.NoContent();
        });
        routes.MapPost("/faults/flood-wait", (FloodWait flood) =>
        {
            faults.AddFloodWait(flood.Method, flood.Seconds, flood.Phone, flood.Times);
            return TypedResults.NoContent();
        });
        routes.MapDelete("/faults", () =>
        {
            faults.Clear();
            return TypedResults.NoContent();
        });
        routes.MapPost("/connections/drop", (string? client) =>
        {
            simulator.DropConnections(client);
            return TypedResults.NoContent();
        });
        var network = simulator.World.Network;
        routes.MapGet("/network", () => network.All);
        routes.MapPost("/network", (NetworkFault fault) =>
        {
            network.Add(fault);
            if (fault.IsDown)
                simulator.DropConnections(fault.Client);
            return TypedResults.NoContent();
        });
        routes.MapDelete("/network", () =>
        {
            network.Clear();
            return TypedResults.NoContent();
        });
    }

    /// <param name="Seconds">How long it lasts; with <paramref name="Times"/>, the wait that each of so many calls is told.</param>
    internal sealed record FloodWait(int Seconds, string Method = "messages.getHistory", string? Phone = null, int? Times = null);
}
