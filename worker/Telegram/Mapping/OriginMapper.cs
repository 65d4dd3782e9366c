using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Telegram.Mapping;

/// <summary>Where a message comes from: who sent it, who sent it first, what it answers.</summary>
internal static class OriginMapper
{
    /// <summary>The sender; null when the channel itself posted.</summary>
    internal static SenderJson? Sender(Message message) => message.SenderId switch
    {
        MessageSenderUser { UserId: var userId } => new SenderJson("user") { UserId = userId },
        MessageSenderChat { ChatId: var chatId } when chatId != message.ChatId => new SenderJson("chat") { ChatId = chatId },
        _ => null,
    };

    internal static OriginJson? Forward(MessageForwardInfo? forward) =>
        forward is null ? null : Origin(forward.Origin, forward.Date) with
        {
            SourceChatId = forward.Source?.ChatId.NullIfZero(),
            SourceMessageId = forward.Source?.MessageId.ServerMessageId(),
        };

    internal static ReplyJson? Reply(MessageReplyTo? replyTo) => replyTo switch
    {
        MessageReplyToMessage message => new ReplyJson("message")
        {
            ChatId = message.ChatId.NullIfZero(),
            MessageId = message.MessageId.ServerMessageId(),
            Quote = message.Quote?.Text.Text,
            Origin = message.Origin is null ? null : Origin(message.Origin, message.OriginSendDate),
        },
        MessageReplyToStory story => new ReplyJson("story") { ChatId = story.StoryPosterChatId, StoryId = story.StoryId },
        _ => null,
    };

    private static OriginJson Origin(MessageOrigin origin, long date) => origin switch
    {
        MessageOriginUser user => new OriginJson("user") { UserId = user.SenderUserId, Date = date },
        MessageOriginHiddenUser hidden => new OriginJson("hidden_user") { UserName = hidden.SenderName, Date = date },
        MessageOriginChat chat => new OriginJson("chat")
        {
            ChatId = chat.SenderChatId,
            AuthorSignature = chat.AuthorSignature.NullIfEmpty(),
            Date = date,
        },
        MessageOriginChannel channel => new OriginJson("channel")
        {
            ChatId = channel.ChatId,
            MessageId = channel.MessageId.ServerMessageId(),
            AuthorSignature = channel.AuthorSignature.NullIfEmpty(),
            Date = date,
        },
        _ => new OriginJson("unknown") { Date = date },
    };
}
