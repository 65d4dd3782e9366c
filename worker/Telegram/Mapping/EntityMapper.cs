using System.Globalization;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Telegram.Mapping;

/// <summary>Entities in the Bot API's words.</summary>
internal static class EntityMapper
{
    internal static IReadOnlyList<EntityJson> Map(IReadOnlyList<TextEntity> entities) => [.. entities.Select(Map)];

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
            TextEntityTypeMediaTimestamp { MediaTimestamp: var seconds } => plain with { MediaTimestamp = seconds },
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
        TextEntityTypeMediaTimestamp => "media_timestamp",
        TextEntityTypeDateTime => "date_time",
        _ => "unknown",
    };
}
