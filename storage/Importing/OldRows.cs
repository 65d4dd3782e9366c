namespace TelegramParser.Storage.Importing;

/// <summary>A user of the older system.</summary>
/// <param name="Id">Its number there.</param>
/// <param name="Username">The account's name, if it is known.</param>
/// <param name="TelegramId">The account, if it is known.</param>
public sealed record OldUser(long Id, string? Username, long? TelegramId);

/// <summary>A channel of the older system.</summary>
/// <param name="Id">Its number there.</param>
/// <param name="Username">As it is written there; null when it has none.</param>
/// <param name="TelegramId">Telegram's number of it in any form, if it is known.</param>
/// <param name="Title">Its title, if it is known.</param>
public sealed record OldChannel(long Id, string? Username, long? TelegramId, string? Title);

/// <summary>A channel that a user of the older system follows, or has posts of.</summary>
/// <param name="ChannelId">The channel's number there.</param>
/// <param name="IsFollowed">Whether the user follows it now.</param>
public sealed record OldUserChannel(long ChannelId, bool IsFollowed);

/// <summary>A post of the older system.</summary>
/// <param name="Id">Its number there.</param>
/// <param name="ChannelId">The channel's number there.</param>
/// <param name="MessageId">Telegram's message id; null when it is not known.</param>
/// <param name="Date">When it was posted; null when that is not known.</param>
/// <param name="Text">Its text; empty when there is none.</param>
/// <param name="Views">Views, if they are known.</param>
/// <param name="PageText">The text of the page that it links to first, if there is one.</param>
public sealed record OldPost(
    long Id, long ChannelId, long? MessageId, DateTimeOffset? Date, string Text, long? Views, string? PageText);

/// <summary>What the older system has of a user beyond a row.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Duplicates">Rows that name the same message as another one.</param>
/// <param name="Unusable">Rows without message id or date.</param>
public sealed record OldPostCounts(long Rows, long Duplicates, long Unusable);
