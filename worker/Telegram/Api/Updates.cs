using System.Text.Json.Serialization;

namespace TelegramParser.Worker.Telegram.Api;

/// <summary>What TDLib tells without being asked. Updates of kinds that have no record here are not delivered.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(UpdateAuthorizationState), "updateAuthorizationState")]
[JsonDerivedType(typeof(UpdateConnectionState), "updateConnectionState")]
[JsonDerivedType(typeof(UpdateActiveEmojiReactions), "updateActiveEmojiReactions")]
[JsonDerivedType(typeof(UpdateChatLastMessage), "updateChatLastMessage")]
[JsonDerivedType(typeof(UpdateNewMessage), "updateNewMessage")]
[JsonDerivedType(typeof(UpdateMessageSendSucceeded), "updateMessageSendSucceeded")]
[JsonDerivedType(typeof(UpdateMessageSendFailed), "updateMessageSendFailed")]
[JsonDerivedType(typeof(UpdateSupergroup), "updateSupergroup")]
[JsonDerivedType(typeof(UpdateBasicGroup), "updateBasicGroup")]
[JsonDerivedType(typeof(UpdateForumTopicInfo), "updateForumTopicInfo")]
[JsonDerivedType(typeof(UpdateChatFolders), "updateChatFolders")]
public record TdUpdate;

/// <summary>The login went on.</summary>
public sealed record UpdateAuthorizationState(AuthorizationState AuthorizationState) : TdUpdate;

/// <summary>The connection changed.</summary>
public sealed record UpdateConnectionState(ConnectionState State) : TdUpdate;

/// <summary>The emoji that are reactions now. Messages read before TDLib knows them show no reactions.</summary>
public sealed record UpdateActiveEmojiReactions(IReadOnlyList<string> Emojis) : TdUpdate;

/// <summary>A chat's newest message is another one.</summary>
public sealed record UpdateChatLastMessage(
    long ChatId, [property: JsonConverter(typeof(MessageConverter))] Message? LastMessage) : TdUpdate;

/// <summary>A message arrived.</summary>
public sealed record UpdateNewMessage([property: JsonConverter(typeof(MessageConverter))] Message Message) : TdUpdate;

/// <summary>A supergroup or channel is another, or another one to the account, than it was.</summary>
public sealed record UpdateSupergroup(Supergroup Supergroup) : TdUpdate;

/// <summary>A small group is another, or another one to the account, than it was.</summary>
public sealed record UpdateBasicGroup(BasicGroup BasicGroup) : TdUpdate;

/// <summary>A forum's topic has another name.</summary>
public sealed record UpdateForumTopicInfo(ForumTopicInfo Info) : TdUpdate;

/// <summary>The account's folders of chats.</summary>
public sealed record UpdateChatFolders(IReadOnlyList<ChatFolderInfo> ChatFolders) : TdUpdate;

/// <summary>A folder of chats.</summary>
public sealed record ChatFolderInfo(int Id, ChatFolderName Name);

/// <summary>Name of a folder.</summary>
public sealed record ChatFolderName(FormattedText Text);

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
