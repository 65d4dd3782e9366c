namespace TelegramParser.Operator.Web.Dialogs;

/// <summary>Channels and supergroups that an account is in.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="ListedAt">When Telegram was asked.</param>
/// <param name="Truncated">The account has more chats than are looked at (5,000).</param>
/// <param name="Total">How many there are, on all pages.</param>
/// <param name="Folders">Names of the account's folders.</param>
/// <param name="Dialogs">The channels and supergroups, by title.</param>
/// <param name="NextCursor">What to give as `cursor` for the next page; null on the last.</param>
public sealed record DialogPage(
    long UserId, DateTimeOffset ListedAt, bool Truncated, int Total, IReadOnlyList<string> Folders, IReadOnlyList<DialogItem> Dialogs, string? NextCursor);

/// <summary>A channel or supergroup that an account is in.</summary>
/// <param name="ChatId">Its chat id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Username">Its public name, without @; null when it has none.</param>
/// <param name="Kind">`channel` or `supergroup`.</param>
/// <param name="MemberCount">Members, when known.</param>
/// <param name="Archived">It is in the account's archive.</param>
/// <param name="Folders">The folders that it is in.</param>
/// <param name="Subscription">Name of the ChannelSubscription that reads it; null when none does.</param>
public sealed record DialogItem(
    long ChatId, string Title, string? Username, string Kind, int? MemberCount, bool Archived, IReadOnlyList<string> Folders, string? Subscription);
