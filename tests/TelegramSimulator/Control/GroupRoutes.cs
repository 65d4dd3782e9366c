using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Control;

/// <summary>/groups: basic groups, and making them supergroups; /updates: how clients learn what happened.</summary>
internal static class GroupRoutes
{
    public static void MapGroups(this IEndpointRouteBuilder routes, SimulatedWorld world)
    {
        routes.MapPost("/groups", (NewGroup wanted) =>
        {
            var members = (wanted.Members ?? []).Select(phone => world.AccountByPhone(phone)?.User.Id
                ?? throw new ArgumentException($"There is no account {phone}.", nameof(wanted))).ToList();
            var group = world.AddGroup(wanted.Id, wanted.Title);
            members.ForEach(group.Join);
            return TypedResults.NoContent();
        });
        routes.MapPost("/groups/{id:long}/posts", (long id, Post draft) => On(id, group => group.Publish(draft)));
        routes.MapPost("/groups/{id:long}/migrate", (long id, Migration wanted) => On(id, group => world.Migrate(group, wanted.ChannelId).Info));

        routes.MapGet("/updates", () => new Delivery(world.Updates.ArePushed, world.Updates.LongestDifference));
        routes.MapPatch("/updates", (Delivery wanted) =>
        {
            world.Updates.ArePushed = wanted.ArePushed ?? world.Updates.ArePushed;
            world.Updates.LongestDifference = wanted.LongestDifference ?? world.Updates.LongestDifference;
            return TypedResults.NoContent();
        });

        Results<Ok<T>, NotFound> On<T>(long id, Func<BasicGroup, T> action) =>
            world.GroupById(id) is { } group ? TypedResults.Ok(action(group)) : TypedResults.NotFound();
    }

    /// <param name="Members">Phone numbers of accounts.</param>
    internal sealed record NewGroup(long Id, string Title, IReadOnlyList<string>? Members);

    internal sealed record Migration(long ChannelId);

    /// <summary>What is left out stays as it is.</summary>
    internal sealed record Delivery(bool? ArePushed, int? LongestDifference);
}
