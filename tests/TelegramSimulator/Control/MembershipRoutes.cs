using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Control;

/// <summary>/channels: who is in, what a channel is called, how it is entered, and its end.</summary>
internal static class MembershipRoutes
{
    public static void MapMemberships(this IEndpointRouteBuilder routes, SimulatedWorld world)
    {
        var channels = routes.MapGroup("/channels/{channel}");
        channels.MapPatch("", (string channel, Description wanted) => On(channel, found => found.Change(wanted.Apply)));
        channels.MapDelete("", (string channel) => On(channel, found => found.Delete()));
        channels.MapPut("/username", (string channel, Name wanted) => On(channel, found => world.Rename(found, wanted.Username)));
        channels.MapPut("/members/{phone}", (string channel, string phone) => OnUser(channel, phone, (found, user) => found.Join(user)));
        channels.MapDelete("/members/{phone}", (string channel, string phone) => OnUser(channel, phone, (found, user) => found.Leave(user)));
        channels.MapPut("/banned/{phone}", (string channel, string phone) => OnUser(channel, phone, (found, user) => found.Ban(user)));
        channels.MapDelete("/banned/{phone}", (string channel, string phone) => OnUser(channel, phone, (found, user) => found.Unban(user)));
        channels.MapPost("/approve/{phone}", (string channel, string phone) => OnUser(channel, phone, (found, user) =>
        {
            if (!found.Approve(user))
                throw new ArgumentException($"{phone} does not ask to be let in.", nameof(phone));
        }));

        Results<NoContent, NotFound> On(string nameOrId, Action<Channel> action)
        {
            if (world.ChannelByNameOrId(nameOrId) is not { } channel)
                return TypedResults.NotFound();
            action(channel);
            return TypedResults.NoContent();
        }

        Results<NoContent, NotFound> OnUser(string nameOrId, string phone, Action<Channel, long> action) =>
            world.AccountByPhone(phone) is { } account ? On(nameOrId, channel => action(channel, account.User.Id)) : TypedResults.NotFound();
    }

    /// <param name="Username">Without the "@"; null makes the channel private.</param>
    internal sealed record Name(string? Username);

    /// <summary>What is left out stays as it is.</summary>
    internal sealed record Description(string? Title, string? About, bool? IsGroup, long? LinkedChatId, IReadOnlyList<Invite>? Invites)
    {
        public ChannelInfo Apply(ChannelInfo info) => info with
        {
            Title = Title ?? info.Title,
            About = About ?? info.About,
            IsGroup = IsGroup ?? info.IsGroup,
            LinkedChatId = LinkedChatId ?? info.LinkedChatId,
            Invites = Invites ?? info.Invites,
        };
    }
}
