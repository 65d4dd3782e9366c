using TelegramParser.TelegramSimulator.Api.Answers;
using TelegramParser.TelegramSimulator.Mtproto;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>Messages that an account sends to itself; nobody may send anything elsewhere.</summary>
internal sealed class SavedMessagesApi
{
    private const string EntityPrefix = "messageEntity";

    public void Register(ApiMethods methods) => methods.Private("messages.sendMessage", Send);

    private static object Send(ApiCall call)
    {
        var request = call.Request;
        if (request.Object("peer") is not { Name: "inputPeerSelf" })
            throw new RpcError(403, "CHAT_WRITE_FORBIDDEN");
        var entities = request.List<TlObject>("entities");
        var draft = new Post { Text = request.Text("message"), SenderId = call.Me.User.Id, Entities = [.. entities.Select(Entity)] };
        if (call.World.SavedMessagesOf(call.Me.User.Id).Add(draft, request.Long("random_id")) is not var (post, pts))
            throw RpcError.BadRequest("RANDOM_ID_DUPLICATE");
        return new TlObject("updateShortSentMessage")
        {
            ["out"] = true,
            ["id"] = post.Id,
            ["pts"] = pts,
            ["pts_count"] = 1,
            ["date"] = post.Date,
            ["entities"] = Entities.Of(post),
        };
    }

    private static TextEntity Entity(TlObject entity) =>
        new(Enum.Parse<EntityKind>(entity.Name[EntityPrefix.Length..]), entity.Int("offset"), entity.Int("length"))
        {
            Url = entity.Text("url") is { Length: > 0 } url ? url : null,
        };
}
