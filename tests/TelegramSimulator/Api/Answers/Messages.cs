using System.Collections.Concurrent;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api.Answers;

/// <summary>Posts as TL. A post looks the same to every reader, so each version of it is serialized once per layer.</summary>
internal sealed class Messages
{
    private readonly ConcurrentDictionary<(long Channel, int Id), (Post Version, ChannelInfo Info, TlCached Bytes)> _cache = new();

    public TlCached Of(Channel channel, Post post)
    {
        var info = channel.Info;
        if (_cache.TryGetValue((channel.Id, post.Id), out var cached) && ReferenceEquals(cached.Version, post) && ReferenceEquals(cached.Info, info))
            return cached.Bytes;
        var bytes = new TlCached(() => Build(new Place(Peers.Peer(channel), channel.Id, !info.IsGroup, info.LinkedChatId), post));
        _cache[(channel.Id, post.Id)] = (post, info, bytes);
        return bytes;
    }

    public static TlObject Of(BasicGroup group, Post post) =>
        Build(new Place(Peers.Peer(group), group.Id, IsBroadcast: false, LinkedChatId: null), post);

    /// <summary>A message in an account's box.</summary>
    public static TlObject Of(Account me, BoxedMessage message) => message.Group is { } group
        ? Of(group, message.Post)
        : Build(new Place(Peers.PeerUser(me.User.Id), me.User.Id, IsBroadcast: false, LinkedChatId: null), message.Post);

    public static TlObject Empty(Channel channel, int id) =>
        new("messageEmpty") { ["id"] = id, ["peer_id"] = Peers.Peer(channel) };

    private static TlObject Build(Place place, Post post) =>
        post.Action is { } action ? Service(place, post, action) : Ordinary(place, post);

    private static TlObject Service(Place place, Post post, ServiceAction action) => new("messageService")
    {
        ["post"] = place.IsBroadcast,
        ["id"] = post.Id,
        ["from_id"] = Sender(post),
        ["peer_id"] = place.Peer,
        ["date"] = post.Date,
        ["reply_to"] = ReplyHeader(post),
        ["action"] = action switch
        {
            ChannelCreated created => new TlObject("messageActionChannelCreate") { ["title"] = created.Title },
            TitleChanged changed => new TlObject("messageActionChatEditTitle") { ["title"] = changed.Title },
            PostPinned => new TlObject("messageActionPinMessage"),
            PhotoRemoved => new TlObject("messageActionChatDeletePhoto"),
            MembersAdded added => new TlObject("messageActionChatAddUser") { ["users"] = added.UserIds },
            AutoDeleteChanged changed => new TlObject("messageActionSetMessagesTTL") { ["period"] = changed.Seconds },
            TopicCreated created => new TlObject("messageActionTopicCreate") { ["title"] = created.Title },
            MigratedToSupergroup to => new TlObject("messageActionChatMigrateTo") { ["channel_id"] = to.ChannelId },
            MigratedFromGroup from => new TlObject("messageActionChannelMigrateFrom") { ["title"] = from.Title, ["chat_id"] = from.GroupId },
            _ => throw new NotSupportedException(action.GetType().Name),
        },
    };

    private static TlObject Ordinary(Place place, Post post) => new("message")
    {
        ["post"] = place.IsBroadcast,
        ["id"] = post.Id,
        ["from_id"] = Sender(post),
        ["peer_id"] = place.Peer,
        ["date"] = post.Date,
        ["edit_date"] = post.EditDate,
        ["message"] = post.Text,
        ["entities"] = Entities.Of(post),
        ["media"] = MediaObjects.Of(post.Media, MediaId(place.Id, post), post.Date),
        ["grouped_id"] = post.AlbumId,
        ["reply_to"] = ReplyHeader(post),
        ["fwd_from"] = ForwardHeader(post.Forward),
        ["post_author"] = post.Author,
        ["views"] = place.IsBroadcast ? post.Views : null,
        ["forwards"] = place.IsBroadcast ? post.Forwards : null,
        ["replies"] = Replies(post, place.LinkedChatId),
        ["reactions"] = Reactions(post),
        ["reply_markup"] = Buttons(post),
        ["pinned"] = post.IsPinned,
    };

    /// <param name="discussion">The group where the comments are; null when they are nowhere to be read.</param>
    public static TlObject? Replies(Post post, long? discussion) => post.Replies is not { } count ? null : new TlObject("messageReplies")
    {
        ["comments"] = discussion is not null,
        ["replies"] = count,
        ["channel_id"] = discussion,
    };

    public static TlObject? Reactions(Post post) => post.Reactions.Count == 0 ? null : new TlObject("messageReactions")
    {
        ["results"] = post.Reactions.Select(reaction => new TlObject("reactionCount")
        {
            ["reaction"] = new TlObject("reactionEmoji") { ["emoticon"] = reaction.Emoji },
            ["count"] = reaction.Count,
        }),
    };

    // What stands in a topic answers the message that the topic began with, unless it answers another one.
    private static TlObject? ReplyHeader(Post post) => (post.ReplyTo ?? post.TopicId) is not { } id ? null : new TlObject("messageReplyHeader")
    {
        ["reply_to_msg_id"] = id,
        ["forum_topic"] = post.TopicId is not null,
        ["reply_to_top_id"] = post.ReplyTo is null ? null : post.TopicId,
    };

    private static TlObject? ForwardHeader(ForwardOrigin? origin) => origin is null ? null : new TlObject("messageFwdHeader")
    {
        ["date"] = origin.Date,
        ["from_id"] = origin switch
        {
            { ChannelId: { } channel } => Peers.Peer(channel),
            { UserId: { } user } => Peers.PeerUser(user),
            _ => null,
        },
        ["from_name"] = origin.HiddenName,
        ["channel_post"] = origin.PostId,
        ["post_author"] = origin.Author,
    };

    private static TlObject? Buttons(Post post) => post.Buttons.Count == 0 ? null : new TlObject("replyInlineMarkup")
    {
        ["rows"] = post.Buttons.Select(row => new TlObject("keyboardButtonRow")
        {
            ["buttons"] = row.Select(button => new TlObject("keyboardButtonUrl") { ["text"] = button.Text, ["url"] = button.Url }),
        }),
    };

    private static TlObject? Sender(Post post) => post.SenderId is { } user ? Peers.PeerUser(user) : null;

    /// <param name="placeId">The channel or group of the post.</param>
    public static long MediaId(long placeId, Post post) => (placeId << 24) + post.Id;

    /// <summary>Where a post stands.</summary>
    private sealed record Place(TlObject Peer, long Id, bool IsBroadcast, long? LinkedChatId);
}
