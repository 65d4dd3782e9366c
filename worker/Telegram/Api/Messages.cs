using System.Text.Json.Serialization;

namespace TelegramParser.Worker.Telegram.Api;

/// <summary>
/// A page of a chat's messages, newest first. TDLib chooses how many it returns, so an answer with few messages is not
/// the end; an answer with none is.
/// </summary>
/// <param name="ChatId">Chat.</param>
/// <param name="FromMessageId">Where the page starts; 0 is the newest message.</param>
/// <param name="Offset">0, or -1 to -99 to get that many newer ones as well.</param>
/// <param name="Limit">At most 100, at least -<paramref name="Offset"/>.</param>
/// <param name="OnlyLocal">Ask nobody.</param>
public sealed record GetChatHistory(long ChatId, long FromMessageId, int Offset, int Limit, bool OnlyLocal = false)
    : ITdFunction<Messages>;

/// <summary>Messages by id; null stands for one that does not exist.</summary>
public sealed record GetMessages(long ChatId, IReadOnlyList<long> MessageIds) : ITdFunction<Messages>;

/// <summary>
/// Asks for the views and forwards of messages. With <see cref="MessageSourceOther"/> and the chat closed it counts no
/// view and marks nothing as read.
/// </summary>
public sealed record ViewMessages(long ChatId, IReadOnlyList<long> MessageIds, MessageSource Source) : ITdFunction<Ok>
{
    /// <summary>Never: it would mark the messages as read.</summary>
    public bool ForceRead => false;
}

/// <summary>From where messages are viewed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type")]
[JsonDerivedType(typeof(MessageSourceOther), "messageSourceOther")]
public abstract record MessageSource;

/// <summary>From nowhere that counts as reading.</summary>
public sealed record MessageSourceOther : MessageSource;

/// <summary>Messages; null stands for one that does not exist.</summary>
public sealed record Messages(
    int TotalCount,
    [property: JsonPropertyName("messages"), JsonConverter(typeof(MessageListConverter))] IReadOnlyList<Message?> Items);

/// <summary>A message. Times are Unix seconds, 0 is never.</summary>
public sealed record Message
{
    /// <summary>TDLib's id: Telegram's id shifted left by 20 bits.</summary>
    public long Id { get; init; }

    /// <summary>Who sent it; the channel itself for a channel post.</summary>
    public MessageSender? SenderId { get; init; }

    /// <summary>Chat that it is in.</summary>
    public long ChatId { get; init; }

    /// <summary>Whether the account itself has sent it.</summary>
    public bool IsOutgoing { get; init; }

    /// <summary>Topic that it is in, where its chat has topics.</summary>
    public MessageTopic? TopicId { get; init; }

    /// <summary>When it was sent.</summary>
    public long Date { get; init; }

    /// <summary>When it was last edited.</summary>
    public long EditDate { get; init; }

    /// <summary>Where it was forwarded from.</summary>
    public MessageForwardInfo? ForwardInfo { get; init; }

    /// <summary>Views, forwards, replies and reactions.</summary>
    public MessageInteractionInfo? InteractionInfo { get; init; }

    /// <summary>What it replies to.</summary>
    public MessageReplyTo? ReplyTo { get; init; }

    /// <summary>Signature of the post's author; empty when there is none.</summary>
    public string AuthorSignature { get; init; } = "";

    /// <summary>Album that it belongs to; 0 when none.</summary>
    public long MediaAlbumId { get; init; }

    /// <summary>What it holds.</summary>
    public MessageContent Content { get; init; } = new MessageOther("");

    /// <summary>Buttons under it.</summary>
    public ReplyMarkup? ReplyMarkup { get; init; }

    /// <summary>
    /// Why the message could not be read; null when it was. Of one that could not, only id, chat and date are known.
    /// </summary>
    [JsonIgnore]
    public string? Unreadable { get; init; }
}

/// <summary>Topic of a message.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(MessageTopicForum), "messageTopicForum")]
public record MessageTopic;

/// <summary>A topic of a forum.</summary>
public sealed record MessageTopicForum(int ForumTopicId) : MessageTopic;

/// <summary>Who sent something.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(MessageSenderUser), "messageSenderUser")]
[JsonDerivedType(typeof(MessageSenderChat), "messageSenderChat")]
public record MessageSender;

/// <summary>A user.</summary>
public sealed record MessageSenderUser(long UserId) : MessageSender;

/// <summary>A chat.</summary>
public sealed record MessageSenderChat(long ChatId) : MessageSender;

/// <summary>Where a message was forwarded from.</summary>
/// <param name="Origin">Who first sent it.</param>
/// <param name="Date">When, Unix seconds.</param>
/// <param name="Source">The message that was forwarded, when it is known.</param>
public sealed record MessageForwardInfo(MessageOrigin Origin, long Date, ForwardSource? Source);

/// <summary>The message that was forwarded, which may itself be a forward.</summary>
public sealed record ForwardSource(long ChatId, long MessageId);

/// <summary>Who first sent a message.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(MessageOriginUser), "messageOriginUser")]
[JsonDerivedType(typeof(MessageOriginHiddenUser), "messageOriginHiddenUser")]
[JsonDerivedType(typeof(MessageOriginChat), "messageOriginChat")]
[JsonDerivedType(typeof(MessageOriginChannel), "messageOriginChannel")]
public record MessageOrigin;

/// <summary>A user.</summary>
public sealed record MessageOriginUser(long SenderUserId) : MessageOrigin;

/// <summary>A user who hides the account behind forwards.</summary>
public sealed record MessageOriginHiddenUser(string SenderName) : MessageOrigin;

/// <summary>A chat, on whose behalf somebody wrote.</summary>
public sealed record MessageOriginChat(long SenderChatId, string AuthorSignature) : MessageOrigin;

/// <summary>A channel's post.</summary>
public sealed record MessageOriginChannel(long ChatId, long MessageId, string AuthorSignature) : MessageOrigin;

/// <summary>What a message replies to.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(MessageReplyToMessage), "messageReplyToMessage")]
[JsonDerivedType(typeof(MessageReplyToStory), "messageReplyToStory")]
public record MessageReplyTo;

/// <summary>A message.</summary>
/// <param name="ChatId">Its chat; 0 when unknown.</param>
/// <param name="MessageId">Its id; 0 when unknown.</param>
/// <param name="Quote">The part that is answered.</param>
/// <param name="Origin">Who sent it, when it is in another chat.</param>
/// <param name="OriginSendDate">When it was sent, when it is in another chat.</param>
public sealed record MessageReplyToMessage(
    long ChatId, long MessageId, TextQuote? Quote, MessageOrigin? Origin, long OriginSendDate) : MessageReplyTo;

/// <summary>A story.</summary>
public sealed record MessageReplyToStory(long StoryPosterChatId, int StoryId) : MessageReplyTo;

/// <summary>A quoted part of a message.</summary>
public sealed record TextQuote(FormattedText Text, int Position);

/// <summary>How people took a message.</summary>
public sealed record MessageInteractionInfo(
    int ViewCount, int ForwardCount, MessageReplyInfo? ReplyInfo, MessageReactions? Reactions);

/// <summary>Comments or replies.</summary>
public sealed record MessageReplyInfo(int ReplyCount);

/// <summary>Reactions.</summary>
public sealed record MessageReactions([property: JsonPropertyName("reactions")] IReadOnlyList<MessageReaction> Items);

/// <summary>One kind of reaction.</summary>
public sealed record MessageReaction(ReactionType Type, int TotalCount);

/// <summary>A reaction.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(ReactionTypeEmoji), "reactionTypeEmoji")]
[JsonDerivedType(typeof(ReactionTypeCustomEmoji), "reactionTypeCustomEmoji")]
[JsonDerivedType(typeof(ReactionTypePaid), "reactionTypePaid")]
public record ReactionType;

/// <summary>An emoji.</summary>
public sealed record ReactionTypeEmoji(string Emoji) : ReactionType;

/// <summary>A custom emoji.</summary>
public sealed record ReactionTypeCustomEmoji(long CustomEmojiId) : ReactionType;

/// <summary>A star that was paid for.</summary>
public sealed record ReactionTypePaid : ReactionType;

/// <summary>Buttons of a message.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(ReplyMarkupInlineKeyboard), "replyMarkupInlineKeyboard")]
public record ReplyMarkup;

/// <summary>Buttons under a message.</summary>
public sealed record ReplyMarkupInlineKeyboard(IReadOnlyList<IReadOnlyList<InlineKeyboardButton>> Rows) : ReplyMarkup;

/// <summary>A button.</summary>
public sealed record InlineKeyboardButton(string Text, InlineKeyboardButtonType Type);

/// <summary>What a button does.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(InlineKeyboardButtonTypeUrl), "inlineKeyboardButtonTypeUrl")]
[JsonDerivedType(typeof(InlineKeyboardButtonTypeLoginUrl), "inlineKeyboardButtonTypeLoginUrl")]
[JsonDerivedType(typeof(InlineKeyboardButtonTypeWebApp), "inlineKeyboardButtonTypeWebApp")]
public record InlineKeyboardButtonType;

/// <summary>Opens a page.</summary>
public sealed record InlineKeyboardButtonTypeUrl(string Url) : InlineKeyboardButtonType;

/// <summary>Opens a page and logs in there.</summary>
public sealed record InlineKeyboardButtonTypeLoginUrl(string Url) : InlineKeyboardButtonType;

/// <summary>Opens a page inside Telegram.</summary>
public sealed record InlineKeyboardButtonTypeWebApp(string Url) : InlineKeyboardButtonType;
