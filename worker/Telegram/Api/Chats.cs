using System.Text.Json.Serialization;

namespace TelegramParser.Worker.Telegram.Api;

/// <summary>The account that is logged in.</summary>
public sealed record GetMe : ITdFunction<User>;

/// <summary>A user that TDLib knows; asks nobody.</summary>
public sealed record GetUser(long UserId) : ITdFunction<User>;

/// <summary>Resolves a public name; asks Telegram each time, so its answer is to be kept.</summary>
/// <param name="Username">Without <c>@</c>.</param>
public sealed record SearchPublicChat(string Username) : ITdFunction<Chat>;

/// <summary>Looks behind an invite link without joining.</summary>
public sealed record CheckChatInviteLink(string InviteLink) : ITdFunction<ChatInviteLinkInfo>;

/// <summary>Joins through an invite link.</summary>
public sealed record JoinChatByInviteLink(string InviteLink) : ITdFunction<ChatJoinResult>;

/// <summary>Joins a public chat.</summary>
public sealed record JoinChat(long ChatId) : ITdFunction<ChatJoinResult>;

/// <summary>A chat that TDLib knows; asks nobody.</summary>
public sealed record GetChat(long ChatId) : ITdFunction<Chat>;

/// <summary>The chat of a channel that TDLib knows, with what the server says of it unless forced.</summary>
public sealed record CreateSupergroupChat(long SupergroupId, bool Force) : ITdFunction<Chat>;

/// <summary>The chat of a small group that TDLib knows, with what the server says of it unless forced.</summary>
public sealed record CreateBasicGroupChat(long BasicGroupId, bool Force) : ITdFunction<Chat>;

/// <summary>Loads more of the account's chats, announced as updates; error 404 when all are loaded.</summary>
/// <param name="Limit">How many more, at most.</param>
/// <param name="ChatList">Of which list; the main one when null.</param>
public sealed record LoadChats(int Limit, ChatList? ChatList = null) : ITdFunction<Ok>;

/// <summary>The first chats of a list, as far as they are loaded.</summary>
public sealed record GetChats(ChatList ChatList, int Limit) : ITdFunction<Chats>;

/// <summary>A list of the account's chats.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type")]
[JsonDerivedType(typeof(ChatListMain), "chatListMain")]
[JsonDerivedType(typeof(ChatListArchive), "chatListArchive")]
[JsonDerivedType(typeof(ChatListFolder), "chatListFolder")]
public abstract record ChatList;

/// <summary>Chats that are not archived.</summary>
public sealed record ChatListMain : ChatList;

/// <summary>Archived chats.</summary>
public sealed record ChatListArchive : ChatList;

/// <summary>Chats of a folder.</summary>
public sealed record ChatListFolder(int ChatFolderId) : ChatList;

/// <summary>Ids of chats.</summary>
public sealed record Chats(IReadOnlyList<long> ChatIds);

/// <summary>A supergroup or channel that TDLib knows.</summary>
public sealed record GetSupergroup(long SupergroupId) : ITdFunction<Supergroup>;

/// <summary>A small group that TDLib knows.</summary>
public sealed record GetBasicGroup(long BasicGroupId) : ITdFunction<BasicGroup>;

/// <summary>Details of a supergroup or channel.</summary>
public sealed record GetSupergroupFullInfo(long SupergroupId) : ITdFunction<SupergroupFullInfo>;

/// <summary>A topic of a forum.</summary>
public sealed record GetForumTopic(long ChatId, int ForumTopicId) : ITdFunction<ForumTopic>;

/// <summary>Starts to follow a chat: TDLib fetches what is new in it, and goes on until <see cref="CloseChat"/>.</summary>
public sealed record OpenChat(long ChatId) : ITdFunction<Ok>;

/// <summary>Ends <see cref="OpenChat"/>.</summary>
public sealed record CloseChat(long ChatId) : ITdFunction<Ok>;

/// <summary>A chat of any kind.</summary>
/// <param name="Id">Chat id; of a channel, -1000000000000 - the channel's id.</param>
/// <param name="Type">Kind of chat.</param>
/// <param name="Title">Title.</param>
/// <param name="HasProtectedContent">Whether forwarding and saving are forbidden.</param>
/// <param name="LastMessage">The newest message that TDLib knows.</param>
public sealed record Chat(
    long Id, ChatType Type, string Title, bool HasProtectedContent,
    [property: JsonConverter(typeof(MessageConverter))] Message? LastMessage);

/// <summary>Kind of a chat.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(ChatTypePrivate), "chatTypePrivate")]
[JsonDerivedType(typeof(ChatTypeBasicGroup), "chatTypeBasicGroup")]
[JsonDerivedType(typeof(ChatTypeSupergroup), "chatTypeSupergroup")]
public record ChatType;

/// <summary>A chat with one user.</summary>
public sealed record ChatTypePrivate(long UserId) : ChatType;

/// <summary>A small group.</summary>
public sealed record ChatTypeBasicGroup(long BasicGroupId) : ChatType;

/// <summary>A supergroup or channel.</summary>
public sealed record ChatTypeSupergroup(long SupergroupId, bool IsChannel) : ChatType;

/// <summary>A small group.</summary>
/// <param name="Id">Its id at Telegram.</param>
/// <param name="UpgradedToSupergroupId">The supergroup that it has become; 0 when it has not.</param>
/// <param name="Status">What the account is in it.</param>
/// <param name="MemberCount">Members.</param>
public sealed record BasicGroup(long Id, long UpgradedToSupergroupId, ChatMemberStatus Status, int MemberCount);

/// <summary>A supergroup or channel.</summary>
/// <param name="Id">Its id at Telegram, as in <c>t.me/c/ID</c>.</param>
/// <param name="Usernames">Public names, if any.</param>
/// <param name="Status">What the account is in it.</param>
/// <param name="MemberCount">Members; 0 when unknown.</param>
/// <param name="IsChannel">Whether it is a channel.</param>
public sealed record Supergroup(long Id, Usernames? Usernames, ChatMemberStatus Status, int MemberCount, bool IsChannel);

/// <summary>Details of a supergroup or channel.</summary>
public sealed record SupergroupFullInfo(string Description, int MemberCount, long LinkedChatId);

/// <summary>A topic of a forum.</summary>
public sealed record ForumTopic(ForumTopicInfo Info);

/// <summary>What a topic is called.</summary>
public sealed record ForumTopicInfo(long ChatId, int ForumTopicId, string Name);

/// <summary>Public names.</summary>
/// <param name="ActiveUsernames">Names in use, the first one foremost.</param>
public sealed record Usernames(IReadOnlyList<string> ActiveUsernames);

/// <summary>What an account is in a chat.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(ChatMemberStatusCreator), "chatMemberStatusCreator")]
[JsonDerivedType(typeof(ChatMemberStatusAdministrator), "chatMemberStatusAdministrator")]
[JsonDerivedType(typeof(ChatMemberStatusMember), "chatMemberStatusMember")]
[JsonDerivedType(typeof(ChatMemberStatusRestricted), "chatMemberStatusRestricted")]
[JsonDerivedType(typeof(ChatMemberStatusLeft), "chatMemberStatusLeft")]
[JsonDerivedType(typeof(ChatMemberStatusBanned), "chatMemberStatusBanned")]
public record ChatMemberStatus;

/// <summary>Owner.</summary>
public sealed record ChatMemberStatusCreator(bool IsMember) : ChatMemberStatus;

/// <summary>Administrator.</summary>
public sealed record ChatMemberStatusAdministrator : ChatMemberStatus;

/// <summary>Member.</summary>
public sealed record ChatMemberStatusMember : ChatMemberStatus;

/// <summary>Under restrictions.</summary>
public sealed record ChatMemberStatusRestricted(bool IsMember) : ChatMemberStatus;

/// <summary>Not a member.</summary>
public sealed record ChatMemberStatusLeft : ChatMemberStatus;

/// <summary>Banned.</summary>
public sealed record ChatMemberStatusBanned : ChatMemberStatus;

/// <summary>What is behind an invite link.</summary>
/// <param name="ChatId">The chat; 0 when the account may not read it before joining.</param>
/// <param name="AccessibleFor">Seconds for which the chat may be read without joining; 0 when it is not so.</param>
/// <param name="Title">Title of the chat.</param>
/// <param name="CreatesJoinRequest">Whether an administrator decides who joins.</param>
public sealed record ChatInviteLinkInfo(long ChatId, int AccessibleFor, string Title, bool CreatesJoinRequest);

/// <summary>How an attempt to join ended.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(ChatJoinResultSuccess), "chatJoinResultSuccess")]
[JsonDerivedType(typeof(ChatJoinResultRequestSent), "chatJoinResultRequestSent")]
[JsonDerivedType(typeof(ChatJoinResultDeclined), "chatJoinResultDeclined")]
public record ChatJoinResult;

/// <summary>Joined.</summary>
public sealed record ChatJoinResultSuccess(long ChatId) : ChatJoinResult;

/// <summary>An administrator decides.</summary>
public sealed record ChatJoinResultRequestSent : ChatJoinResult;

/// <summary>Refused.</summary>
public sealed record ChatJoinResultDeclined : ChatJoinResult;

/// <summary>A user.</summary>
/// <param name="Id">Id at Telegram.</param>
/// <param name="FirstName">First name.</param>
/// <param name="LastName">Last name; empty when there is none.</param>
/// <param name="Usernames">Public names, if any.</param>
public sealed record User(long Id, string FirstName, string LastName, Usernames? Usernames);
