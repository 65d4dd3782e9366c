using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api.Answers;

/// <summary>Channels and people as one account sees them.</summary>
internal static class Peers
{
    public static TlObject Peer(Channel channel) => Peer(channel.Id);

    public static TlObject Peer(long channelId) => new("peerChannel") { ["channel_id"] = channelId };

    public static TlObject PeerUser(long userId) => new("peerUser") { ["user_id"] = userId };

    public static TlObject Peer(BasicGroup group) => new("peerChat") { ["chat_id"] = group.Id };

    public static TlObject Chat(Channel channel, Account me) => channel.IsClosedTo(me.User.Id) ? Forbidden(channel, me) : new("channel")
    {
        ["broadcast"] = !channel.Info.IsGroup,
        ["megagroup"] = channel.Info.IsGroup,
        ["forum"] = channel.Info.IsForum,
        ["has_link"] = channel.Info.LinkedChatId is not null,
        ["left"] = !channel.HasMember(me.User.Id),
        ["id"] = channel.Id,
        ["access_hash"] = AccessHash.Of(channel.Id, me.User.Id),
        ["title"] = channel.Info.Title,
        ["username"] = channel.Info.Username,
        ["date"] = channel.Info.CreatedAt,
        ["participants_count"] = channel.Members.Count,
        ["default_banned_rights"] = channel.Info.IsGroup ? new TlObject("chatBannedRights") { ["until_date"] = int.MaxValue } : null,
    };

    public static TlObject Chat(BasicGroup group, Account me) => new("chat")
    {
        ["left"] = !group.HasMember(me.User.Id),
        ["deactivated"] = group.MigratedTo is not null,
        ["id"] = group.Id,
        ["title"] = group.Title,
        ["participants_count"] = group.Members.Count,
        ["date"] = group.CreatedAt,
        ["version"] = group.MigratedTo is null ? 1 : 2,
        ["migrated_to"] = group.MigratedTo is { } channel
            ? new TlObject("inputChannel") { ["channel_id"] = channel.Id, ["access_hash"] = AccessHash.Of(channel.Id, me.User.Id) }
            : null,
        ["default_banned_rights"] = new TlObject("chatBannedRights") { ["until_date"] = int.MaxValue },
    };

    private static TlObject Forbidden(Channel channel, Account me) => new("channelForbidden")
    {
        ["broadcast"] = !channel.Info.IsGroup,
        ["megagroup"] = channel.Info.IsGroup,
        ["id"] = channel.Id,
        ["access_hash"] = AccessHash.Of(channel.Id, me.User.Id),
        ["title"] = channel.Info.Title,
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
