namespace TelegramParser.Contracts.Control;

/// <summary>The channels and supergroups that an account is in.</summary>
/// <param name="ListedAt">When Telegram was asked.</param>
/// <param name="Truncated">The account has more chats than are looked at.</param>
/// <param name="Folders">Names of the account's folders, in its order.</param>
/// <param name="Dialogs">The channels and supergroups, in no particular order.</param>
public sealed record DialogReport(DateTimeOffset ListedAt, bool Truncated, IReadOnlyList<string> Folders, IReadOnlyList<Dialog> Dialogs);

/// <summary>A channel or supergroup that an account is in.</summary>
/// <param name="ChatId">Its chat id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Username">Its public name, without @, if it has one.</param>
/// <param name="Kind"><c>channel</c> or <c>supergroup</c>.</param>
/// <param name="MemberCount">Members, when known.</param>
/// <param name="Archived">It is in the archive.</param>
/// <param name="Folders">Names of the folders that it is in.</param>
public sealed record Dialog(
    long ChatId, string Title, string? Username, string Kind, int? MemberCount, bool Archived, IReadOnlyList<string> Folders);
