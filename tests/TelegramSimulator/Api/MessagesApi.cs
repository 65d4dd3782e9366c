using TelegramParser.TelegramSimulator.Api.Answers;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>messages.*: histories, counters and the chat list.</summary>
internal sealed class MessagesApi(Envelope envelope, Dialogs dialogs)
{
    private const int ArchiveFolder = 1;

    public void Register(ApiMethods methods)
    {
        methods.Private("messages.getHistory", GetHistory);
        methods.Private("messages.getMessagesViews", GetViews);
        methods.Private("messages.getDialogs", GetDialogs);
        methods.Private("messages.getPinnedDialogs", call => PeerDialogs(call, [], []));
        methods.Private("messages.getPeerDialogs", GetPeerDialogs);
        methods.Private("messages.getDialogFilters", GetFolders);
        // Recorded, so that a test can tell that nothing was marked as read.
        methods.Private("messages.readHistory", _ => new TlObject("messages.affectedMessages") { ["pts"] = 1 });
    }

    private object GetHistory(ApiCall call)
    {
        var request = call.Request;
        var window = new HistoryWindow(
            request.Int("offset_id"), request.Int("offset_date"), request.Int("add_offset"),
            request.Int("limit"), request.Int("max_id"), request.Int("min_id"));
        if (request.Object("peer") is { Name: "inputPeerChat" } chat)
        {
            var group = call.Group(chat.Long("chat_id"));
            return envelope.Fill(new TlObject("messages.messages"), group, group.History(window).Posts, call.Me);
        }
        var channel = call.Channel("peer");
        var page = channel.History(window);
        return envelope.Fill(
            new TlObject("messages.channelMessages") { ["pts"] = channel.Pts, ["count"] = page.Total }, channel, page.Posts, call.Me);
    }

    private static object GetViews(ApiCall call)
    {
        var channel = call.Channel("peer");
        var isSeen = call.Request.Bool("increment");
        return new TlObject("messages.messageViews")
        {
            ["views"] = call.Request.List<int>("id").Select(id => View(channel, id, isSeen)).ToList(),
            ["chats"] = new[] { Peers.Chat(channel, call.Me) },
        };
    }

    private static TlObject View(Channel channel, int id, bool isSeen)
    {
        var post = isSeen ? channel.Count(id, seen => seen with { Views = seen.Views + 1 }) : channel.Find(id);
        return new TlObject("messageViews")
        {
            ["views"] = post?.Views,
            ["forwards"] = post?.Forwards,
            ["replies"] = post is null ? null : Messages.Replies(post, channel.Info.LinkedChatId),
        };
    }

    private object GetDialogs(ApiCall call)
    {
        var request = call.Request;
        // Newest first; the next page begins below the date of the last one (TDLib begins at a date far ahead).
        var before = request.Int("offset_date") is > 0 and var date ? DateTimeOffset.FromUnixTimeSeconds(date) : DateTimeOffset.MaxValue;
        var isArchive = request.Int("folder_id") == ArchiveFolder;
        // Basic groups are few: they do not count against the limit.
        var groups = isArchive ? [] : call.World.Groups.Where(group =>
            group.HasMember(call.Me.User.Id) && (group.Find(group.LastPostId)?.Date ?? group.CreatedAt) < before).ToList();
        var last = request.Object("offset_peer") is { Name: "inputPeerChannel" } peer ? peer.Long("channel_id") : 0;
        var all = isArchive
            ? []
            : call.World.Channels.Where(channel => channel.HasMember(call.Me.User.Id))
                .Select(channel => (Channel: channel, Date: channel.Find(channel.LastPostId)?.Date ?? channel.Info.CreatedAt))
                // TDLib asks for what comes after the last one in its own order.
                .OrderByDescending(dialog => dialog.Date.ToUnixTimeSeconds()).ThenByDescending(dialog => dialog.Channel.LastPostId).ThenBy(dialog => dialog.Channel.Id).ToList();
        // After the last one of the page before; its date alone would pass by those of the same second.
        var rest = all.Any(dialog => dialog.Channel.Id == last)
            ? all.SkipWhile(dialog => dialog.Channel.Id != last).Skip(1).ToList()
            : all.Where(dialog => dialog.Date < before).ToList();
        var joined = rest.Take(request.Int("limit")).Select(dialog => dialog.Channel).ToList();
        return new TlObject(joined.Count < rest.Count ? "messages.dialogsSlice" : "messages.dialogs")
        {
            ["count"] = joined.Count < rest.Count ? all.Count + groups.Count : null,
            ["dialogs"] = joined.Select(dialogs.Of).Concat(groups.Select(Dialogs.Of)),
            ["messages"] = envelope.TopMessages(joined).Cast<object>()
                .Concat(groups.Select(group => (group, top: group.Find(group.LastPostId))).Where(dialog => dialog.top is not null)
                    .Select(dialog => Messages.Of(dialog.group, dialog.top!))),
            ["chats"] = joined.Select(channel => Peers.Chat(channel, call.Me)).Concat(groups.Select(group => Peers.Chat(group, call.Me)))
                .Concat(groups.Select(group => group.MigratedTo).OfType<Channel>().Except(joined).Select(channel => Peers.Chat(channel, call.Me))),
        };
    }

    private static object GetFolders(ApiCall call) => new TlObject("messages.dialogFilters")
    {
        ["filters"] = call.Me.Folders.Select((folder, index) => new TlObject("dialogFilter")
        {
            // The ids below are those of the list of all chats and the archive.
            ["id"] = index + 2,
            ["title"] = new TlObject("textWithEntities") { ["text"] = folder.Name, ["entities"] = Array.Empty<TlObject>() },
            ["pinned_peers"] = Array.Empty<TlObject>(),
            ["include_peers"] = folder.Channels.Select(id => new TlObject("inputPeerChannel")
            {
                ["channel_id"] = id,
                ["access_hash"] = AccessHash.Of(id, call.Me.User.Id),
            }),
            ["exclude_peers"] = Array.Empty<TlObject>(),
        }),
    };

    private object GetPeerDialogs(ApiCall call)
    {
        var channels = call.Request.List<TlObject>("peers").Select(input => input.Object("peer"))
            .Where(peer => peer is { Name: "inputPeerChannel" }).Select(peer => call.Channel(peer)).ToList();
        return PeerDialogs(call, channels, [.. channels.Select(channel => Peers.Chat(channel, call.Me))]);
    }

    private TlObject PeerDialogs(ApiCall call, IReadOnlyList<Channel> channels, IReadOnlyList<TlObject> chats) => new("messages.peerDialogs")
    {
        ["dialogs"] = channels.Select(dialogs.Of),
        ["messages"] = envelope.TopMessages(channels),
        ["chats"] = chats,
        ["state"] = dialogs.State(call.World.BoxOf(call.Me.User.Id)),
    };
}
