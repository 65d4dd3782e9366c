using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Sessions;

/// <summary>
/// What a worker tells of its session. Every write with a token throws <see cref="LeaseLostException"/>, and stores
/// nothing, when the lease is not held.
/// </summary>
public sealed class SessionStore(NpgsqlDataSource database)
{
    /// <summary>Replaces the session's report.</summary>
    public async Task ReportAsync(LeaseToken token, SessionReport report, CancellationToken cancellation)
    {
        // The row is the lease's own, so the condition is the fence: a share lock first would deadlock two reports.
        var updated = await database.ExecuteAsync(
            $"""
            UPDATE sessions
            SET state = {report.State.ToString()}, reason = {report.Reason}, message = {report.Message},
                connection = {report.Connection}, settings_hash = {report.SettingsHash},
                control_url = coalesce({report.ControlUrl}, control_url),
                started_at = CASE WHEN event_loop_id = {report.EventLoopId} THEN started_at ELSE now() END,
                event_loop_id = {report.EventLoopId}, updated_at = now(),
                end_state = {report.LastEnd?.State.ToString()}, end_reason = {report.LastEnd?.Reason},
                end_message = {report.LastEnd?.Message}
            WHERE {token.IsHeld()}
            """,
            cancellation);
        if (updated == 0)
            throw new LeaseLostException(token);
    }

    /// <summary>Why the user's last session ended; null when nobody has logged in yet, or somebody has since.</summary>
    public Task<SessionEnd?> FindLastEndAsync(long userId, CancellationToken cancellation) =>
        database.FirstAsync(
            $"""
            SELECT end_state, end_reason, end_message FROM sessions
            WHERE user_id = {userId} AND end_state IS NOT NULL AND end_reason IS NOT NULL
            """,
            row => new SessionEnd(
                Enum.TryParse<SessionState>(row.Get<string>("end_state"), out var state) ? state : SessionState.LoggedOut,
                row.Get<string>("end_reason"),
                row.Get<string?>("end_message") ?? ""),
            cancellation);

    /// <summary>Records a wait of one kind of call, from now on by the database's clock; a longer one that stands is kept.</summary>
    public Task SetFloodWaitAsync(LeaseToken token, string method, TimeSpan wait, CancellationToken cancellation) =>
        database.WriteAsync(
            token,
            [
                $"""
                INSERT INTO flood_waits (user_id, method, until) VALUES ({token.UserId}, {method}, clock_timestamp() + {wait})
                ON CONFLICT (user_id, method) DO UPDATE SET until = greatest(flood_waits.until, excluded.until)
                """,
            ],
            cancellation);

    /// <summary>What is left of waits that have not passed, by the database's clock.</summary>
    public Task<IReadOnlyList<FloodWaitLeft>> ListFloodWaitsAsync(long userId, CancellationToken cancellation) =>
        database.ListAsync(
            $"SELECT method, until - now() AS remaining FROM flood_waits WHERE user_id = {userId} AND until > now() ORDER BY method",
            row => new FloodWaitLeft(row.Get<string>("method"), row.Get<TimeSpan>("remaining")),
            cancellation);

    /// <summary>
    /// Pins the account of the first login; later logins must be to the same one. An account that is claimed by a user
    /// whose resource is gone passes to this user.
    /// </summary>
    public async Task<PinOutcome> PinAccountAsync(
        LeaseToken token, long telegramId, string? username, string? displayName, CancellationToken cancellation)
    {
        try
        {
            return await TryPinAsync(token, telegramId, username, displayName, cancellation);
        }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "users_account_key" })
        {
            // Another user pinned it between our look and our write: now it is there to be seen.
            return await TryPinAsync(token, telegramId, username, displayName, cancellation);
        }
    }

    private Task<PinOutcome> TryPinAsync(
        LeaseToken token, long telegramId, string? username, string? displayName, CancellationToken cancellation)
    {
        Statement claimant =
            $"""
            FROM users AS claimant
            WHERE claimant.telegram_id = {telegramId} AND claimant.id <> {token.UserId}
              AND claimant.installation = (SELECT installation FROM users WHERE id = {token.UserId})
            """;
        Statement unpinned = $"id = {token.UserId} AND (telegram_id IS NULL OR telegram_id = {telegramId})";
        return database.WriteAsync<PinOutcome>(
            token,
            [
                $"""
                UPDATE users SET telegram_id = NULL
                WHERE id IN (SELECT claimant.id {claimant} AND claimant.orphaned_at IS NOT NULL)
                  AND EXISTS (SELECT FROM users WHERE {unpinned})
                """,
                $"""
                UPDATE users SET telegram_id = {telegramId}, username = {username}, display_name = {displayName}
                WHERE {unpinned} AND NOT EXISTS (SELECT {claimant})
                """,
                $"SELECT telegram_id FROM users WHERE id = {token.UserId}",
                $"SELECT claimant.installation, claimant.namespace, claimant.name {claimant}",
            ],
            async reader =>
            {
                var own = await reader.ListAndMoveOnAsync(row => row.Get<long?>("telegram_id"), cancellation);
                var claims = await reader.ListAsync(UserKey.Read, cancellation);
                return own[0] switch
                {
                    long pinned when pinned == telegramId => new PinOutcome.Pinned(),
                    long pinned => new PinOutcome.Mismatch(pinned),
                    null => new PinOutcome.ClaimedBy(claims[0]),
                };
            },
            cancellation);
    }
}
