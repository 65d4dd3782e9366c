using System.Collections.Concurrent;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api.Answers;

/// <summary>Posts as TL. A post looks the same to every reader, so each version of it is serialized once per layer.</summary>
internal sealed class Messages
{
    private readonly ConcurrentDictionary<(long Channel, int Id), (Post Version, TlCached Bytes)> _cache = new();

    public TlCached Of(Channel channel, Post post)
    {
        if (_cache.TryGetValue((channel.Id, post.Id), out var cached) && ReferenceEquals(cached.Version, post))
            return cached.Bytes;
        var bytes = new TlCached(() => Build(channel, post));
        _cache[(channel.Id, post.Id)] = (post, bytes);
        return bytes;
    }

    public static TlObject Empty(Channel channel, int id) =>
        new("messageEmpty") { ["id"] = id, ["peer_id"] = Peers.Peer(channel) };

    private static TlObject Build(Channel channel, Post post) =>
        post.Action is { } action ? Service(channel, post, action) : Ordinary(channel, post);

    private static TlObject Service(Channel channel, Post post, ServiceAction action) => new("messageService")
    {
        ["post"] = true,
        ["id"] = post.Id,
        ["peer_id"] = Peers.Peer(channel),
        ["date"] = post.Date,
        ["reply_to"] = ReplyHeader(post),
        ["action"] = action switch
        {
            ChannelCreated created => new TlObject("messageActionChannelCreate") { ["title"] = created.Title },
            TitleChanged changed => new TlObject("messageActionChatEditTitle") { ["title"] = changed.Title },
            PostPinned => new TlObject("messageActionPinMessage"),
            _ => throw new NotSupportedException(action.GetType().Name),
        },
    };

    private static TlObject Ordinary(Channel channel, Post post) => new("message")
    {
        ["post"] = true,
        ["id"] = post.Id,
        ["peer_id"] = Peers.Peer(channel),
        ["date"] = post.Date,
        ["edit_date"] = post.EditDate,
        ["message"] = post.Text,
        ["entities"] = Entities.Of(post),
        ["media"] = MediaObjects.Of(post.Media, MediaId(channel, post), post.Date),
        ["grouped_id"] = post.AlbumId,
        ["reply_to"] = ReplyHeader(post),
        ["fwd_from"] = ForwardHeader(post.Forward),
        ["post_author"] = post.Author,
        ["views"] = post.Views,
        ["forwards"] = post.Forwards,
        ["replies"] = Replies(post),
        ["reactions"] = Reactions(post),
        ["reply_markup"] = Buttons(post),
        ["pinned"] = post.IsPinned,
    };

    public static TlObject? Replies(Post post) =>
        post.Replies is { } count ? new TlObject("messageReplies") { ["replies"] = count } : null;

    public static TlObject? Reactions(Post post) => post.Reactions.Count == 0 ? null : new TlObject("messageReactions")
    {
        ["results"] = post.Reactions.Select(reaction => new TlObject("reactionCount")
        {
            ["reaction"] = new TlObject("reactionEmoji") { ["emoticon"] = reaction.Emoji },
            ["count"] = reaction.Count,
        }),
    };

    private static TlObject? ReplyHeader(Post post) =>
        post.ReplyTo is { } id ? new TlObject("messageReplyHeader") { ["reply_to_msg_id"] = id } : null;

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

    public static long MediaId(Channel channel, Post post) => (channel.Id << 24) + post.Id;
}
