using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Sessions;

/// <summary>
/// The lease of a user's session: at most one worker holds it. A row and not a session-level lock, so that it works behind
/// PgBouncer in transaction mode. Time is the database's.
/// </summary>
public sealed class LeaseStore(NpgsqlDataSource database)
{
    /// <summary>
    /// Takes the lease when it is free, expired or the same holder's (whose earlier token is void from then on).
    /// </summary>
    /// <param name="userId">The user's number.</param>
    /// <param name="holder">The pod's UID.</param>
    /// <param name="duration">How long the lease is good for without renewal.</param>
    /// <param name="controlUrl">Where the holder's control API is reached, once known.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="PostgresException">SQLSTATE 23503: there is no such user.</exception>
    public async Task<LeaseAttempt> TryAcquireAsync(
        long userId, string holder, TimeSpan duration, string? controlUrl, CancellationToken cancellation)
    {
        await using var batch = database.Batch(
            $"""
            INSERT INTO sessions (user_id, holder, epoch, expires_at, control_url)
            VALUES ({userId}, {holder}, 1, clock_timestamp() + {duration}, {controlUrl})
            ON CONFLICT (user_id) DO UPDATE
            SET holder = excluded.holder, epoch = sessions.epoch + 1,
                expires_at = clock_timestamp() + {duration}, control_url = excluded.control_url
            WHERE sessions.holder IS NULL OR sessions.holder = excluded.holder
               OR sessions.expires_at <= clock_timestamp()
            RETURNING epoch
            """,
            $"""
            SELECT holder, expires_at, greatest(expires_at - clock_timestamp(), interval '0') AS remaining
            FROM sessions WHERE user_id = {userId}
            """);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var taken = await reader.ListAndMoveOnAsync(row => new LeaseToken(userId, holder, row.Get<long>("epoch")), cancellation);
        var token = taken.Count == 0 ? null : taken[0];
        var attempts = await reader.ListAsync(
            row => new LeaseAttempt(
                token,
                token is null ? row.Get<string?>("holder") : null,
                row.Get<DateTimeOffset>("expires_at"),
                row.Get<TimeSpan>("remaining")),
            cancellation);
        return attempts[0];
    }

    /// <summary>Extends the lease to <paramref name="duration"/> from now; false when it is lost or has expired.</summary>
    public async Task<bool> RenewAsync(LeaseToken token, TimeSpan duration, CancellationToken cancellation) =>
        await database.ExecuteAsync(
            $"UPDATE sessions SET expires_at = clock_timestamp() + {duration} WHERE {token.IsHeld()}", cancellation) == 1;

    /// <summary>Gives the lease back, so that another worker takes over at once; nothing happens when it is lost.</summary>
    public Task ReleaseAsync(LeaseToken token, CancellationToken cancellation) =>
        database.ExecuteAsync(
            $"UPDATE sessions SET holder = NULL, expires_at = clock_timestamp() WHERE {token.IsHeld()}", cancellation);
}
