using System.Text.Json.Serialization;

namespace TelegramParser.Worker.Telegram.Api;

/// <summary>What TDLib tells without being asked. Updates of kinds that have no record here are not delivered.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(UpdateAuthorizationState), "updateAuthorizationState")]
[JsonDerivedType(typeof(UpdateConnectionState), "updateConnectionState")]
[JsonDerivedType(typeof(UpdateOption), "updateOption")]
[JsonDerivedType(typeof(UpdateUser), "updateUser")]
[JsonDerivedType(typeof(UpdateActiveEmojiReactions), "updateActiveEmojiReactions")]
[JsonDerivedType(typeof(UpdateNewChat), "updateNewChat")]
[JsonDerivedType(typeof(UpdateChatTitle), "updateChatTitle")]
[JsonDerivedType(typeof(UpdateChatLastMessage), "updateChatLastMessage")]
[JsonDerivedType(typeof(UpdateSupergroup), "updateSupergroup")]
[JsonDerivedType(typeof(UpdateNewMessage), "updateNewMessage")]
[JsonDerivedType(typeof(UpdateMessageContent), "updateMessageContent")]
[JsonDerivedType(typeof(UpdateMessageEdited), "updateMessageEdited")]
[JsonDerivedType(typeof(UpdateMessageInteractionInfo), "updateMessageInteractionInfo")]
[JsonDerivedType(typeof(UpdateDeleteMessages), "updateDeleteMessages")]
public record TdUpdate;

/// <summary>The login went on.</summary>
public sealed record UpdateAuthorizationState(AuthorizationState AuthorizationState) : TdUpdate;

/// <summary>The connection changed.</summary>
public sealed record UpdateConnectionState(ConnectionState State) : TdUpdate;

/// <summary>An option has a new value.</summary>
public sealed record UpdateOption(string Name, OptionValue Value) : TdUpdate;

/// <summary>A user is new or changed.</summary>
public sealed record UpdateUser(User User) : TdUpdate;

/// <summary>The emoji that are reactions now. Messages read before TDLib knows them show no reactions.</summary>
public sealed record UpdateActiveEmojiReactions(IReadOnlyList<string> Emojis) : TdUpdate;

/// <summary>A chat is known now.</summary>
public sealed record UpdateNewChat(Chat Chat) : TdUpdate;

/// <summary>A chat has a new title.</summary>
public sealed record UpdateChatTitle(long ChatId, string Title) : TdUpdate;

/// <summary>A chat's newest message is another one.</summary>
public sealed record UpdateChatLastMessage(
    long ChatId, [property: JsonConverter(typeof(MessageConverter))] Message? LastMessage) : TdUpdate;

/// <summary>A supergroup or channel is new or changed.</summary>
public sealed record UpdateSupergroup(Supergroup Supergroup) : TdUpdate;

/// <summary>A message arrived.</summary>
public sealed record UpdateNewMessage([property: JsonConverter(typeof(MessageConverter))] Message Message) : TdUpdate;

/// <summary>A message's content changed.</summary>
public sealed record UpdateMessageContent(long ChatId, long MessageId, MessageContent NewContent) : TdUpdate;

/// <summary>A message was edited; its content comes as <see cref="UpdateMessageContent"/>.</summary>
public sealed record UpdateMessageEdited(long ChatId, long MessageId, long EditDate, ReplyMarkup? ReplyMarkup) : TdUpdate;

/// <summary>Views, forwards, replies or reactions of a message changed.</summary>
public sealed record UpdateMessageInteractionInfo(
    long ChatId, long MessageId, MessageInteractionInfo? InteractionInfo) : TdUpdate;

/// <summary>Messages are gone.</summary>
/// <param name="ChatId">Chat.</param>
/// <param name="MessageIds">Messages.</param>
/// <param name="IsPermanent">Whether Telegram deleted them.</param>
/// <param name="FromCache">Whether TDLib has only unloaded them.</param>
public sealed record UpdateDeleteMessages(
    long ChatId, IReadOnlyList<long> MessageIds, bool IsPermanent, bool FromCache) : TdUpdate;

/// <summary>State of the connection to Telegram.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(ConnectionStateWaitingForNetwork), "connectionStateWaitingForNetwork")]
[JsonDerivedType(typeof(ConnectionStateConnectingToProxy), "connectionStateConnectingToProxy")]
[JsonDerivedType(typeof(ConnectionStateConnecting), "connectionStateConnecting")]
[JsonDerivedType(typeof(ConnectionStateUpdating), "connectionStateUpdating")]
[JsonDerivedType(typeof(ConnectionStateReady), "connectionStateReady")]
public record ConnectionState
{
    /// <summary>The state in a word: <c>Ready</c>, <c>Connecting</c>, <c>ConnectingToProxy</c>, <c>Updating</c>, <c>WaitingForNetwork</c>.</summary>
    [JsonIgnore]
    public string Name => GetType() == typeof(ConnectionState) ? "Unknown" : GetType().Name[nameof(ConnectionState).Length..];
}

/// <summary>There is no network.</summary>
public sealed record ConnectionStateWaitingForNetwork : ConnectionState;

/// <summary>The proxy is being reached.</summary>
public sealed record ConnectionStateConnectingToProxy : ConnectionState;

/// <summary>Telegram is being reached.</summary>
public sealed record ConnectionStateConnecting : ConnectionState;

/// <summary>What was missed is being fetched.</summary>
public sealed record ConnectionStateUpdating : ConnectionState;

/// <summary>Connected and up to date.</summary>
public sealed record ConnectionStateReady : ConnectionState;
