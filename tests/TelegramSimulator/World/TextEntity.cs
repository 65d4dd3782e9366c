namespace TelegramParser.TelegramSimulator.World;

/// <summary>A marked part of a text (https://core.telegram.org/api/entities). Offset and length count UTF-16 code units.</summary>
public sealed record TextEntity(EntityKind Kind, int Offset, int Length)
{
    /// <summary>The target of a <see cref="EntityKind.TextUrl"/>.</summary>
    public string? Url { get; init; }

    /// <summary>The language of a <see cref="EntityKind.Pre"/>.</summary>
    public string? Language { get; init; }

    /// <summary>Whom a <see cref="EntityKind.MentionName"/> means.</summary>
    public long? UserId { get; init; }

    /// <summary>The document of a <see cref="EntityKind.CustomEmoji"/>.</summary>
    public long? DocumentId { get; init; }
}

public enum EntityKind
{
    Bold, Italic, Underline, Strike, Spoiler, Code, Pre, Blockquote,
    TextUrl, Url, Email, Phone, BankCard,
    Mention, MentionName, Hashtag, Cashtag, BotCommand, CustomEmoji,
}
