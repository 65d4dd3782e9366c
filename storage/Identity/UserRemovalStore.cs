using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Identity;

/// <summary>
/// Removes all that is stored of a user, bit by bit: no transaction is long, and one that is interrupted is gone on with. The row of
/// the user goes last; channels stay, since they are the same for every user.
/// </summary>
public sealed class UserRemovalStore(NpgsqlDataSource database)
{
    /// <summary>Most rows that one call removes.</summary>
    public const int BatchSize = 500;

    /// <summary>Removes a batch. The user's worker must have ended, or it goes on storing.</summary>
    /// <returns>Whether something is left.</returns>
    public async Task<bool> RemoveBatchAsync(UserKey key, CancellationToken cancellation)
    {
        Statement user = $"(SELECT id FROM users WHERE {UserStore.Is(key)})";
        Statement[] batches =
        [
            $"DELETE FROM posts WHERE id IN (SELECT id FROM posts WHERE user_id = {user} LIMIT {BatchSize})",
            $"DELETE FROM parses WHERE id IN (SELECT id FROM parses WHERE user_id = {user} LIMIT {BatchSize})",
            $"""
            DELETE FROM unstored_messages WHERE (user_id, chat_id, message_id) IN (
                SELECT user_id, chat_id, message_id FROM unstored_messages WHERE user_id = {user} LIMIT {BatchSize})
            """,
            // Runs of this user alone.
            $"""
            DELETE FROM parse_runs WHERE id IN (
                SELECT part.run_id FROM parse_run_users AS part
                WHERE part.user_id = {user} AND NOT EXISTS (
                    SELECT FROM parse_run_users AS other WHERE other.run_id = part.run_id AND other.user_id <> part.user_id)
                LIMIT {BatchSize})
            """,
        ];
        foreach (var batch in batches)
        {
            if (await database.ExecuteAsync(batch, cancellation) > 0)
                return true;
        }
        await database.ExecuteAsync($"DELETE FROM users WHERE {UserStore.Is(key)}", cancellation);
        return false;
    }
}
