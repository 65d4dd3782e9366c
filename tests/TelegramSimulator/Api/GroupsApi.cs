using TelegramParser.TelegramSimulator.Api.Answers;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>Basic groups: what they are, and their messages by id.</summary>
internal sealed class GroupsApi(Envelope envelope)
{
    public void Register(ApiMethods methods)
    {
        methods.Private("messages.getChats", call => new TlObject("messages.chats")
        {
            ["chats"] = call.Request.List<long>("id").Select(id => Peers.Chat(call.Group(id), call.Me)).ToList(),
        });
        methods.Private("messages.getFullChat", FullChat);
        methods.Private("messages.getMessages", GetMessages);
    }

    private static object FullChat(ApiCall call)
    {
        var group = call.Group(call.Request.Long("chat_id"));
        var members = group.Members.Select(call.World.UserById).OfType<User>().ToList();
        return new TlObject("messages.chatFull")
        {
            ["full_chat"] = new TlObject("chatFull")
            {
                ["id"] = group.Id,
                ["participants"] = new TlObject("chatParticipants")
                {
                    ["chat_id"] = group.Id,
                    ["participants"] = members.Select(member => new TlObject("chatParticipant")
                    {
                        ["user_id"] = member.Id,
                        ["inviter_id"] = member.Id,
                        ["date"] = group.CreatedAt,
                    }),
                    ["version"] = 1,
                },
                ["notify_settings"] = new TlObject("peerNotifySettings"),
            },
            ["chats"] = new[] { Peers.Chat(group, call.Me) },
            ["users"] = members.Select(member => Peers.User(member, call.Me)),
        };
    }

    private object GetMessages(ApiCall call)
    {
        var ids = call.Request.List<TlObject>("id").Select(input => input.Int("id")).ToHashSet();
        var answer = new TlObject("messages.messages");
        foreach (var group in call.World.Groups.Where(group => group.HasMember(call.Me.User.Id)))
        {
            var posts = ids.Select(group.Find).OfType<Post>().ToList();
            if (posts.Count > 0)
                return envelope.Fill(answer, group, posts, call.Me);
        }
        answer["messages"] = ids.Select(id => new TlObject("messageEmpty") { ["id"] = id });
        return answer;
    }
}
