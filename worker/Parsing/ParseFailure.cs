using Npgsql;
using TelegramParser.Contracts.Resources;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Session;
using TelegramParser.Worker.Telegram;

namespace TelegramParser.Worker.Parsing;

/// <summary>Why a parse of a channel failed, as conditions, the API and logs tell it.</summary>
/// <param name="Reason">A constant of <see cref="Reasons"/>.</param>
/// <param name="Message">In words, what is wrong and what to do.</param>
/// <param name="RetryAt">Not before this, when Telegram said so.</param>
internal sealed record ParseFailure(string Reason, string Message, DateTimeOffset? RetryAt = null)
{
    /// <summary>Tells what an exception means for the person who asked for the channel.</summary>
    public static ParseFailure Of(Exception exception, string channel) => exception switch
    {
        ChannelException e => new(e.Reason, e.Message),
        FloodWaitException e => new(Reasons.FloodWait, e.Message, e.Until),
        TelegramException e => OfTelegram(e, channel),
        TelegramTimeoutException or IncompleteReadException => new(Reasons.TelegramUnreachable,
            "Telegram did not answer in time. What was read is stored; the next parse continues from the cursor, within a minute."),
        NpgsqlException e => new(Reasons.DatabaseUnavailable, $"{DatabaseProblem.Of(e)} The next parse continues from the cursor."),
        _ => new(Reasons.ParseFailed, $"{exception.GetType().Name}: {exception.Message}"),
    };

    /// <summary>What to do about a channel that has thrown this account out.</summary>
    public static string Banned(string channel) =>
        $"An administrator of {channel} has removed or banned this account, or the channel was deleted. Ask to be let in again, or read it with another account. Later parses look whether it can be read.";

    // Error texts: https://core.telegram.org/method/messages.getHistory, contacts.resolveUsername and TDLib's own.
    private static ParseFailure OfTelegram(TelegramException e, string channel) => e.Error switch
    {
        "USERNAME_NOT_OCCUPIED" or "USERNAME_INVALID" or "Chat not found" => new(Reasons.ChannelNotFound,
            $"No channel is called {channel}. Check the spelling in spec.channel; a numeric id works only for channels that the account has joined."),
        "INVITE_HASH_EXPIRED" or "INVITE_HASH_INVALID" or "INVITE_HASH_EMPTY" => new(Reasons.InviteExpired,
            $"The invite link {channel} has expired or was revoked. Ask for a new one and put it into spec.channel."),
        "INVITE_REQUEST_SENT" => new(Reasons.JoinRequestPending,
            $"An administrator of {channel} has to accept this account first. Later parses look whether that has happened."),
        "CHANNELS_TOO_MUCH" => new(Reasons.TooManyChannels,
            $"The account is in as many channels as Telegram allows, and cannot join {channel}. Leave some with the account."),
        "USER_BANNED_IN_CHANNEL" or "USER_KICKED" => new(Reasons.ChannelBanned, Banned(channel)),
        "CHANNEL_PRIVATE" or "CHANNEL_INVALID" or "Can't access the chat" => new(Reasons.ChannelPrivate,
            $"{channel} is private and this account is not a member, or it was deleted. Join it with the account, or use an invite link with 'join: true'. Later parses look whether it can be read."),
        _ => new(Reasons.ParseFailed, $"Telegram refused: {e.Error} ({e.Code})."),
    };
}

/// <summary>The channel cannot be read as it is asked for.</summary>
internal sealed class ChannelException(string reason, string message) : Exception(message)
{
    /// <summary>A constant of <see cref="Reasons"/>.</summary>
    public string Reason { get; } = reason;
}

/// <summary>The newest state of a channel could not be had in time: there may be more than what was read.</summary>
internal sealed class IncompleteReadException(string message) : Exception(message);
