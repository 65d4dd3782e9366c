using Npgsql;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>A subscription whose last parse ended with a reason that somebody asked for.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Subscription">Name of the ChannelSubscription.</param>
/// <param name="Channel">The channel as the resource writes it.</param>
/// <param name="Title">The channel's title; null until resolved.</param>
/// <param name="Reason">The reason, a constant of <c>Reasons</c>.</param>
/// <param name="Message">The same in words.</param>
public sealed record SubscriptionFinding(
    UserKey User, string Subscription, string Channel, string? Title, string Reason, string? Message);

/// <summary>Channels as the REST API shows them.</summary>
public sealed class ChannelQueries(NpgsqlDataSource database)
{
    /// <summary>A user's active subscriptions, by name; none when the installation has no such user.</summary>
    public Task<IReadOnlyList<SubscriptionOverview>> ListAsync(
        string installation, long userId, CancellationToken cancellation) =>
        database.ListAsync(
            SubscriptionOverview.Select($"users.id = {userId} AND users.installation = {installation}"),
            SubscriptionOverview.Read,
            cancellation);

    /// <summary>
    /// The active subscriptions of a realm whose last parse ended with one of the reasons, by user and name; those that
    /// are suspended, and those of users that are suspended or have no resource, are left out.
    /// </summary>
    public Task<IReadOnlyList<SubscriptionFinding>> FindByReasonAsync(
        Realm realm, IReadOnlyCollection<string> reasons, CancellationToken cancellation) =>
        database.ListAsync(
            $"""
            SELECT users.installation, users.namespace, users.name, subscriptions.name AS subscription, subscriptions.channel,
                   channels.title, subscriptions.reason, subscriptions.message
            FROM users
            JOIN subscriptions ON subscriptions.user_id = users.id AND subscriptions.active AND NOT subscriptions.suspended
            LEFT JOIN channels ON channels.chat_id = subscriptions.chat_id
            WHERE {realm.Users} AND users.orphaned_at IS NULL AND NOT users.suspended
              AND subscriptions.reason = ANY ({reasons.ToArray()})
            ORDER BY users.id, subscriptions.name
            """,
            row => new SubscriptionFinding(
                UserKey.Read(row),
                row.Get<string>("subscription"),
                row.Get<string>("channel"),
                row.Get<string?>("title"),
                row.Get<string>("reason"),
                row.Get<string?>("message")),
            cancellation);
}
