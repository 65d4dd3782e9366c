using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Identity;

/// <summary>The users of all installations.</summary>
public sealed class UserStore(NpgsqlDataSource database)
{
    // "tguser" in ASCII.
    private const long CreationLockKey = 0x746775736572;

    /// <summary>The row of a resource: made when it is new, taken up again when it was orphaned.</summary>
    public async Task<UserRow> EnsureAsync(UserKey key, bool suspended, CancellationToken cancellation)
    {
        // The lock, and the test before the insert, keep the numbers without gaps: a conflict would burn one.
        await using var batch = database.Batch(
            $"SELECT pg_advisory_xact_lock({CreationLockKey}) WHERE NOT EXISTS (SELECT FROM users WHERE {Is(key)})",
            $"""
            INSERT INTO users (installation, namespace, name, suspended)
            SELECT {key.Installation}, {key.Namespace}, {key.Name}, {suspended}
            WHERE NOT EXISTS (SELECT FROM users WHERE {Is(key)})
            """,
            $"""
            UPDATE users SET suspended = {suspended}, orphaned_at = NULL
            WHERE {Is(key)} AND (suspended <> {suspended} OR orphaned_at IS NOT NULL)
            """,
            $"SELECT {UserRow.Columns} FROM users WHERE {Is(key)}");
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        return (await reader.ListAsync(UserRow.Read, cancellation))[0];
    }

    /// <summary>Marks the row of a resource that is gone; its posts and cursors stay.</summary>
    public Task OrphanAsync(UserKey key, CancellationToken cancellation) =>
        database.ExecuteAsync(
            $"UPDATE users SET orphaned_at = now() WHERE {Is(key)} AND orphaned_at IS NULL", cancellation);

    /// <summary>The row of a resource, orphaned or not; null when there is none.</summary>
    public Task<UserRow?> FindAsync(UserKey key, CancellationToken cancellation) =>
        database.FirstAsync($"SELECT {UserRow.Columns} FROM users WHERE {Is(key)}", UserRow.Read, cancellation);

    /// <summary>The row with this number, of whatever installation; null when there is none.</summary>
    public Task<UserRow?> FindAsync(long userId, CancellationToken cancellation) =>
        database.FirstAsync($"SELECT {UserRow.Columns} FROM users WHERE id = {userId}", UserRow.Read, cancellation);

    /// <summary>All rows of an installation, orphaned ones too, by number.</summary>
    public Task<IReadOnlyList<UserRow>> ListAsync(string installation, CancellationToken cancellation) =>
        database.ListAsync(
            $"SELECT {UserRow.Columns} FROM users WHERE installation = {installation} ORDER BY id",
            UserRow.Read,
            cancellation);

    internal static Statement Is(UserKey key) =>
        $"installation = {key.Installation} AND namespace = {key.Namespace} AND name = {key.Name}";
}
