using TelegramParser.TelegramSimulator.Api.Answers;
using TelegramParser.TelegramSimulator.Mtproto;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>account.* and users.*: the client's own account, and people it has met.</summary>
internal sealed class AccountApi
{
    public void Register(ApiMethods methods)
    {
        // Whether a client ever shows its account online is read from the record of calls.
        methods.Private("account.updateStatus", _ => true);
        methods.Private("users.getUsers", GetUsers);
        methods.Private("users.getFullUser", GetFullUser);
    }

    private static object GetUsers(ApiCall call) =>
        call.Request.List<TlObject>("id").Select(input => Peers.User(User(call, input), call.Me)).ToList();

    private static object GetFullUser(ApiCall call)
    {
        var user = User(call, call.Request.Object("id"));
        return new TlObject("users.userFull")
        {
            ["full_user"] = new TlObject("userFull") { ["id"] = user.Id },
            ["users"] = new[] { Peers.User(user, call.Me) },
        };
    }

    private static User User(ApiCall call, TlObject? input)
    {
        if (input is { Name: "inputUserSelf" })
            return call.Me.User;
        var id = input?.Long("user_id") ?? 0;
        var isKnown = input?.Long("access_hash") == AccessHash.Of(id, call.Me.User.Id);
        return (isKnown ? call.World.UserById(id) : null) ?? throw RpcError.BadRequest("USER_ID_INVALID");
    }
}
