using Npgsql;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>All that the status of a user and what is bound to it is computed from.</summary>
/// <param name="Overview">The user, its session and flood waits.</param>
/// <param name="Subscriptions">Its active subscriptions, by name.</param>
/// <param name="Monitors">Its active group monitors, by name.</param>
public sealed record UserObservation(
    UserOverview Overview, IReadOnlyList<SubscriptionOverview> Subscriptions, IReadOnlyList<MonitorOverview> Monitors);

/// <summary>What the operator observes.</summary>
public sealed class ObservationQueries(NpgsqlDataSource database)
{
    /// <summary>Observes users of an installation, orphaned ones too, in one round trip.</summary>
    /// <param name="installation">Name of the installation.</param>
    /// <param name="userKeys">Only these; all when null.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>By number; a key without a row is left out.</returns>
    public async Task<IReadOnlyList<UserObservation>> ReadAsync(
        string installation, IReadOnlyCollection<UserKey>? userKeys, CancellationToken cancellation)
    {
        Statement isAsked = $"users.installation = {installation} {IsOneOf(userKeys)}";
        await using var batch = database.Batch(UserOverview.Select(isAsked), SubscriptionOverview.Select(isAsked), MonitorOverview.Select(isAsked));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var users = await reader.ListAndMoveOnAsync(UserOverview.Read, cancellation);
        var subscriptions = (await reader.ListAndMoveOnAsync(Owned(SubscriptionOverview.Read), cancellation)).ToLookup(row => row.Owner, row => row.Value);
        var monitors = (await reader.ListAsync(Owned(MonitorOverview.Read), cancellation)).ToLookup(row => row.Owner, row => row.Value);
        return [.. users.Select(user => new UserObservation(user, [.. subscriptions[user.User.Id]], [.. monitors[user.User.Id]]))];
    }

    private static Func<NpgsqlDataReader, (long Owner, T Value)> Owned<T>(Func<NpgsqlDataReader, T> read) =>
        row => (row.Get<long>("owner"), read(row));

    private static Statement IsOneOf(IReadOnlyCollection<UserKey>? keys) => keys is null
        ? Statement.Empty
        : $"""
           AND (users.namespace, users.name) IN (
               SELECT * FROM unnest({keys.Select(key => key.Namespace).ToArray()}, {keys.Select(key => key.Name).ToArray()}))
           """;
}
