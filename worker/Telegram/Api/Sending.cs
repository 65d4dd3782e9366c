using System.Text.Json.Serialization;

namespace TelegramParser.Worker.Telegram.Api;

/// <summary>The chat with a user; with <see cref="Force"/> it asks nobody.</summary>
public sealed record CreatePrivateChat(long UserId, bool Force) : ITdFunction<Chat>;

/// <summary>
/// Sends a message to the account's own Saved Messages; none can be made for another chat. The answer is the message as it waits to be
/// sent: <see cref="UpdateMessageSendSucceeded"/> or <see cref="UpdateMessageSendFailed"/> tells what became of it.
/// </summary>
public sealed record SendMessage : ITdFunction<Message>
{
    private SendMessage(long chatId, InputMessageContent content) => (ChatId, InputMessageContent) = (chatId, content);

    /// <summary>The chat.</summary>
    public long ChatId { get; }

    /// <summary>What is sent.</summary>
    public InputMessageContent InputMessageContent { get; }

    /// <summary>A message to oneself.</summary>
    /// <param name="me">The account that is logged in.</param>
    /// <param name="chat">Its chat with itself.</param>
    /// <param name="text">The text, at most 4096 UTF-16 code units.</param>
    /// <exception cref="ArgumentException">It is another chat.</exception>
    public static SendMessage ToSavedMessages(User me, Chat chat, FormattedText text) => chat.Type is ChatTypePrivate { UserId: var id } && id == me.Id
        ? new SendMessage(chat.Id, new InputMessageText(text, new LinkPreviewOptions(IsDisabled: true)))
        : throw new ArgumentException("It is not the account's chat with itself.", nameof(chat));
}

/// <summary>Deletes messages; of those that wait to be sent the sending.</summary>
public sealed record DeleteMessages(long ChatId, IReadOnlyList<long> MessageIds, bool Revoke) : ITdFunction<Ok>;

/// <summary>What is sent.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type")]
[JsonDerivedType(typeof(InputMessageText), "inputMessageText")]
public abstract record InputMessageContent;

/// <summary>A text.</summary>
public sealed record InputMessageText(FormattedText Text, LinkPreviewOptions LinkPreviewOptions) : InputMessageContent;

/// <summary>How a page that the text links to is shown under it.</summary>
public sealed record LinkPreviewOptions(bool IsDisabled);

/// <summary>A message was sent.</summary>
/// <param name="Message">As Telegram has it.</param>
/// <param name="OldMessageId">Its id while it waited.</param>
public sealed record UpdateMessageSendSucceeded(
    [property: JsonConverter(typeof(MessageConverter))] Message Message, long OldMessageId) : TdUpdate;

/// <summary>A message could not be sent.</summary>
/// <param name="OldMessageId">Its id while it waited.</param>
/// <param name="Error">Why.</param>
public sealed record UpdateMessageSendFailed(long OldMessageId, Error Error) : TdUpdate;
