using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api.Answers;

/// <summary>Entries of the chat list, and the state of an account's updates.</summary>
internal sealed class Dialogs(TimeProvider time)
{
    /// <summary>How far an account's own updates (not those of channels) have come.</summary>
    public TlObject State(MessageBox box) => new("updates.state") { ["pts"] = box.Pts, ["date"] = time.GetUtcNow(), ["seq"] = 1 };

    public static TlObject Of(BasicGroup group) => new("dialog")
    {
        ["peer"] = Peers.Peer(group),
        ["top_message"] = group.LastPostId,
        ["notify_settings"] = new TlObject("peerNotifySettings"),
    };

    public TlObject Of(Channel channel) => new("dialog")
    {
        ["peer"] = Peers.Peer(channel),
        ["top_message"] = channel.LastPostId,
        ["notify_settings"] = new TlObject("peerNotifySettings"),
        ["pts"] = channel.Pts,
    };
}
