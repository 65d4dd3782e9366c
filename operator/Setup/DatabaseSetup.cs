using Npgsql;
using TelegramParser.Operator.Configuration;
using TelegramParser.Storage.Roles;

namespace TelegramParser.Operator.Setup;

/// <summary>What <c>operator migrate</c> does: waits for Postgres, migrates, lets each part in with what it needs.</summary>
/// <param name="time">Clock of the wait.</param>
/// <param name="tell">Takes what is done, in words.</param>
internal sealed class DatabaseSetup(TimeProvider time, Action<string> tell)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Does it all.</summary>
    /// <param name="database">The database, as its owner.</param>
    /// <param name="roles">Connection strings of the parts that have a role of their own.</param>
    /// <param name="wait">How long Postgres may take to answer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="UserErrorException">Something that a person must correct.</exception>
    public async Task RunAsync(
        NpgsqlDataSource database, IReadOnlyDictionary<DatabaseRole, string> roles, TimeSpan wait, CancellationToken cancellationToken)
    {
        await WaitAsync(database, wait, cancellationToken);
        var applied = await OperatorDatabase.MigrateAsync(database, cancellationToken);
        tell(applied.Count == 0 ? "The schema is up to date." : $"Applied {string.Join(", ", applied)}.");
        if (roles.Count > 0)
            await LetInAsync(new RoleStore(database), roles, cancellationToken);
    }

    private async Task WaitAsync(NpgsqlDataSource database, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException e) when (e.IsTransient && time.GetElapsedTime(started) + pause <= limit)
            {
                tell($"Waiting for Postgres: {e.Message}");
            }
            catch (NpgsqlException e)
            {
                throw OperatorDatabase.Unusable(e);
            }
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async Task LetInAsync(RoleStore store, IReadOnlyDictionary<DatabaseRole, string> roles, CancellationToken cancellationToken)
    {
        var parts = new Dictionary<string, IReadOnlyCollection<DatabaseRole>>(StringComparer.Ordinal);
        try
        {
            foreach (var (part, connectionString) in roles)
            {
                if (await EnsureLoginAsync(store, part, connectionString, cancellationToken) is { } name)
                    parts[name] = [.. parts.GetValueOrDefault(name) ?? [], part];
            }
            await store.GrantAsync(parts, cancellationToken);
        }
        catch (RoleException e)
        {
            throw new UserErrorException(e.Message, e);
        }
        catch (NpgsqlException e)
        {
            throw new UserErrorException($"The roles cannot be set up: {e.Message}", e);
        }
        foreach (var (name, of) in parts)
            tell($"Role {name} has what {string.Join(" and ", of.Select(part => part.ToString().ToLowerInvariant()))} needs.");
    }

    private static async Task<string?> EnsureLoginAsync(
        RoleStore store, DatabaseRole part, string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            return await store.EnsureLoginAsync(connectionString, cancellationToken);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new UserErrorException($"The connection string of {part.ToString().ToLowerInvariant()} cannot be used: {e.Message}", e);
        }
    }
}
