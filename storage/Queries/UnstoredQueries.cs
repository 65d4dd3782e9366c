using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>A message that could not be stored.</summary>
/// <param name="ChatId">Its channel.</param>
/// <param name="ChannelTitle">Title of that.</param>
/// <param name="MessageId">The server's message id.</param>
/// <param name="Error">Why.</param>
/// <param name="Raw">The message as Telegram's library gave it, JSON text; null when it could not be had.</param>
/// <param name="FirstSeenAt">When it was first met.</param>
/// <param name="TriedAt">When it was last tried.</param>
/// <param name="DeletedAt">When the server was found to have it no more.</param>
public sealed record UnstoredRow(
    long ChatId,
    string ChannelTitle,
    long MessageId,
    string Error,
    string? Raw,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset TriedAt,
    DateTimeOffset? DeletedAt);

/// <summary>Messages that could not be stored, as the REST API shows them.</summary>
public sealed class UnstoredQueries(NpgsqlDataSource database)
{
    /// <summary>A user's messages that could not be stored, those met first first; none when the installation has no such user.</summary>
    public Task<IReadOnlyList<UnstoredRow>> ListAsync(
        string installation, long userId, int limit, CancellationToken cancellation) =>
        database.ListAsync(
            $"""
            SELECT chat_id, channels.title, message_id, error, raw, first_seen_at, tried_at, deleted_at
            FROM unstored_messages
            JOIN users ON users.id = user_id AND users.installation = {installation}
            JOIN channels USING (chat_id)
            WHERE user_id = {userId}
            ORDER BY first_seen_at, chat_id, message_id
            LIMIT {limit}
            """,
            row => new UnstoredRow(
                row.Get<long>("chat_id"),
                row.Get<string>("title"),
                row.Get<long>("message_id"),
                row.Get<string>("error"),
                row.Get<string?>("raw"),
                row.Get<DateTimeOffset>("first_seen_at"),
                row.Get<DateTimeOffset>("tried_at"),
                row.Get<DateTimeOffset?>("deleted_at")),
            cancellation);
}
