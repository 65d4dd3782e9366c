using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Access;

/// <summary>A command and how it ended.</summary>
/// <param name="At">When it came.</param>
/// <param name="Caller">Who gave it.</param>
/// <param name="TokenId">Number of its token; null when it had none of <c>api_tokens</c>.</param>
/// <param name="Action">Name of the route, or its method and pattern.</param>
/// <param name="Path">Path of the request.</param>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="Code">Code of the problem; null when it succeeded.</param>
/// <param name="Took">How long it took.</param>
public sealed record AuditRecord(
    DateTimeOffset At, string Caller, long? TokenId, string Action, string Path, int Status, string? Code, TimeSpan Took);

/// <summary>A stored command.</summary>
/// <param name="Id">Its number; later ones are higher.</param>
/// <param name="Record">The command.</param>
public sealed record AuditRow(long Id, AuditRecord Record);

/// <summary>The record of commands.</summary>
public sealed class AuditStore(NpgsqlDataSource database)
{
    private const int PrunedAtOnce = 1000;

    /// <summary>Records a command.</summary>
    public Task AddAsync(string installation, AuditRecord command, CancellationToken cancellation) => database.ExecuteAsync(
        $"""
        INSERT INTO audit_log (installation, at, caller, token_id, action, path, status, code, took)
        VALUES ({installation}, {command.At}, {command.Caller}, {command.TokenId}, {command.Action}, {command.Path}, {command.Status},
                {command.Code}, {command.Took})
        """,
        cancellation);

    /// <summary>Commands of an installation, newest first.</summary>
    /// <param name="installation">Name of the installation.</param>
    /// <param name="before">Only those with a lower number; null for the newest.</param>
    /// <param name="limit">Most that are given.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<IReadOnlyList<AuditRow>> ListAsync(string installation, long? before, int limit, CancellationToken cancellation)
    {
        Statement isBefore = before is { } id ? $"AND id < {id}" : Statement.Empty;
        return database.ListAsync(
            $"""
            SELECT id, at, caller, token_id, action, path, status, code, took FROM audit_log
            WHERE installation = {installation} {isBefore}
            ORDER BY id DESC LIMIT {limit}
            """,
            row => new AuditRow(
                row.Get<long>("id"),
                new AuditRecord(
                    row.Get<DateTimeOffset>("at"),
                    row.Get<string>("caller"),
                    row.Get<long?>("token_id"),
                    row.Get<string>("action"),
                    row.Get<string>("path"),
                    row.Get<int>("status"),
                    row.Get<string?>("code"),
                    row.Get<TimeSpan>("took"))),
            cancellation);
    }

    /// <summary>Deletes a batch of an installation's commands that came before an instant, or that are not among its newest.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> PruneAsync(string installation, DateTimeOffset before, int most, CancellationToken cancellation) =>
        await database.ExecuteAsync(
            $"""
            DELETE FROM audit_log WHERE id IN (
                SELECT id FROM audit_log
                WHERE installation = {installation} AND (at < {before} OR id <= (
                    SELECT id FROM audit_log WHERE installation = {installation} ORDER BY id DESC OFFSET {most} LIMIT 1))
                ORDER BY id LIMIT {PrunedAtOnce})
            """,
            cancellation) == PrunedAtOnce;
}
