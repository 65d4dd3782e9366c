using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api.Answers;

/// <summary>Channels and people as one account sees them.</summary>
internal static class Peers
{
    public static TlObject Peer(Channel channel) => Peer(channel.Id);

    public static TlObject Peer(long channelId) => new("peerChannel") { ["channel_id"] = channelId };

    public static TlObject PeerUser(long userId) => new("peerUser") { ["user_id"] = userId };

    public static TlObject Chat(Channel channel, Account me) => new("channel")
    {
        ["broadcast"] = true,
        ["left"] = !channel.HasMember(me.User.Id),
        ["id"] = channel.Id,
        ["access_hash"] = AccessHash.Of(channel.Id, me.User.Id),
        ["title"] = channel.Info.Title,
        ["username"] = channel.Info.Username,
        ["date"] = channel.Info.CreatedAt,
        ["participants_count"] = channel.Members.Count,
    };

    public static TlObject User(User user, Account me) => new("user")
    {
        ["self"] = user.Id == me.User.Id,
        ["id"] = user.Id,
        ["access_hash"] = AccessHash.Of(user.Id, me.User.Id),
        ["first_name"] = user.FirstName,
        ["last_name"] = user.LastName,
        ["username"] = user.Username,
        ["phone"] = user.Id == me.User.Id ? me.Phone.TrimStart('+') : null,
    };

    public static TlObject Self(Account me) => User(me.User, me);
}
