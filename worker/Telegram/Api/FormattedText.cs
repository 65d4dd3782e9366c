using System.Text.Json.Serialization;

namespace TelegramParser.Worker.Telegram.Api;

/// <summary>Text with entities.</summary>
public sealed record FormattedText(string Text, IReadOnlyList<TextEntity> Entities)
{
    /// <summary>No text.</summary>
    public static FormattedText Empty { get; } = new("", []);
}

/// <summary>A part of a text that is more than text.</summary>
/// <param name="Offset">Where it starts, UTF-16 code units.</param>
/// <param name="Length">How long it is, UTF-16 code units.</param>
/// <param name="Type">What it is.</param>
public sealed record TextEntity(int Offset, int Length, TextEntityType Type);

/// <summary>What an entity is.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(TextEntityTypeMention), "textEntityTypeMention")]
[JsonDerivedType(typeof(TextEntityTypeHashtag), "textEntityTypeHashtag")]
[JsonDerivedType(typeof(TextEntityTypeCashtag), "textEntityTypeCashtag")]
[JsonDerivedType(typeof(TextEntityTypeBotCommand), "textEntityTypeBotCommand")]
[JsonDerivedType(typeof(TextEntityTypeUrl), "textEntityTypeUrl")]
[JsonDerivedType(typeof(TextEntityTypeEmailAddress), "textEntityTypeEmailAddress")]
[JsonDerivedType(typeof(TextEntityTypePhoneNumber), "textEntityTypePhoneNumber")]
[JsonDerivedType(typeof(TextEntityTypeBankCardNumber), "textEntityTypeBankCardNumber")]
[JsonDerivedType(typeof(TextEntityTypeBold), "textEntityTypeBold")]
[JsonDerivedType(typeof(TextEntityTypeItalic), "textEntityTypeItalic")]
[JsonDerivedType(typeof(TextEntityTypeUnderline), "textEntityTypeUnderline")]
[JsonDerivedType(typeof(TextEntityTypeStrikethrough), "textEntityTypeStrikethrough")]
[JsonDerivedType(typeof(TextEntityTypeSpoiler), "textEntityTypeSpoiler")]
[JsonDerivedType(typeof(TextEntityTypeCode), "textEntityTypeCode")]
[JsonDerivedType(typeof(TextEntityTypePre), "textEntityTypePre")]
[JsonDerivedType(typeof(TextEntityTypePreCode), "textEntityTypePreCode")]
[JsonDerivedType(typeof(TextEntityTypeBlockQuote), "textEntityTypeBlockQuote")]
[JsonDerivedType(typeof(TextEntityTypeExpandableBlockQuote), "textEntityTypeExpandableBlockQuote")]
[JsonDerivedType(typeof(TextEntityTypeTextUrl), "textEntityTypeTextUrl")]
[JsonDerivedType(typeof(TextEntityTypeMentionName), "textEntityTypeMentionName")]
[JsonDerivedType(typeof(TextEntityTypeCustomEmoji), "textEntityTypeCustomEmoji")]
[JsonDerivedType(typeof(TextEntityTypeMediaTimestamp), "textEntityTypeMediaTimestamp")]
[JsonDerivedType(typeof(TextEntityTypeDateTime), "textEntityTypeDateTime")]
public record TextEntityType;

/// <summary><c>@name</c>.</summary>
public sealed record TextEntityTypeMention : TextEntityType;

/// <summary><c>#tag</c>.</summary>
public sealed record TextEntityTypeHashtag : TextEntityType;

/// <summary><c>$TAG</c>.</summary>
public sealed record TextEntityTypeCashtag : TextEntityType;

/// <summary><c>/command</c>.</summary>
public sealed record TextEntityTypeBotCommand : TextEntityType;

/// <summary>A link that is written out.</summary>
public sealed record TextEntityTypeUrl : TextEntityType;

/// <summary>An e-mail address.</summary>
public sealed record TextEntityTypeEmailAddress : TextEntityType;

/// <summary>A phone number.</summary>
public sealed record TextEntityTypePhoneNumber : TextEntityType;

/// <summary>A bank card's number.</summary>
public sealed record TextEntityTypeBankCardNumber : TextEntityType;

/// <summary>Bold.</summary>
public sealed record TextEntityTypeBold : TextEntityType;

/// <summary>Italic.</summary>
public sealed record TextEntityTypeItalic : TextEntityType;

/// <summary>Underlined.</summary>
public sealed record TextEntityTypeUnderline : TextEntityType;

/// <summary>Struck through.</summary>
public sealed record TextEntityTypeStrikethrough : TextEntityType;

/// <summary>Hidden until tapped.</summary>
public sealed record TextEntityTypeSpoiler : TextEntityType;

/// <summary>Code in a line.</summary>
public sealed record TextEntityTypeCode : TextEntityType;

/// <summary>A block of code.</summary>
public sealed record TextEntityTypePre : TextEntityType;

/// <summary>A block of code in a language.</summary>
public sealed record TextEntityTypePreCode(string Language) : TextEntityType;

/// <summary>A quotation.</summary>
public sealed record TextEntityTypeBlockQuote : TextEntityType;

/// <summary>A quotation that opens.</summary>
public sealed record TextEntityTypeExpandableBlockQuote : TextEntityType;

/// <summary>A link behind words.</summary>
public sealed record TextEntityTypeTextUrl(string Url) : TextEntityType;

/// <summary>A user behind words.</summary>
public sealed record TextEntityTypeMentionName(long UserId) : TextEntityType;

/// <summary>A custom emoji.</summary>
public sealed record TextEntityTypeCustomEmoji(long CustomEmojiId) : TextEntityType;

/// <summary>A time within the media, seconds.</summary>
public sealed record TextEntityTypeMediaTimestamp(int MediaTimestamp) : TextEntityType;

/// <summary>A point in time.</summary>
public sealed record TextEntityTypeDateTime(long UnixTime) : TextEntityType;
