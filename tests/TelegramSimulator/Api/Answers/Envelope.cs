using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api.Answers;

/// <summary>Answers that hold posts bring the channels and people along that the posts name; clients need both.</summary>
internal sealed class Envelope(Messages messages, SimulatedWorld world, TimeProvider time)
{
    /// <summary>Fills <c>messages</c>, <c>chats</c> and <c>users</c> of an answer about one channel.</summary>
    public TlObject Fill(TlObject answer, Channel channel, IReadOnlyList<Post> posts, Account me)
    {
        answer["messages"] = posts.Select(post => messages.Of(channel, post));
        answer["chats"] = ChannelsIn(posts).Append(channel).DistinctBy(named => named.Id)
            .Select(named => Peers.Chat(named, me)).ToList();
        answer["users"] = UsersIn(posts).Select(user => Peers.User(user, me)).ToList();
        return answer;
    }

    /// <inheritdoc cref="Fill(TlObject, Channel, IReadOnlyList{Post}, Account)"/>
    public TlObject Fill(TlObject answer, BasicGroup group, IReadOnlyList<Post> posts, Account me) =>
        Fill(answer, [.. posts.Select(post => new BoxedMessage(post, group))], me);

    /// <summary>Fills <c>messages</c>, <c>chats</c> and <c>users</c> of an answer about messages of an account's box.</summary>
    public TlObject Fill(TlObject answer, IReadOnlyList<BoxedMessage> boxed, Account me)
    {
        var posts = boxed.Select(message => message.Post).ToList();
        answer["messages"] = boxed.Select(message => Messages.Of(me, message)).ToList();
        answer["chats"] = ChannelsIn(posts).Select(channel => Peers.Chat(channel, me))
            .Concat(boxed.Select(message => message.Group).OfType<BasicGroup>().Distinct().Select(group => Peers.Chat(group, me))).ToList();
        answer["users"] = UsersIn(posts).Append(me.User).Distinct().Select(user => Peers.User(user, me)).ToList();
        return answer;
    }

    /// <summary>The answer that tells of a message in an account's box.</summary>
    /// <param name="message">The message.</param>
    /// <param name="pts">The number of that change of the box.</param>
    /// <param name="me">The account.</param>
    public TlObject Updates(BoxedMessage message, int pts, Account me)
    {
        var answer = Fill(new TlObject("updates") { ["date"] = time.GetUtcNow() }, [message], me);
        answer["updates"] = new[] { new TlObject("updateNewMessage") { ["message"] = Messages.Of(me, message), ["pts"] = pts, ["pts_count"] = 1 } };
        return answer;
    }

    /// <summary>The answer that holds one account's view of changes, or null when nothing is left of them.</summary>
    public TlObject? Updates(Channel channel, IReadOnlyList<ChannelUpdate> updates, Account me)
    {
        var changes = updates.SelectMany(update => Changes(channel, update)).ToList();
        if (changes.Count == 0)
            return null;
        var posts = updates.SelectMany(update => update.PostIds).Select(channel.Find).OfType<Post>().ToList();
        var answer = new TlObject("updates") { ["date"] = time.GetUtcNow() };
        Fill(answer, channel, posts, me);
        answer["updates"] = changes;
        return answer;
    }

    /// <summary>What a change looks like now: a post that was deleted since is not shown again.</summary>
    public IEnumerable<TlObject> Changes(Channel channel, ChannelUpdate update)
    {
        if (update.Kind == ChannelUpdateKind.Deleted)
        {
            yield return new TlObject("updateDeleteChannelMessages")
            {
                ["channel_id"] = channel.Id,
                ["messages"] = update.PostIds,
                ["pts"] = update.Pts,
                ["pts_count"] = update.PtsCount,
            };
            yield break;
        }
        foreach (var post in update.PostIds.Select(channel.Find).OfType<Post>())
        {
            yield return new TlObject(update.Kind == ChannelUpdateKind.New ? "updateNewChannelMessage" : "updateEditChannelMessage")
            {
                ["message"] = messages.Of(channel, post),
                ["pts"] = update.Pts,
                ["pts_count"] = update.PtsCount,
            };
        }
    }

    /// <summary>The newest post of each channel that is not empty.</summary>
    public IReadOnlyList<TlCached> TopMessages(IEnumerable<Channel> channels) =>
    [
        .. from channel in channels
           let top = channel.Find(channel.LastPostId)
           where top is not null
           select messages.Of(channel, top),
    ];

    private IEnumerable<Channel> ChannelsIn(IEnumerable<Post> posts) =>
        posts.SelectMany(post => new[] { post.Forward?.ChannelId, (post.Action as MigratedToSupergroup)?.ChannelId }).OfType<long>().Select(world.ChannelById).OfType<Channel>();

    private IEnumerable<User> UsersIn(IEnumerable<Post> posts) => posts
        .SelectMany(post => post.Entities.Select(entity => entity.UserId).Append(post.Forward?.UserId).Append(post.SenderId)
            .Concat(post.Action is MembersAdded added ? added.UserIds.Cast<long?>() : []))
        .OfType<long>().Distinct().Select(world.UserById).OfType<User>();
}
