using System.Globalization;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Telegram.Mapping;

/// <summary>Entities in the Bot API's words.</summary>
internal static class EntityMapper
{
    /// <summary>
    /// The entities as the post's author set them. TDLib makes a media timestamp of everything that looks like a time of
    /// day, and cuts the styles around it into pieces: the timestamps are dropped and the pieces joined.
    /// </summary>
    internal static IReadOnlyList<EntityJson> Map(IReadOnlyList<TextEntity> entities)
    {
        var mapped = new List<EntityJson>(entities.Count);
        foreach (var entity in entities.Where(e => e.Type is not TextEntityTypeMediaTimestamp).Select(Map))
        {
            var before = IsStyle(entity.Type)
                ? mapped.FindIndex(m => m.Type == entity.Type && m.Offset + m.Length == entity.Offset)
                : -1;
            if (before < 0)
                mapped.Add(entity);
            else
                mapped[before] = mapped[before] with { Length = mapped[before].Length + entity.Length };
        }
        return mapped;
    }

    private static bool IsStyle(string type) => type is "bold" or "italic" or "underline" or "strikethrough" or "spoiler";

    private static EntityJson Map(TextEntity entity)
    {
        var plain = new EntityJson(Name(entity.Type), entity.Offset, entity.Length);
        return entity.Type switch
        {
            TextEntityTypeTextUrl { Url: var url } => plain with { Url = url },
            TextEntityTypeMentionName { UserId: var userId } => plain with { UserId = userId },
            TextEntityTypePreCode { Language: var language } => plain with { Language = language },
            TextEntityTypeCustomEmoji { CustomEmojiId: var id } => plain with
            {
                CustomEmojiId = id.ToString(CultureInfo.InvariantCulture),
            },
            TextEntityTypeDateTime { UnixTime: var time } => plain with { UnixTime = time },
            _ => plain,
        };
    }

    private static string Name(TextEntityType type) => type switch
    {
        TextEntityTypeMention => "mention",
        TextEntityTypeHashtag => "hashtag",
        TextEntityTypeCashtag => "cashtag",
        TextEntityTypeBotCommand => "bot_command",
        TextEntityTypeUrl => "url",
        TextEntityTypeEmailAddress => "email",
        TextEntityTypePhoneNumber => "phone_number",
        TextEntityTypeBankCardNumber => "bank_card_number",
        TextEntityTypeBold => "bold",
        TextEntityTypeItalic => "italic",
        TextEntityTypeUnderline => "underline",
        TextEntityTypeStrikethrough => "strikethrough",
        TextEntityTypeSpoiler => "spoiler",
        TextEntityTypeCode => "code",
        TextEntityTypePre or TextEntityTypePreCode => "pre",
        TextEntityTypeBlockQuote => "blockquote",
        TextEntityTypeExpandableBlockQuote => "expandable_blockquote",
        TextEntityTypeTextUrl => "text_link",
        TextEntityTypeMentionName => "text_mention",
        TextEntityTypeCustomEmoji => "custom_emoji",
        TextEntityTypeDateTime => "date_time",
        _ => "unknown",
    };
}
