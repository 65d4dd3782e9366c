using TelegramParser.TelegramSimulator.Api.Answers;
using TelegramParser.TelegramSimulator.Mtproto;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>channels.* and invite links: what a channel is, joining and leaving, and single posts by id.</summary>
internal sealed class ChannelsApi(Messages messages, Envelope envelope, TimeProvider time)
{
    public void Register(ApiMethods methods)
    {
        methods.Private("channels.getChannels", GetChannels);
        methods.Private("channels.getFullChannel", GetFullChannel);
        methods.Private("channels.getMessages", GetMessages);
        methods.Private("channels.joinChannel", call => Join(call, call.Channel("channel")));
        methods.Private("channels.leaveChannel", Leave);
        // Recorded, so that a test can tell that nothing was marked as read.
        methods.Private("channels.readHistory", _ => true);
        methods.Private("messages.checkChatInvite", CheckInvite);
        methods.Private("messages.importChatInvite", FollowInvite);
    }

    private static object GetChannels(ApiCall call) => new TlObject("messages.chats")
    {
        // Those that are closed to the account are told as forbidden; only the content is private.
        ["chats"] = call.Request.List<TlObject>("id").Select(input => Peers.Chat(call.Channel(input, mayBeClosed: true), call.Me)).ToList(),
    };

    private static object GetFullChannel(ApiCall call)
    {
        var channel = call.Channel("channel");
        var linked = channel.Info.LinkedChatId is { } id ? call.World.ChannelById(id) : null;
        var group = channel.Info.MigratedFrom is { } groupId ? call.World.GroupById(groupId) : null;
        return new TlObject("messages.chatFull")
        {
            ["full_chat"] = new TlObject("channelFull")
            {
                ["id"] = channel.Id,
                ["about"] = channel.Info.About,
                ["participants_count"] = channel.Members.Count,
                ["pinned_msg_id"] = channel.PinnedPostId is > 0 and var pinned ? pinned : null,
                ["notify_settings"] = new TlObject("peerNotifySettings"),
                ["pts"] = channel.Pts,
                ["available_reactions"] = new TlObject("chatReactionsAll"),
                ["linked_chat_id"] = channel.Info.LinkedChatId,
                ["migrated_from_chat_id"] = group?.Id,
                ["migrated_from_max_id"] = group?.LastPostId,
            },
            ["chats"] = new List<TlObject?>
            {
                Peers.Chat(channel, call.Me),
                linked is null ? null : Peers.Chat(linked, call.Me),
                group is null ? null : Peers.Chat(group, call.Me),
            }.OfType<TlObject>(),
        };
    }

    private object GetMessages(ApiCall call)
    {
        var channel = call.Channel("channel");
        var ids = call.Request.List<TlObject>("id").Select(input => input.Int("id")).ToList();
        var found = ids.Select(id => (Id: id, Post: channel.Find(id))).ToList();
        var answer = envelope.Fill(
            new TlObject("messages.channelMessages") { ["pts"] = channel.Pts, ["count"] = ids.Count },
            channel, [.. found.Select(entry => entry.Post).OfType<Post>()], call.Me);
        // A post that is not there, or no longer, is told as empty.
        answer["messages"] = found.Select(entry =>
            entry.Post is { } post ? (object)messages.Of(channel, post) : Messages.Empty(channel, entry.Id)).ToList();
        return answer;
    }

    private TlObject Join(ApiCall call, Channel channel)
    {
        channel.Join(call.Me.User.Id);
        var updates = MembershipChanged(call, channel);
        // Since layer 225 joining has a result type of its own.
        return call.Method.Result.Name is "Updates"
            ? updates
            : new TlObject("messages.chatInviteJoinResultOk") { ["updates"] = updates };
    }

    private TlObject Leave(ApiCall call)
    {
        var channel = call.Channel("channel");
        channel.Leave(call.Me.User.Id);
        return MembershipChanged(call, channel);
    }

    private TlObject MembershipChanged(ApiCall call, Channel channel) => new("updates")
    {
        ["updates"] = new[] { new TlObject("updateChannel") { ["channel_id"] = channel.Id } },
        ["chats"] = new[] { Peers.Chat(channel, call.Me) },
        ["date"] = time.GetUtcNow(),
    };

    private static object CheckInvite(ApiCall call)
    {
        var (channel, invite) = Invited(call);
        return channel.HasMember(call.Me.User.Id)
            ? new TlObject("chatInviteAlready") { ["chat"] = Peers.Chat(channel, call.Me) }
            : new TlObject("chatInvite")
            {
                ["channel"] = true,
                ["broadcast"] = !channel.Info.IsGroup,
                ["megagroup"] = channel.Info.IsGroup,
                ["request_needed"] = invite.NeedsApproval,
                ["title"] = channel.Info.Title,
                ["about"] = channel.Info.About,
                ["participants_count"] = channel.Members.Count,
            };
    }

    private object FollowInvite(ApiCall call)
    {
        var (channel, invite) = Invited(call);
        var me = call.Me.User.Id;
        if (channel.HasMember(me))
            throw RpcError.BadRequest("USER_ALREADY_PARTICIPANT");
        if (!invite.NeedsApproval)
            return Join(call, channel);
        channel.RequestToJoin(me);
        throw RpcError.BadRequest("INVITE_REQUEST_SENT");
    }

    private static (Channel Channel, Invite Invite) Invited(ApiCall call) =>
        call.World.InviteByHash(call.Request.Text("hash")) is { } found && !found.Channel.IsClosedTo(call.Me.User.Id)
            ? found
            : throw RpcError.BadRequest("INVITE_HASH_EXPIRED");
}
