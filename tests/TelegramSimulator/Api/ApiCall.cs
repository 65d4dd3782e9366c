using TelegramParser.TelegramSimulator.Mtproto;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>One query of a client.</summary>
internal sealed record ApiCall(Session Session, TlObject Request, TlConstructor Method, SimulatedWorld World)
{
    public AuthKey Key => Session.Key.Root;

    /// <summary>The account that is logged in.</summary>
    /// <exception cref="RpcError">There is none, or its session was ended.</exception>
    public Account Me
    {
        get
        {
            if (Key.Revocation is { } revocation)
                throw revocation;
            return World.AccountById(Key.UserId) ?? throw RpcError.Unauthorized("AUTH_KEY_UNREGISTERED");
        }
    }

    /// <summary>The channel that a field of type InputChannel or InputPeer names.</summary>
    /// <exception cref="RpcError">It is no channel, or the account may not read it.</exception>
    public Channel Channel(string field) => Channel(Request.Object(field));

    /// <inheritdoc cref="Channel(string)"/>
    /// <param name="input">The field's value.</param>
    /// <param name="mayBeClosed">Whether it may be one that the account may not read.</param>
    public Channel Channel(TlObject? input, bool mayBeClosed = false)
    {
        if (input is not { Name: "inputChannel" or "inputPeerChannel" })
            throw RpcError.BadRequest("PEER_ID_INVALID");
        var channel = World.ChannelById(input.Long("channel_id"));
        if (channel is null || input.Long("access_hash") != AccessHash.Of(channel.Id, Me.User.Id))
            throw RpcError.BadRequest("CHANNEL_INVALID");
        if (!mayBeClosed && (channel.IsClosedTo(Me.User.Id) || (channel.Info.IsPrivate && !channel.HasMember(Me.User.Id))))
            throw RpcError.BadRequest("CHANNEL_PRIVATE");
        return channel;
    }

    /// <summary>A basic group of which the account is a member.</summary>
    /// <exception cref="RpcError">There is none.</exception>
    public BasicGroup Group(long id) => World.GroupById(id) is { } group && group.HasMember(Me.User.Id)
        ? group
        : throw RpcError.BadRequest("CHAT_ID_INVALID");
}
