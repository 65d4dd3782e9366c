using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Control;

/// <summary>/channels: every post as the server has it, and publishing, editing, deleting and counting.</summary>
internal static class ChannelRoutes
{
    public static void MapChannels(this IEndpointRouteBuilder routes, SimulatedWorld world)
    {
        var channels = routes.MapGroup("/channels");
        channels.MapGet("", () => world.Channels.Select(ChannelView.Of));
        channels.MapPost("", (ChannelInfo info) => TypedResults.Created($"/channels/{info.Id}", ChannelView.Of(world.Add(info))));
        channels.MapGet("/{channel}", (string channel) => On(channel, ChannelView.Of));
        channels.MapGet("/{channel}/posts", (string channel) => On(channel, found => found.Posts));
        channels.MapPost("/{channel}/posts", (string channel, Post draft) => On(channel, found => found.Publish(draft)));
        channels.MapPost("/{channel}/topics", (string channel, NewTopic topic) =>
            On(channel, found => new OpenedTopic(found.OpenTopic(topic.Title))));
        channels.MapPatch("/{channel}/posts/{id:int}", (string channel, int id, Edit edit) =>
            On(channel, found => found.Edit(id, edit.Apply)));
        channels.MapPatch("/{channel}/posts/{id:int}/counters", (string channel, int id, Counters counters) =>
            On(channel, found => found.Count(id, counters.Apply)));
        channels.MapPost("/{channel}/posts/{id:int}/votes", (string channel, int id, Vote vote) =>
            On(channel, found => found.Vote(id, vote.Answer, vote.Voters)));
        channels.MapPost("/{channel}/delete", (string channel, Deletion deletion) =>
            On(channel, found => found.Delete(deletion.Ids)));

        Results<Ok<T>, NotFound> On<T>(string nameOrId, Func<Channel, T?> action) where T : class =>
            world.ChannelByNameOrId(nameOrId) is { } channel && action(channel) is { } result ? TypedResults.Ok(result) : TypedResults.NotFound();
    }

    internal sealed record ChannelView(ChannelInfo Info, int Pts, int LastPostId, int PostsTotal, IReadOnlyList<long> Members)
    {
        public static ChannelView Of(Channel channel) =>
            new(channel.Info, channel.Pts, channel.LastPostId, channel.Posts.Count, channel.Members);
    }

    internal sealed record NewTopic(string Title);

    internal sealed record OpenedTopic(int Id);

    /// <summary>What is left out stays as it is, but for the entities of a new text.</summary>
    internal sealed record Edit(string? Text, IReadOnlyList<TextEntity>? Entities, Media? Media)
    {
        public Post Apply(Post post) => post with
        {
            Text = Text ?? post.Text,
            Entities = Entities ?? (Text is null ? post.Entities : []),
            Media = Media ?? post.Media,
        };
    }

    /// <param name="Answer">The answer's position in the poll, from zero.</param>
    internal sealed record Vote(int Answer, int Voters = 1);

    internal sealed record Deletion(IReadOnlyList<int> Ids);

    /// <summary>What is left out stays as it is.</summary>
    internal sealed record Counters(int? Views, int? Forwards, int? Replies, IReadOnlyList<Reaction>? Reactions)
    {
        public Post Apply(Post post) => post with
        {
            Views = Views ?? post.Views,
            Forwards = Forwards ?? post.Forwards,
            Replies = Replies ?? post.Replies,
            Reactions = Reactions ?? post.Reactions,
        };
    }
}
