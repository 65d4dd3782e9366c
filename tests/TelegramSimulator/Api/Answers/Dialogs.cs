using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api.Answers;

/// <summary>Entries of the chat list, and the state of an account's updates.</summary>
internal sealed class Dialogs(TimeProvider time)
{
    /// <summary>An account's own updates (not those of channels) never happen here, so their number stays the same.</summary>
    public TlObject State() => new("updates.state") { ["pts"] = 1, ["date"] = time.GetUtcNow(), ["seq"] = 1 };

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
