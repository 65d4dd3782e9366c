using TelegramParser.TelegramSimulator.Api.Answers;
using TelegramParser.TelegramSimulator.Mtproto;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>The results of polls. Clients do not vote here: the world does.</summary>
internal sealed class PollsApi(TimeProvider time)
{
    public void Register(ApiMethods methods) => methods.Private("messages.getPollResults", Results);

    private object Results(ApiCall call)
    {
        var channel = call.Channel("peer");
        if (channel.Find(call.Request.Int("msg_id")) is not { Media: Poll poll } post)
            throw RpcError.BadRequest("MESSAGE_ID_INVALID");
        return new TlObject("updates")
        {
            ["updates"] = new[] { PollObjects.Update(channel, post, poll) },
            ["chats"] = new[] { Peers.Chat(channel, call.Me) },
            ["date"] = time.GetUtcNow(),
        };
    }
}
