using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Access;

/// <summary>The tokens of the REST API.</summary>
public sealed class ApiTokenStore(NpgsqlDataSource database)
{
    /// <summary>How late <see cref="ApiTokenRow.LastUsedAt"/> may be, so that a busy token is written once in that time.</summary>
    public static readonly TimeSpan UseRecordedEvery = TimeSpan.FromMinutes(1);

    /// <summary>Makes a token.</summary>
    public async Task<ApiTokenRow> CreateAsync(NewApiToken token, CancellationToken cancellation) => (await database.FirstAsync(
        $"""
        WITH api_tokens AS (
            INSERT INTO api_tokens (installation, name, hash, user_id, created_by, expires_at)
            VALUES ({token.Installation}, {token.Name}, {token.Hash}, {token.UserId}, {token.CreatedBy}, {token.ExpiresAt})
            RETURNING *
        )
        SELECT {ApiTokenRow.Columns} FROM api_tokens LEFT JOIN users ON users.id = api_tokens.user_id
        """,
        ApiTokenRow.Read,
        cancellation))!;

    /// <summary>All tokens of an installation, those that have ended too, by number.</summary>
    public Task<IReadOnlyList<ApiTokenRow>> ListAsync(string installation, CancellationToken cancellation) =>
        database.ListAsync(Select($"api_tokens.installation = {installation}"), ApiTokenRow.Read, cancellation);

    /// <summary>The token with this secret; null when there is none, or it has ended by now.</summary>
    public Task<ApiTokenRow?> FindAsync(string installation, byte[] hash, DateTimeOffset now, CancellationToken cancellation) =>
        database.FirstAsync(
            Select($"api_tokens.hash = {hash} AND api_tokens.installation = {installation} AND {IsValid(now)}"), ApiTokenRow.Read, cancellation);

    /// <summary>A token by its number; null when there is none, or it has ended by now.</summary>
    public Task<ApiTokenRow?> FindAsync(string installation, long id, DateTimeOffset now, CancellationToken cancellation) =>
        database.FirstAsync(
            Select($"api_tokens.id = {id} AND api_tokens.installation = {installation} AND {IsValid(now)}"), ApiTokenRow.Read, cancellation);

    /// <summary>Records that a token is used, unless that was recorded a short while ago.</summary>
    public async Task RecordUseAsync(ApiTokenRow token, DateTimeOffset now, CancellationToken cancellation)
    {
        if (token.LastUsedAt > now - UseRecordedEvery)
            return;
        await database.ExecuteAsync(
            $"""
            UPDATE api_tokens SET last_used_at = {now}
            WHERE id = {token.Id} AND (last_used_at IS NULL OR last_used_at <= {now - UseRecordedEvery})
            """,
            cancellation);
    }

    /// <summary>Revokes a token.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeleteAsync(string installation, long id, CancellationToken cancellation) =>
        await database.ExecuteAsync($"DELETE FROM api_tokens WHERE id = {id} AND installation = {installation}", cancellation) > 0;

    /// <summary>Brings the token that a Secret holds to what the Secret says.</summary>
    /// <returns>False when its user has no row, or another token has the same secret.</returns>
    public async Task<bool> PutAsync(string installation, SecretToken token, CancellationToken cancellation)
    {
        // A user that is not there must never become all of them.
        Statement everybody = $"SELECT NULL::bigint AS id";
        Statement owner = token.User is { } key
            ? $"SELECT id FROM users WHERE installation = {installation} AND namespace = {key.Namespace} AND name = {key.Name}"
            : everybody;
        try
        {
            return await database.ExecuteAsync(
                $"""
                INSERT INTO api_tokens (installation, name, hash, user_id, secret_ref, created_by, expires_at)
                SELECT {installation}, {token.SecretRef}, {token.Hash}, owner.id, {token.SecretRef}, {"Secret " + token.SecretRef}, {token.ExpiresAt}::timestamptz
                FROM ({owner}) AS owner
                ON CONFLICT (installation, secret_ref) DO UPDATE SET hash = excluded.hash, user_id = excluded.user_id, expires_at = excluded.expires_at
                """,
                cancellation) > 0;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }

    /// <summary>Revokes the token that a Secret held.</summary>
    public Task DeleteAsync(string installation, string secretRef, CancellationToken cancellation) =>
        database.ExecuteAsync($"DELETE FROM api_tokens WHERE installation = {installation} AND secret_ref = {secretRef}", cancellation);

    /// <summary>The Secrets, as <c>namespace/name</c>, whose tokens are known.</summary>
    public Task<IReadOnlyList<string>> ListSecretsAsync(string installation, CancellationToken cancellation) => database.ListAsync(
        $"SELECT secret_ref FROM api_tokens WHERE installation = {installation} AND secret_ref IS NOT NULL ORDER BY id",
        row => row.Get<string>("secret_ref"),
        cancellation);

    private static Statement Select(Statement condition) =>
        $"""
        SELECT {ApiTokenRow.Columns} FROM api_tokens LEFT JOIN users ON users.id = api_tokens.user_id
        WHERE {condition} ORDER BY api_tokens.id
        """;

    private static Statement IsValid(DateTimeOffset now) => $"(api_tokens.expires_at IS NULL OR api_tokens.expires_at > {now})";
}
