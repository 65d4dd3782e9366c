using Npgsql;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Posts;

/// <summary>
/// Messages that could not be stored, for the worker that tries them again. Every write with a token throws
/// <see cref="LeaseLostException"/>, and stores nothing, when the lease is not held.
/// </summary>
public sealed class UnstoredStore(NpgsqlDataSource database)
{
    /// <summary>How many messages of a user wait to be stored; those that the server has no more do not count.</summary>
    public Task<long> CountAsync(long userId, CancellationToken cancellation) => database.FirstAsync(
        $"SELECT count(*) AS waiting FROM unstored_messages WHERE user_id = {userId} AND deleted_at IS NULL",
        row => row.Get<long>("waiting"),
        cancellation);

    /// <summary>Ids of a channel's messages that wait to be stored, ascending.</summary>
    public Task<IReadOnlyList<long>> ListAsync(long userId, long chatId, CancellationToken cancellation) =>
        ListAsync(userId, chatId, Statement.Empty, cancellation);

    /// <summary>Those of them whose content is not kept yet, ascending.</summary>
    public Task<IReadOnlyList<long>> ListWithoutRawAsync(long userId, long chatId, CancellationToken cancellation) =>
        ListAsync(userId, chatId, $"AND raw IS NULL", cancellation);

    /// <summary>Keeps what Telegram's library gave for messages that could not be stored.</summary>
    /// <param name="token">The lease.</param>
    /// <param name="chatId">Their channel.</param>
    /// <param name="raw">JSON by message id.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task KeepRawAsync(
        LeaseToken token, long chatId, IReadOnlyDictionary<long, string> raw, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                $"""
                UPDATE unstored_messages SET raw = given.raw
                FROM unnest({raw.Keys.ToArray()}, {raw.Values.Select(StorableText.From).ToArray()}) AS given (message_id, raw)
                WHERE user_id = {token.UserId} AND chat_id = {chatId} AND unstored_messages.message_id = given.message_id
                """,
            ],
            cancellation);

    /// <summary>Records that the server has messages no more: there is nothing left to try, but what is kept of them stays.</summary>
    public Task MarkDeletedAsync(
        LeaseToken token, long chatId, IReadOnlyList<long> messageIds, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                $"""
                UPDATE unstored_messages SET deleted_at = now(), tried_at = now()
                WHERE user_id = {token.UserId} AND chat_id = {chatId} AND message_id = ANY ({messageIds.ToArray()})
                """,
            ],
            cancellation);

    private Task<IReadOnlyList<long>> ListAsync(
        long userId, long chatId, Statement condition, CancellationToken cancellation) =>
        database.ListAsync(
            $"""
            SELECT message_id FROM unstored_messages
            WHERE user_id = {userId} AND chat_id = {chatId} AND deleted_at IS NULL {condition}
            ORDER BY message_id
            """,
            row => row.Get<long>("message_id"),
            cancellation);
}
