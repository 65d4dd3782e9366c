using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>Which users to list.</summary>
/// <param name="AuthenticatedOnly">Only those whose session was last reported as logged in.</param>
/// <param name="ActiveOnly">Only those that are not suspended.</param>
public sealed record UserFilter(bool AuthenticatedOnly = false, bool ActiveOnly = false);

/// <summary>Users as the REST API shows them.</summary>
public sealed class UserQueries(NpgsqlDataSource database)
{
    /// <summary>The users of a realm that have a resource, by number.</summary>
    public Task<IReadOnlyList<UserOverview>> ListAsync(
        Realm realm, UserFilter filter, CancellationToken cancellation) =>
        database.ListAsync(
            UserOverview.Select(
                $"""
                {realm.Users} AND users.orphaned_at IS NULL
                AND (NOT {filter.AuthenticatedOnly} OR sessions.state = {nameof(SessionState.Ready)})
                AND (NOT {filter.ActiveOnly} OR NOT users.suspended)
                """),
            UserOverview.Read,
            cancellation);

    /// <summary>One user, orphaned or not; null when the installation has none with this number.</summary>
    public Task<UserOverview?> FindAsync(string installation, long userId, CancellationToken cancellation) =>
        database.FirstAsync(
            UserOverview.Select($"users.id = {userId} AND users.installation = {installation}"),
            UserOverview.Read,
            cancellation);

    /// <summary>One user, orphaned or not; null when there is none of this name.</summary>
    public Task<UserOverview?> FindAsync(UserKey key, CancellationToken cancellation) =>
        database.FirstAsync(
            UserOverview.Select(
                $"""
                users.installation = {key.Installation} AND users.namespace = {key.Namespace} AND users.name = {key.Name}
                """),
            UserOverview.Read,
            cancellation);
}
