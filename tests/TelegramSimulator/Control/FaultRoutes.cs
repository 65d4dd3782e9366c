using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Control;

/// <summary>/faults: errors, flood waits and delays; and dropping connections.</summary>
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
        routes.MapPost("/connections/drop", () =>
        {
            simulator.DropConnections();
            return TypedResults.NoContent();
        });
    }

    /// <param name="Seconds">How long it lasts; with <paramref name="Times"/>, the wait that each of so many calls is told.</param>
    internal sealed record FloodWait(int Seconds, string Method = "messages.getHistory", string? Phone = null, int? Times = null);
}
