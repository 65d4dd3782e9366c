using Npgsql;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>Where a user's worker is reached.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="User">The user's resource, from which the credentials are derived.</param>
/// <param name="ControlUrl">Address of the control API; null when no worker has told one.</param>
/// <param name="LeaseValid">Whether a worker is alive.</param>
public sealed record WorkerEndpoint(long UserId, UserKey User, string? ControlUrl, bool LeaseValid);

/// <summary>Finds workers.</summary>
public sealed class WorkerEndpointQueries(NpgsqlDataSource database)
{
    /// <summary>The worker of a user; null when the installation has no such user.</summary>
    public Task<WorkerEndpoint?> FindAsync(string installation, long userId, CancellationToken cancellation) =>
        database.FirstAsync(
            $"""
            SELECT users.id, users.installation, users.namespace, users.name, sessions.control_url,
                   coalesce(sessions.holder IS NOT NULL AND sessions.expires_at > clock_timestamp(), false) AS lease_valid
            FROM users LEFT JOIN sessions ON sessions.user_id = users.id
            WHERE users.id = {userId} AND users.installation = {installation}
            """,
            row => new WorkerEndpoint(
                row.Get<long>("id"), UserKey.Read(row), row.Get<string?>("control_url"), row.Get<bool>("lease_valid")),
            cancellation);
}
