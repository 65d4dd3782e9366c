using Microsoft.AspNetCore.Http.HttpResults;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Requests;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Channels;

/// <summary>The channels of one user, from Postgres.</summary>
internal static class ChannelsApi
{
    public static void MapChannelsApi(this IEndpointRouteBuilder app) =>
        app.MapGroup("/users/{id}/channels").WithTags("Channels").MapGet("", ListAsync)
            .WithName("ListChannels")
            .WithSummary("List a user's channels")
            .WithDescription("Every subscription with its channel, how far it has been read, and how its last parse went.")
            .ProducesUserProblems();

    private static async Task<Ok<ChannelList>> ListAsync(
        [UserId] string id, UserDirectory users, WebOptions options, ChannelQueries channels, CancellationToken cancellation)
    {
        var user = (await users.RequireAsync(id, cancellation)).User;
        var rows = await channels.ListAsync(options.Installation, user.Id, cancellation);
        return TypedResults.Ok(new ChannelList(user.Id, rows.Count, [.. rows.Select(ChannelItem.Of)]));
    }
}
