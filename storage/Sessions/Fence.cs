using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Sessions;

/// <summary>Writes of a worker: one round trip, one transaction, the lease locked by its first statement.</summary>
internal static class Fence
{
    /// <summary>SQLSTATE that the procedure <c>hold_lease</c> raises.</summary>
    private const string LeaseLost = "TGP01";

    /// <summary>The first statement of a fenced transaction.</summary>
    public static Statement Hold(this LeaseToken token) =>
        $"CALL hold_lease({token.UserId}, {token.Holder}, {token.Epoch})";

    /// <summary>Condition on <c>sessions</c> that the lease is held; for statements that update that very row.</summary>
    public static Statement IsHeld(this LeaseToken token) =>
        $"""
        user_id = {token.UserId} AND holder = {token.Holder} AND epoch = {token.Epoch} AND expires_at > clock_timestamp()
        """;

    /// <summary>Runs statements behind the fence.</summary>
    /// <exception cref="LeaseLostException">The lease is not held; nothing was written.</exception>
    public static async Task WriteAsync(
        this NpgsqlDataSource database, LeaseToken token, Statement[] statements, CancellationToken cancellation)
    {
        await using var batch = database.Batch([token.Hold(), .. statements]);
        await GuardAsync(token, () => batch.ExecuteNonQueryAsync(cancellation));
    }

    /// <summary>Runs statements behind the fence and reads their results.</summary>
    /// <exception cref="LeaseLostException">The lease is not held; nothing was written.</exception>
    public static async Task<T> WriteAsync<T>(
        this NpgsqlDataSource database,
        LeaseToken token,
        Statement[] statements,
        Func<NpgsqlDataReader, Task<T>> read,
        CancellationToken cancellation)
    {
        await using var batch = database.Batch([token.Hold(), .. statements]);
        return await GuardAsync(token, async () =>
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellation);
            var result = await read(reader);
            // An error of a later statement shows only when its result is reached.
            while (await reader.NextResultAsync(cancellation))
            {
            }
            return result;
        });
    }

    /// <summary>Turns the fence's error into <see cref="LeaseLostException"/>.</summary>
    public static async Task<T> GuardAsync<T>(LeaseToken token, Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch (PostgresException e) when (e.SqlState is LeaseLost)
        {
            throw new LeaseLostException(token, e);
        }
    }
}
