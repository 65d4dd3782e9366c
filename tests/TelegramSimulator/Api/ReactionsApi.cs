using TelegramParser.TelegramSimulator.Tl;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>The emoji that people can react with. TDLib shows no reaction that is not among them.</summary>
internal sealed class ReactionsApi(TimeProvider time)
{
    private static readonly string[] Emoji = ["👍", "👎", "❤", "🔥", "🎉", "😁", "🤔", "😢", "🤯", "👏", "🙏", "💯"];

    public void Register(ApiMethods methods) => methods.Private(
        "messages.getAvailableReactions",
        _ => new TlObject("messages.availableReactions")
        {
            ["hash"] = 1,
            ["reactions"] = Emoji.Select((emoji, index) => Reaction(emoji, firstId: 9_000_000 + (index * 10))),
        });

    private TlObject Reaction(string emoji, long firstId) => new("availableReaction")
    {
        ["reaction"] = emoji,
        ["title"] = emoji,
        ["static_icon"] = Sticker(firstId, emoji, "image/webp"),
        ["appear_animation"] = Sticker(firstId + 1, emoji, "application/x-tgsticker"),
        ["select_animation"] = Sticker(firstId + 2, emoji, "application/x-tgsticker"),
        ["activate_animation"] = Sticker(firstId + 3, emoji, "application/x-tgsticker"),
        ["effect_animation"] = Sticker(firstId + 4, emoji, "application/x-tgsticker"),
        ["around_animation"] = Sticker(firstId + 5, emoji, "application/x-tgsticker"),
        ["center_icon"] = Sticker(firstId + 6, emoji, "application/x-tgsticker"),
    };

    private TlObject Sticker(long id, string emoji, string mimeType) => new("document")
    {
        ["id"] = id,
        ["access_hash"] = id,
        ["file_reference"] = new byte[] { 1 },
        ["date"] = time.GetUtcNow(),
        ["mime_type"] = mimeType,
        ["size"] = 1000L,
        ["dc_id"] = 2,
        ["attributes"] = new[]
        {
            new TlObject("documentAttributeImageSize") { ["w"] = 512, ["h"] = 512 },
            new TlObject("documentAttributeSticker") { ["alt"] = emoji, ["stickerset"] = new TlObject("inputStickerSetEmpty") },
        },
    };
}
