using TelegramParser.TelegramSimulator.Api.Answers;
using TelegramParser.TelegramSimulator.Mtproto;
using TelegramParser.TelegramSimulator.Tl;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>contacts.*: finding channels and people by name.</summary>
internal sealed class ContactsApi
{
    public void Register(ApiMethods methods)
    {
        methods.Private("contacts.resolveUsername", ResolveUsername);
        methods.Private("contacts.getContacts", _ => new TlObject("contacts.contacts"));
    }

    private static object ResolveUsername(ApiCall call)
    {
        var name = call.Request.Text("username");
        if (call.World.ChannelByName(name) is { } channel)
        {
            return new TlObject("contacts.resolvedPeer")
            {
                ["peer"] = Peers.Peer(channel),
                ["chats"] = new[] { Peers.Chat(channel, call.Me) },
            };
        }
        var user = call.World.UserByName(name) ?? throw RpcError.BadRequest("USERNAME_NOT_OCCUPIED");
        return new TlObject("contacts.resolvedPeer")
        {
            ["peer"] = Peers.PeerUser(user.Id),
            ["users"] = new[] { Peers.User(user, call.Me) },
        };
    }
}
