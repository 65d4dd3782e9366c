using TelegramParser.TelegramSimulator.Api.Answers;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>Which reactions there are, and those of single posts. TDLib shows no reaction that it does not know.</summary>
internal sealed class ReactionsApi(TimeProvider time)
{
    private static readonly string[] Emoji = ["👍", "👎", "❤", "🔥", "🎉", "😁", "🤔", "😢", "🤯", "👏", "🙏", "💯"];

    private static readonly TlObject Available = new("messages.availableReactions")
    {
        ["hash"] = 1,
        ["reactions"] = Emoji.Select(Described).ToList(),
    };

    public void Register(ApiMethods methods)
    {
        methods.Private("messages.getAvailableReactions", _ => Available);
        methods.Private("messages.getMessagesReactions", OfPosts);
    }

    private object OfPosts(ApiCall call)
    {
        var channel = call.Channel("peer");
        return new TlObject("updates")
        {
            ["updates"] = call.Request.List<int>("id").Select(channel.Find).OfType<Post>().Select(post => new TlObject("updateMessageReactions")
            {
                ["peer"] = Peers.Peer(channel),
                ["msg_id"] = post.Id,
                ["reactions"] = Messages.Reactions(post) ?? new TlObject("messageReactions"),
            }).ToList(),
            ["chats"] = new[] { Peers.Chat(channel, call.Me) },
            ["date"] = time.GetUtcNow(),
        };
    }

    private static TlObject Described(string emoji, int index)
    {
        var id = 8_000L + 10 * index;
        return new TlObject("availableReaction")
        {
            ["reaction"] = emoji,
            ["title"] = emoji,
            ["static_icon"] = Sticker(id, emoji, "image/webp"),
            ["appear_animation"] = Sticker(id + 1, emoji),
            ["select_animation"] = Sticker(id + 2, emoji),
            ["activate_animation"] = Sticker(id + 3, emoji),
            ["effect_animation"] = Sticker(id + 4, emoji),
        };
    }

    private static TlObject Sticker(long id, string emoji, string mimeType = "application/x-tgsticker") => new("document")
    {
        ["id"] = id,
        ["access_hash"] = id,
        ["file_reference"] = new byte[] { 1 },
        ["mime_type"] = mimeType,
        ["size"] = 4_096L,
        ["dc_id"] = 2,
        ["attributes"] = new[]
        {
            new TlObject("documentAttributeImageSize") { ["w"] = 512, ["h"] = 512 },
            new TlObject("documentAttributeSticker") { ["alt"] = emoji },
        },
    };
}
