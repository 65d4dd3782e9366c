using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>Group monitors as the REST API shows them.</summary>
public sealed class MonitorQueries(NpgsqlDataSource database)
{
    /// <summary>A user's active monitors, by name; none when the installation has no such user.</summary>
    public Task<IReadOnlyList<MonitorOverview>> ListAsync(string installation, long userId, CancellationToken cancellation) =>
        database.ListAsync(
            MonitorOverview.Select($"users.id = {userId} AND users.installation = {installation}"), MonitorOverview.Read, cancellation);
}
