using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api.Answers;

/// <summary>Entries of the chat list, and the state of an account's updates.</summary>
internal sealed class Dialogs(TimeProvider time)
{
    /// <summary>An account's own updates (not those of channels): only what it has sent to itself.</summary>
    public TlObject State(SavedMessages own) => new("updates.state") { ["pts"] = own.Pts, ["date"] = time.GetUtcNow(), ["seq"] = 1 };

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
