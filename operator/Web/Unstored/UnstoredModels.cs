using TelegramParser.Contracts.Control;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Unstored;

/// <summary>Messages that were read but could not be stored.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="Total">How many wait to be tried again; those that Telegram has deleted do not count.</param>
/// <param name="Messages">The messages, those met first first.</param>
public sealed record UnstoredList(long UserId, long Total, IReadOnlyList<UnstoredMessage> Messages);

/// <summary>A message that was read but could not be stored.</summary>
/// <param name="ChatId">Its channel's chat id.</param>
/// <param name="ChannelTitle">The channel's title.</param>
/// <param name="MessageId">The message's id in the channel.</param>
/// <param name="Error">Why it could not be stored.</param>
/// <param name="Raw">The message as TDLib gave it, JSON as text; null when that could not be had.</param>
/// <param name="FirstSeenAt">When it was first met.</param>
/// <param name="TriedAt">When it was last tried.</param>
/// <param name="DeletedAt">When Telegram was found to have it no more: it is not tried again.</param>
public sealed record UnstoredMessage(
    long ChatId,
    string ChannelTitle,
    long MessageId,
    string Error,
    string? Raw,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset TriedAt,
    DateTimeOffset? DeletedAt)
{
    internal static UnstoredMessage Of(UnstoredRow row) => new(
        row.ChatId, row.ChannelTitle, row.MessageId, row.Error, row.Raw, row.FirstSeenAt, row.TriedAt, row.DeletedAt);
}

/// <summary>What became of the messages that were tried again.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="Tried">How many were tried.</param>
/// <param name="Stored">How many are posts now.</param>
/// <param name="Deleted">How many Telegram has no more.</param>
/// <param name="Problems">Why messages of a channel could not be tried.</param>
public sealed record RetryResult(long UserId, int Tried, int Stored, int Deleted, IReadOnlyList<string> Problems)
{
    internal static RetryResult Of(long userId, RetryReport report) =>
        new(userId, report.Tried, report.Stored, report.Deleted, report.Problems);
}
